import { Type } from '@sinclair/typebox';
import { MAX_ENTRIES, walletHistory } from '../../application/operators/wallet-history.ts';
import { DomainError } from '../../domain/kernel/errors.ts';
import { named } from '../http/answers.ts';
import type { Endpoint } from '../http/endpoint.ts';
import { query } from './endpoint.ts';
import { Count, Id, Time } from './shapes.ts';

const Text = Type.String();
const Optional = Type.Optional;
const Change = Type.Integer({ description: 'What came in; negative: what went out.' });

const EntrySubject = Type.Object(
  {
    source: Optional(Text),
    orderId: Optional(Text),
    packageId: Optional(Type.Integer()),
    giftId: Optional(Type.Integer()),
    giftName: Optional(Text),
    units: Optional(Type.Integer({ description: 'Gifts that were paid for.' })),
    otherId: Optional(Type.Integer({ description: 'Who gave, or who was given to.' })),
    liveId: Optional(Type.Integer()),
    chatId: Optional(Type.Integer()),
    subjectId: Optional(Type.Integer()),
    withdrawalId: Optional(Type.Union([Type.Integer(), Text])),
    purchaseEventId: Optional(Text),
    expiresAt: Optional(Time),
    reason: Optional(Text),
  },
  { description: 'What it was about: whatever of these the event names.' },
);

const LedgerEntry = named(
  'LedgerEntry',
  Type.Object({
    eventId: Text,
    revision: Type.Integer({ minimum: 0, description: 'Its place in the wallet’s stream.' }),
    position: Type.Integer({ description: 'Its place in the log.' }),
    at: Time,
    type: Type.String({ description: 'The event, such as GiftBought: docs/architecture.md.' }),
    changeGold: Change,
    changePoints: Change,
    goldAfter: Type.Integer(),
    pointsAfter: Type.Integer(),
    about: EntrySubject,
    actor: Type.Integer({ description: 'Who acted; 0: the system.' }),
    operator: Optional(Type.Integer()),
    operatorReason: Optional(Text),
    commandId: Text,
    correlationId: Type.String({ description: 'What else the request did: /operator/v1/events/chain.' }),
  }),
);

const history = query({
  path: 'wallets/history',
  name: 'walletHistory',
  role: 'support',
  summary: 'Show what a wallet held at a moment, and the events that explain it, newest first',
  params: {
    userId: Id,
    at: Optional(Type.Integer({ ...Time, description: 'The moment, epoch ms. Default: now.' })),
    position: Optional(Type.Integer({ minimum: 0, description: 'In place of `at`: up to this event of the log.' })),
    before: Optional(Type.Integer({ minimum: 0, description: 'The next page: `older` of the answer before.' })),
    limit: Type.Integer({ minimum: 1, maximum: MAX_ENTRIES, default: 50 }),
  },
  answer: Type.Object({
    gold: Type.Integer({ minimum: 0, description: 'Gold that could be spent at that moment.' }),
    points: Count,
    entries: Type.Array(LedgerEntry),
    older: Optional(Type.Integer({ description: 'Where the next page begins; absent on the last one.' })),
  }),
  example: {
    params: { userId: 246210298542265, limit: 1 },
    answer: {
      gold: 400,
      points: 0,
      entries: [
        {
          eventId: '9f0d1a4b-64c5-57a7-9c0a-0f3cf2ad1a11',
          revision: 1,
          position: 4021,
          at: 1_795_799_538_710,
          type: 'GiftBought',
          changeGold: -100,
          changePoints: 0,
          goldAfter: 400,
          pointsAfter: 0,
          about: {
            giftId: 106,
            giftName: '皇冠',
            units: 1,
            otherId: 246210296835556,
            liveId: 245967915504498,
          },
          actor: 246210298542265,
          commandId: 'f4d00a8c-a739-523d-bc63-fa026f6df259',
          correlationId: '019ab5f0d1a4b64c557a79c0',
        },
      ],
      older: 1,
    },
  },
  errors: ['UserNotFound'],
  async handle({ core, tenant, params }) {
    if (params.at !== undefined && params.position !== undefined)
      throw new DomainError('InvalidInput', 'either a time or a position', 'position');
    return walletHistory(core, tenant, params);
  },
});

export const walletHistoryEndpoints: readonly Endpoint[] = [history];
