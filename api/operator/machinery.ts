import { Type } from '@sinclair/typebox';
import { checkDocument, documentCheck } from '../../application/operators/document-check.ts';
import {
  advanceClock,
  openJobs,
  parkEvent,
  rebuildView,
  retryJob,
  viewsNow,
} from '../../application/operators/machinery.ts';
import { Nullable, named } from '../http/answers.ts';
import type { Endpoint } from '../http/endpoint.ts';
import { action, NothingElse, query } from './endpoint.ts';
import { AT_POSITION, SOME_TIME } from './session.ts';
import {
  CheckProgress,
  Count,
  oneOf,
  PageParams,
  progressOf,
  SOME_PERSON,
  SOME_PROGRESS,
  Time,
  VIEW_STATES,
} from './shapes.ts';

const where = { position: Count, stream: Type.String(), type: Type.String(), reason: Type.String(), at: Time };
const LeftOut = named(
  'LeftOutEvent',
  Type.Object({ by: Type.String({ description: 'The view, or the reactor.' }), ...where }),
);
const SOME_STREAM = `wallet-heihei.${SOME_PERSON}`;
const SOME_LEFT_OUT = {
  by: 'lives',
  position: 1042,
  stream: SOME_STREAM,
  type: 'GiftBought',
  reason: 'no such live',
  at: SOME_TIME,
};
const ViewName = Type.String({ minLength: 1, maxLength: 64 });

const views = query({
  path: 'views/list',
  name: 'listViews',
  role: 'viewer',
  of: 'installation',
  summary: 'List the read models: version, how far each has come, which is stopped at which event',
  params: {},
  answer: Type.Object({
    head: Type.Integer({ minimum: 0, description: 'Position of the log’s last event.' }),
    views: Type.Array(
      Type.Object({
        name: Type.String(),
        version: Count,
        state: oneOf(VIEW_STATES),
        position: Count,
        rebuiltTo: Nullable(Type.Integer({ minimum: 0, description: 'How far a rebuild is that goes on now.' })),
        stop: Nullable(Type.Object(where)),
      }),
    ),
    reactorGroups: Type.Array(Type.Object({ name: Type.String(), position: Count })),
  }),
  example: {
    params: {},
    answer: {
      head: 1042,
      views: [{ name: 'lives', version: 2, state: 'follows', position: 1042, rebuiltTo: null, stop: null }],
      reactorGroups: [{ name: 'money', position: 1040 }],
    },
  },
  async handle({ core }) {
    const [now, reactorGroups] = await Promise.all([viewsNow(core), core.workings.reactors()]);
    return { ...now, reactorGroups };
  },
});

const rebuild = action({
  path: 'views/rebuild',
  name: 'rebuildView',
  role: 'admin',
  of: 'installation',
  summary: 'Begin to build a read model anew, beside the one that serves',
  params: { view: ViewName },
  answer: NothingElse,
  example: { params: { view: 'lives' }, answer: AT_POSITION },
  errors: ['ViewNotFound', 'NotHere'],
  handle: ({ core, params: { view }, meta }) => rebuildView(core, { view }, meta),
});

const park = action({
  path: 'views/park-event',
  name: 'parkEvent',
  role: 'admin',
  of: 'installation',
  summary: 'Let a stopped read model leave out the event at which it stands',
  params: { view: ViewName, position: Count },
  answer: NothingElse,
  example: { params: { view: 'lives', position: 1042 }, answer: AT_POSITION },
  errors: ['ViewNotFound', 'NotStoppedThere'],
  handle: ({ core, params: { view, position }, meta }) => parkEvent(core, { view, position }, meta),
});

const parked = query({
  path: 'views/list-parked',
  name: 'listParkedEvents',
  role: 'viewer',
  of: 'installation',
  summary: 'List the events that read models leave out, and the reactions that could not be carried out',
  params: {},
  answer: Type.Object({ events: Type.Array(LeftOut), reactions: Type.Array(LeftOut) }),
  example: { params: {}, answer: { events: [SOME_LEFT_OUT], reactions: [{ ...SOME_LEFT_OUT, by: 'credit-host' }] } },
  async handle({ core: { workings } }) {
    const [events, reactions] = await Promise.all([workings.parkedEvents(), workings.parkedReactions()]);
    return { events, reactions };
  },
});

const documentNamed = { view: ViewName, id: Type.String({ minLength: 1, maxLength: 300 }) };
const SOME_DOCUMENT = { view: 'lives', id: `heihei.${SOME_PERSON}` };
const AsKept = Nullable(Type.Object({}, { additionalProperties: true }));

