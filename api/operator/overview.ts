import { Type } from '@sinclair/typebox';
import { overview } from '../../application/operators/overview.ts';
import { Nullable, named } from '../http/answers.ts';
import type { Endpoint } from '../http/endpoint.ts';
import { query } from './endpoint.ts';
import { SOME_TIME } from './session.ts';
import { Count, oneOf, Time, VIEW_STATES } from './shapes.ts';

const Place = Type.Object({ name: Type.String(), position: Count });

const Sample = named(
  'Sample',
  Type.Object(
    {
      at: Time,
      requests: Count,
      faults: Type.Integer({ minimum: 0, description: 'Requests that failed by this server’s fault.' }),
      p99Ms: Nullable(Type.Number({ description: '99 of 100 answers took at most so long; null without any.' })),
      connections: Count,
      events: Count,
      cpuMs: Count,
    },
    { description: 'What this process did in the span that ends at `at`.' },
  ),
);
const SOME_SAMPLE = {
  ...{ at: SOME_TIME, requests: 1_200, faults: 0, p99Ms: 25, connections: 300, events: 900, cpuMs: 2_100 },
};

const show = query({
  path: 'overview/show',
  name: 'showOverview',
  role: 'viewer',
  of: 'installation',
  summary: 'Show how the installation is doing, over all tenants, and what this process did in the last hour',
  params: {},
  answer: Type.Object({
    now: Time,
    ...{ rooms: Count, people: Count, goldGiven: Type.Integer() },
    isComplete: Type.Boolean({ description: 'False: there are more rooms than are counted.' }),
    head: Type.Integer({ minimum: 0, description: 'Position of the log’s last event.' }),
    views: Type.Array(Type.Object({ ...Place.properties, state: oneOf(VIEW_STATES) })),
    reactorGroups: Type.Array(Place),
    failedJobs: Count,
    parkedEvents: Count,
    parkedReactions: Count,
    ledgers: Type.Array(
      Type.Object({
        tenant: Type.String(),
        ...{ grantedGold: Count, boughtGold: Count, spentGold: Type.Integer(), heldGold: Type.Integer() },
      }),
    ),
    process: Nullable(
      Type.Object({
        ...{ version: Type.String(), node: Type.String(), engines: Type.String(), startedAt: Time, memoryBytes: Count },
        disk: Nullable(Type.Object({ freeBytes: Count, totalBytes: Count })),
        sampleMs: Type.Integer({ description: 'How long the span of a sample is.' }),
        samples: Type.Array(Sample, { description: 'The last hour, the oldest first.' }),
      }),
    ),
  }),
  example: {
    params: {},
    answer: {
      ...{ now: SOME_TIME, rooms: 12, people: 340, goldGiven: 52_000, isComplete: true, head: 1042 },
      views: [{ name: 'lives', position: 1042, state: 'follows' }],
      reactorGroups: [{ name: 'money', position: 1040 }],
      ...{ failedJobs: 0, parkedEvents: 0, parkedReactions: 0 },
      ledgers: [{ tenant: 'heihei', grantedGold: 90_000, boughtGold: 80_000, spentGold: 52_000, heldGold: 38_000 }],
      process: {
        ...{ version: '0.1.0', node: 'v20.19.0', engines: 'embedded', startedAt: SOME_TIME, memoryBytes: 2e8 },
        disk: { freeBytes: 4e10, totalBytes: 1e11 },
        ...{ sampleMs: 15_000, samples: [SOME_SAMPLE] },
      },
    },
  },
  async handle({ core }) {
    const { ledgers, process, ...rest } = await overview(core);
    return {
      ...rest,
      ledgers: ledgers.map(({ appId: tenant, grantedGold, boughtGold, spentGold, heldGold }) => {
        return { tenant, grantedGold, boughtGold, spentGold, heldGold };
      }),
      process: process && { ...process, samples: [...process.samples] },
    };
  },
});

export const overviewEndpoints: readonly Endpoint[] = [show];
