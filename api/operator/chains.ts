import { Type } from '@sinclair/typebox';
import type { Announced } from '../../application/core.ts';
import { type ChainedEvent, chainOf, MAX_CORRELATION_CHARS } from '../../application/operators/chains.ts';
import { dataWithheld } from '../../application/operators/withheld.ts';
import { UpToDate } from '../http/answers.ts';
import type { Endpoint } from '../http/endpoint.ts';
import { query } from './endpoint.ts';
import { Time } from './shapes.ts';

const Text = Type.String();
const Optional = Type.Optional;

const ChainedEventShape = Type.Object(
  {
    position: Type.Integer({ description: 'Its place in the log.' }),
    stream: Text,
    revision: Type.Integer({ minimum: 0 }),
    type: Text,
    at: Time,
    eventId: Text,
    causationId: Type.Union([Text, Type.Null()], {
      description: 'The event that it follows from; null: somebody acted.',
    }),
    commandId: Text,
    actor: Type.Integer({ description: '0: the system.' }),
    operator: Optional(Type.Integer()),
    reactor: Optional(Type.String({ description: 'What reacted to the event before.' })),
    data: Type.Record(Text, Type.Unknown(), {
      description: 'What the event says, by its type; texts, names and cards of people are withheld.',
    }),
    messages: Type.Array(
      Type.Object({ channel: Text, msgType: Text, action: Optional(Text) }, { title: 'ChainedMessage' }),
      { description: 'What sockets on a channel were sent for it; what messages say is withheld.' },
    ),
  },
  { title: 'ChainedEvent' },
);

/** What kind of a message it is; what it says is withheld. */
function shownMessage({ channel, body: { msgType, action } }: Announced) {
  return { channel, msgType: String(msgType), ...(typeof action === 'string' && { action }) };
}

function shownEvent({ event, causationId, messages }: ChainedEvent) {
  const { id: eventId, position, stream, revision, type, meta } = event;
  const { at, actor, operator, commandId, cause } = meta;
  const by = { actor, ...(operator !== undefined && { operator }), ...(cause && { reactor: cause.reactor }) };
  const data = dataWithheld(event) as Record<string, unknown>;
  return {
    position,
    stream,
    revision,
    type,
    at,
    eventId,
    causationId,
    commandId,
    ...by,
    data,
    messages: messages.map(shownMessage),
  };
}

const chain = query({
  path: 'events/chain',
  name: 'eventChain',
  role: 'support',
  summary: 'Show all that followed from one request, event by event',
  params: {
    correlationId: Type.String({
      minLength: 1,
      maxLength: MAX_CORRELATION_CHARS,
      description: 'The request’s id: `X-Request-Id` of its answer, `correlationId` of a wallet’s entry.',
    }),
    after: Optional(Type.Integer({ minimum: 0, description: 'Looks further: `next` of the answer before.' })),
  },
  answer: Type.Object({
    events: Type.Array(ChainedEventShape),
    next: Type.Union([Type.Integer(), Type.Null()], {
      description: 'Where one call stopped looking, for what followed much later; null: at the log’s end.',
    }),
    ...UpToDate,
  }),
  example: {
    params: { correlationId: '019ab5f0d1a4b64c557a79c0' },
    answer: {
      events: [
        {
          position: 4021,
          stream: 'wallet-heihei.246210298542265',
          revision: 1,
          type: 'WalletFrozen',
          at: 1_795_799_538_710,
          eventId: '9f0d1a4b-64c5-57a7-9c0a-0f3cf2ad1a11',
          causationId: null,
          commandId: 'f4d00a8c-a739-523d-bc63-fa026f6df259',
          actor: 0,
          operator: 246_210_298_540_001,
          data: { userId: 246210298542265, reason: '…' },
          messages: [],
        },
      ],
      next: null,
    },
  },
  async handle({ core, tenant, params: { correlationId, after } }) {
    const { events, ...rest } = await chainOf(core, tenant, { correlationId, after });
    return { events: events.map(shownEvent), ...rest };
  },
});

export const chainEndpoints: readonly Endpoint[] = [chain];
