import { Type } from '@sinclair/typebox';
import { eventsFor, MAX_EVENTS_PER_PAGE, streamFor } from '../../application/operators/log.ts';
import type { LoggedEvent } from '../../event-store/event-store.ts';
import { named } from '../http/answers.ts';
import type { Endpoint } from '../http/endpoint.ts';
import { query } from './endpoint.ts';
import { SOME_OPERATOR, SOME_TIME } from './session.ts';
import { Count, Id, SOME_PERSON, Time } from './shapes.ts';

const Event = named(
  'LoggedEvent',
  Type.Object({
    position: Count,
    stream: Type.String(),
    revision: Count,
    id: Type.String(),
    type: Type.String(),
    tenant: Type.String(),
    actor: Type.Integer({ minimum: 0, description: '0: the system, an operator or an app’s server.' }),
    at: Time,
    commandId: Type.String(),
    operator: Type.Optional(Id),
    reason: Type.Optional(Type.String()),
    correlationId: Type.Optional(Type.String()),
    cause: Type.Optional(Type.Object({ reactor: Type.String(), position: Count })),
    data: Type.Object({}, { additionalProperties: true, description: 'As `type` says; secrets are hidden.' }),
  }),
);
const SOME_EVENT = {
  ...{
    position: 1042,
    stream: `wallet-heihei.${SOME_PERSON}`,
    revision: 3,
    id: '0a50e1a5-2feb-41fd-872f-490a823387cf',
  },
  ...{ type: 'WalletFrozen', tenant: 'heihei', actor: 0, at: SOME_TIME, operator: SOME_OPERATOR, reason: '盗号' },
  commandId: '5c1d7b1c-52d5-4f37-9a07-0d6f6a6e3c00',
  data: { userId: SOME_PERSON, reason: '盗号' },
};

/** An event as operators see it; its secrets must be hidden already. */
export function shownEvent({ position, stream, revision, id, type, data, meta }: LoggedEvent) {
  const { appId: tenant, actor, at, commandId, operator, reason, correlationId, cause } = meta;
  return {
    ...{ position, stream, revision, id, type, tenant, actor, at, commandId, data },
    ...(operator !== undefined && { operator }),
    ...(reason !== undefined && { reason }),
    ...(correlationId !== undefined && { correlationId }),
    ...(cause && { cause: { reactor: cause.reactor, position: cause.position } }),
  };
}

const Limit = Type.Integer({ minimum: 1, maximum: MAX_EVENTS_PER_PAGE, default: 50 });

const events = query({
  path: 'events/list',
  name: 'listEvents',
  role: 'admin',
  of: 'installation',
  summary: 'Show a page of the log: forwards after a position, to follow it, or backwards from its end',
  params: {
    after: Type.Optional(Count),
    before: Type.Optional(Count),
    type: Type.Optional(Type.String({ maxLength: 64 })),
    appId: Type.Optional(Type.String({ maxLength: 32, description: 'A tenant, or salon for the installation’s own.' })),
    actor: Type.Optional(Count),
    operator: Type.Optional(Id),
    stream: Type.Optional(Type.String({ maxLength: 300, description: 'The name of its stream begins so.' })),
    userId: Type.Optional(
      Type.Integer({ ...Id, description: 'They acted, it is in a stream of theirs, or it names them.' }),
    ),
    since: Type.Optional(Time),
    until: Type.Optional(Type.Integer({ ...Time, description: 'Epoch ms: before then.' })),
    limit: Limit,
  },
  answer: Type.Object({
    events: Type.Array(Event),
    next: Type.Integer({ minimum: 0, description: 'The `after` of the next page, or its `before`.' }),
    isEnd: Type.Boolean({ description: 'There is nothing more in that direction now.' }),
  }),
  example: { params: { type: 'WalletFrozen' }, answer: { events: [SOME_EVENT], next: 1042, isEnd: true } },
  async handle({ core, params }) {
    const { after, before, type, appId, actor, operator, stream, userId, since, until, limit } = params;
    const wanted = { type, appId, actor, operator, stream, userId, since, until };
    const page = await eventsFor(core, { after, before, ...wanted, limit });
    return { ...page, events: page.events.map(shownEvent) };
  },
});

const stream = query({
  path: 'events/stream',
  name: 'showStream',
  role: 'admin',
  of: 'installation',
  summary: 'Show a page of one stream, from a revision on',
  params: {
    stream: Type.String({ minLength: 1, maxLength: 300 }),
    from: Type.Integer({ minimum: 0, default: 0 }),
    limit: Limit,
  },
  answer: Type.Object({ events: Type.Array(Event) }),
  example: { params: { stream: `wallet-heihei.${SOME_PERSON}` }, answer: { events: [SOME_EVENT] } },
  async handle({ core, params: { stream, from, limit } }) {
    return { events: (await streamFor(core, { stream, from, limit })).map(shownEvent) };
  },
});

export const installationEndpoints: readonly Endpoint[] = [events, stream];