const beginDocumentCheck = action({
  path: 'views/check-document',
  name: 'checkDocument',
  role: 'admin',
  of: 'installation',
  summary:
    'Begin to fold one document anew from the whole log, beside the one that is kept; views/document-check shows both',
  params: documentNamed,
  answer: NothingElse,
  example: { params: SOME_DOCUMENT, answer: AT_POSITION },
  errors: ['ViewNotFound'],
  handle: ({ core, params: { view, id }, meta }) => checkDocument(core, { view, id }, meta),
});

const shownDocumentCheck = query({
  path: 'views/document-check',
  name: 'showDocumentCheck',
  role: 'admin',
  of: 'installation',
  summary: 'Show a document beside its fresh fold: the last comparison that this process was asked for',
  params: {},
  answer: Type.Object({
    check: Nullable(
      Type.Object({
        ...CheckProgress,
        found: Nullable(
          Type.Object(
            { ...documentNamed, isSame: Type.Boolean(), stored: AsKept, folded: AsKept },
            { title: 'ComparedDocument' },
          ),
        ),
      }),
    ),
  }),
  example: {
    params: {},
    answer: {
      check: {
        ...SOME_PROGRESS,
        found: { ...SOME_DOCUMENT, isSame: true, stored: { title: '' }, folded: { title: '' } },
      },
    },
  },
  async handle({ core }) {
    const check = documentCheck(core);
    return { check: check && { ...progressOf(check), found: check.result } };
  },
});

/** Furthest that one call may advance the clock: a month of deadlines. */
const MAX_ADVANCE_MS = 31 * 24 * 3600 * 1000;

const clock = action({
  path: 'clock/advance',
  name: 'advanceClock',
  role: 'admin',
  of: 'installation',
  summary: 'Move the clock of dev mode forward, and with it every deadline',
  params: { ms: Type.Integer({ minimum: 1, maximum: MAX_ADVANCE_MS }) },
  answer: NothingElse,
  example: { params: { ms: 60_000 }, answer: AT_POSITION },
  errors: ['NotHere'],
  handle: ({ core, params: { ms }, meta }) => advanceClock(core, { ms }, meta),
});

const SOME_JOB = 'heihei.lot.246211185470010.1795799806200';

const open = query({
  path: 'jobs/list',
  name: 'listJobs',
  role: 'viewer',
  of: 'installation',
  summary: 'List open jobs, the first to fall due first',
  params: PageParams,
  answer: Type.Object({
    now: Time,
    canAdvanceClock: Type.Boolean({ description: 'In dev mode alone: clock/advance.' }),
    jobs: Type.Array(Type.Object({ jobId: Type.String(), tenant: Type.String(), kind: Type.String(), dueAt: Time })),
  }),
  example: {
    params: {},
    answer: {
      now: SOME_TIME,
      canAdvanceClock: false,
      jobs: [{ jobId: SOME_JOB, tenant: 'heihei', kind: 'expire-gold', dueAt: SOME_TIME }],
    },
  },
  async handle({ core, params: { offset, limit } }) {
    const found = await openJobs(core, { offset, limit });
    const shown = found.map(({ id: jobId, job: { appId: tenant, dueAt, command } }) => {
      return { jobId, tenant, kind: command.kind, dueAt };
    });
    return { now: core.clock.now(), canAdvanceClock: core.workings.canAdvanceClock, jobs: shown };
  },
});

const failed = query({
  path: 'jobs/list-failed',
  name: 'listFailedJobs',
  role: 'viewer',
  of: 'installation',
  summary: 'List the jobs that failed for good, until somebody looks at them',
  params: {},
  answer: Type.Object({
    jobs: Type.Array(
      Type.Object({ id: Type.String(), kind: Type.String(), dueAt: Time, attempts: Count, error: Type.String() }),
    ),
  }),
  example: {
    params: {},
    answer: {
      jobs: [{ id: `${SOME_JOB}@1795799806200`, kind: 'expire-gold', dueAt: SOME_TIME, attempts: 8, error: 'away' }],
    },
  },
  handle: async ({ core }) => ({ jobs: await core.workings.failedJobs() }),
});

const retry = action({
  path: 'jobs/retry',
  name: 'retryJob',
  role: 'admin',
  of: 'installation',
  summary: 'Try a job again that failed for good',
  params: { jobId: Type.String({ minLength: 1, maxLength: 300 }) },
  answer: NothingElse,
  example: { params: { jobId: `${SOME_JOB}@1795799806200` }, answer: AT_POSITION },
  errors: ['JobNotFound'],
  handle: ({ core, params: { jobId }, meta }) => retryJob(core, { jobId }, meta),
});

export const machineryEndpoints: readonly Endpoint[] = [
  ...[views, rebuild, park, parked, beginDocumentCheck, shownDocumentCheck],
  ...[open, failed, retry, clock],
];
