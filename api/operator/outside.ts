import { Type } from '@sinclair/typebox';
import {
  MAX_MESSAGES_PER_PAGE,
  messagesAfter,
  replayWebhook,
  WEBHOOK_EVENTS,
  type WebhookEvent,
} from '../../application/operators/webhooks.ts';
import { Nullable, named } from '../http/answers.ts';
import type { Endpoint } from '../http/endpoint.ts';
import { badParameter } from '../http/refusals.ts';
import { action, NothingElse, query } from './endpoint.ts';
import { AT_POSITION, SOME_TIME } from './session.ts';
import { Count, oneOf, SOME_PERSON, Time } from './shapes.ts';

/** Refused messages that are shown of one webhook, the latest; the command line lists all. */
const MAX_LEFT_OUT_SHOWN = 50;

const Text = Type.String();
const Message = named(
  'WebhookMessage',
  Type.Object({
    id: Type.String({ description: 'The same each time: drop what you have seen.' }),
    type: oneOf(WEBHOOK_EVENTS),
    position: Count,
    at: Time,
    subject: Type.String({ description: 'What it is about; messages about the same come in order.' }),
    data: Type.Object({}, { additionalProperties: true, description: 'As docs/webhooks.md says, by `type`.' }),
  }),
);
const SOME_LIVE = 182688732417407;
const SOME_MESSAGE = {
  id: '4b5c7c7e-0f4e-5a6d-9f3b-2c1d0e9f8a7b',
  type: 'room-started' as const,
  position: 1042,
  at: SOME_TIME,
  subject: `live:${SOME_LIVE}`,
  data: { liveId: SOME_LIVE, hostId: SOME_PERSON, displayName: '主播', title: '听' },
};

const pulled = query({
  path: 'events',
  name: 'pullEvents',
  role: 'support',
  summary: 'Show what webhooks would be told after a position, for a back end that would rather ask',
  params: {
    after: { ...Count, default: 0 },
    types: Type.Optional(
      Type.String({
        maxLength: 300,
        description: `Some of ${WEBHOOK_EVENTS.join(', ')}, with commas between; \`message\` needs the role admin. Default: all that the role may see.`,
      }),
    ),
    limit: Type.Integer({ minimum: 1, maximum: MAX_MESSAGES_PER_PAGE, default: 100 }),
  },
  answer: Type.Object({
    messages: Type.Array(Message),
    next: Type.Integer({
      minimum: 0,
      description: 'The `after` of the next page: keep it once you have stored these.',
    }),
    isEnd: Type.Boolean({ description: 'There is nothing more now.' }),
  }),
  example: {
    params: { after: 1000, types: 'room-started' },
    answer: { messages: [SOME_MESSAGE], next: 1042, isEnd: true },
  },
  handle: ({ core, tenant, operator, params: { after, types, limit } }) =>
    messagesAfter(core, tenant, operator.role, { after, types: typesIn(types), limit }),
});

function typesIn(given: string | undefined): WebhookEvent[] | undefined {
  const types = given?.split(',').map((type) => type.trim() as WebhookEvent);
  if (types?.some((type) => !WEBHOOK_EVENTS.includes(type))) throw badParameter('types');
  return types;
}

const LeftOutMessage = Type.Object({ id: Text, type: Text, position: Count, status: Count, at: Time });

const webhooks = query({
  path: 'webhooks/list',
  name: 'listWebhooks',
  role: 'viewer',
  of: 'installation',
  summary: 'List the webhooks: how far each has come, which stands still and why, what its receiver refused',
  params: {},
  answer: Type.Object({
    head: Type.Integer({ minimum: 0, description: 'Position of the log’s last event.' }),
    webhooks: Type.Array(
      named(
        'Webhook',
        Type.Object({
          name: Text,
          tenant: Text,
          origin: Type.String({ description: 'Scheme, host and port of its receiver.' }),
          events: Type.Array(Text),
          reached: Nullable(Count),
          parked: Nullable(Type.Object({ position: Count, reason: Text, at: Time })),
          isReplayAsked: Type.Boolean({ description: 'It was asked to go on, and has not begun to.' }),
          leftOutCount: Count,
          leftOut: Type.Array(LeftOutMessage, { description: `The latest ${MAX_LEFT_OUT_SHOWN}.` }),
        }),
      ),
    ),
  }),
  example: {
    params: {},
    answer: {
      head: 1042,
      webhooks: [
        {
          name: 'shop',
          tenant: 'heihei',
          origin: 'https://shop.example',
          events: ['gift', 'payment'],
          reached: 1040,
          parked: { position: 1040, reason: 'its receiver answered 410', at: SOME_TIME },
          isReplayAsked: false,
          leftOutCount: 0,
          leftOut: [],
        },
      ],
    },
  },
  async handle({ core }) {
    const [head, found] = await Promise.all([core.log.head(), core.workings.webhooks()]);
    const shown = found.map(({ leftOut, events, ...webhook }) => ({
      ...webhook,
      events: [...events],
      leftOutCount: leftOut.length,
      leftOut: leftOut.slice(-MAX_LEFT_OUT_SHOWN),
    }));
    return { head, webhooks: shown };
  },
});

const replay = action({
  path: 'webhooks/replay',
  name: 'replayWebhook',
  role: 'admin',
  of: 'installation',
  summary: 'Have a webhook go on: from where it stands, or once more from after a position',
  params: {
    webhook: Type.String({ minLength: 1, maxLength: 64 }),
    after: Type.Optional({ ...Count, description: '0: everything again. Default: from where it stands.' }),
  },
  answer: NothingElse,
  example: { params: { webhook: 'shop', after: 1000 }, answer: AT_POSITION },
  errors: ['WebhookNotFound'],
  handle: ({ core, params: { webhook: name, after = null }, meta }) => replayWebhook(core, { name, after }, meta),
});

const settings = query({
  path: 'settings/list',
  name: 'listSettings',
  role: 'admin',
  of: 'installation',
  summary: 'List every setting of this process as it is in effect, and where it comes from; secrets are masked',
  params: {},
  answer: Type.Object({
    settings: Type.Array(
      named(
        'SettingNow',
        Type.Object({
          name: Text,
          value: Text,
          origin: Type.String({ description: 'environment, command line, dev mode, secrets.json or default' }),
        }),
      ),
    ),
  }),
  example: { params: {}, answer: { settings: [{ name: 'CONSOLE', value: 'loopback', origin: 'default' }] } },
  handle: async ({ core }) => ({ settings: [...core.workings.settings()] }),
});

export const outsideEndpoints: readonly Endpoint[] = [pulled, webhooks, replay, settings];
