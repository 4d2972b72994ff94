import { Type } from '@sinclair/typebox';
import { openJobs, parkEvent, rebuildView, retryJob, viewsNow } from '../../application/operators/machinery.ts';
import { Nullable, named } from '../http/answers.ts';
import type { Endpoint } from '../http/endpoint.ts';
import { action, NothingElse, query } from './endpoint.ts';
import { AT_POSITION, SOME_TIME } from './session.ts';
import { Count, oneOf, PageParams, SOME_PERSON, Time } from './shapes.ts';

const STATES = ['follows', 'rebuilding', 'stopped', 'not built'] as const;
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
        state: oneOf(STATES),
        position: Count,
        stop: Nullable(Type.Object(where)),
      }),
    ),
    reactorGroups: Type.Array(Type.Object({ name: Type.String(), position: Count })),
  }),
  example: {
    params: {},
    answer: {
      head: 1042,
      views: [{ name: 'lives', version: 2, state: 'follows', position: 1042, stop: null }],
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
    jobs: Type.Array(Type.Object({ jobId: Type.String(), tenant: Type.String(), kind: Type.String(), dueAt: Time })),
  }),
  example: {
    params: {},
    answer: { now: SOME_TIME, jobs: [{ jobId: SOME_JOB, tenant: 'heihei', kind: 'expire-gold', dueAt: SOME_TIME }] },
  },
  async handle({ core, params: { offset, limit } }) {
    const found = await openJobs(core, { offset, limit });
    const shown = found.map(({ id: jobId, job: { appId: tenant, dueAt, command } }) => {
      return { jobId, tenant, kind: command.kind, dueAt };
    });
    return { now: core.clock.now(), jobs: shown };
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

export const machineryEndpoints: readonly Endpoint[] = [views, rebuild, park, parked, open, failed, retry];
