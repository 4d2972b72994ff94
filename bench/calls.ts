import { rmSync } from 'node:fs';
import { Client } from '../test/support/client.ts';
import { Cluster } from '../test/support/cluster.ts';
import { hasRedis } from '../test/support/redis-process.ts';
import { ServerProcess, temporaryFolder } from '../test/support/server-process.ts';
import { type Figure, median, pairedRatio, short, spread } from './report.ts';
import type { CallOrders, CallOutcome, CallPerson } from './support/call-load.ts';
import { runScript, startScript } from './support/processes.ts';

/**
 * `calls` in each run. Nobody may make more than 20 calls a minute: all runs and warm-ups over engines together have fewer for each person.
 */
const PLAN = { runs: 5, pairs: 40, calls: 100, atOnce: 16 };
type Plan = typeof PLAN;

/** People who sign in at the same time. */
const ARRIVING_AT_ONCE = 10;
const FIRST_PHONE = 13_500_000_000;
/** Requests of one call: due-chat, accept-chat, join-chat twice, stop-chat. */
const REQUESTS_A_CALL = 5;

/**
 * Calls per second, from due-chat over accept-chat to both having joined (and stop-chat, which frees them for the next): of one process with
 * its embedded stores; and over engines, of one api process and of two, where each call has a side in either, so that they race for the
 * one switchboard. Beside each the same requests to an express with a map.
 */
export async function benchCalls(plan: Plan = PLAN): Promise<Figure[]> {
  const figures = [await measureOneProcess(plan)];
  if (hasRedis('calls over engines')) figures.push(...(await measureEngines(plan)));
  return figures;
}

async function measureOneProcess(plan: Plan): Promise<Figure> {
  const dataDir = temporaryFolder('bench-calls');
  const server = await ServerProcess.start({ DATA_DIR: dataDir });
  try {
    const { url } = server;
    const pairs = await signInPairs(url, plan.pairs);
    return await measure('in one process', 'the server’s main thread and its log’s syncs', plan, pairs, [url, url]);
  } finally {
    await server.end('SIGTERM');
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function measureEngines(plan: Plan): Promise<Figure[]> {
  const cluster = await Cluster.start(['api,realtime', 'api,realtime', 'projections,workers']);
  const limit = 'fakes of EventStoreDB and MongoDB, a real Redis; processes that share the machine’s cores';
  try {
    const [first, second] = cluster.with('api').map(({ url }) => url) as [string, string];
    const pairs = await signInPairs(first, plan.pairs);
    return [
      await measure('over engines, one api process', limit, plan, pairs, [first, first]),
      await measure('over engines, two api processes', limit, plan, pairs, [first, second]),
    ];
  } finally {
    await cluster.stopMembers();
    await cluster.close();
  }
}

let phones = 0;

async function measure(
  where: string,
  limit: string,
  { runs, calls, atOnce }: Plan,
  pairs: CallOrders['pairs'],
  urls: CallOrders['urls'],
): Promise<Figure> {
  const bare = await startScript('bare-calls.ts');
  const fire = (at: CallOrders['urls']) => runScript<CallOutcome>('call-load.ts', { urls: at, pairs, calls, atOnce });
  const [ours, theirs]: [CallOutcome[], CallOutcome[]] = [[], []];
  try {
    for (let run = 0; run <= runs; run++) {
      const blank = await fire([bare.url, bare.url]);
      const done = await fire(urls);
      if (run === 0) continue; // warm-up
      theirs.push(blank);
      ours.push(done);
    }
  } finally {
    bare.child.kill();
  }
  const rates = (outcomes: CallOutcome[]) => outcomes.map((each) => each.calls / each.seconds);
  const ms = (part: 'p50Ms' | 'p99Ms') =>
    [ours, theirs].map((outcomes) => short(median(outcomes.map((each) => each[part]))));
  const [p50, p99] = [ms('p50Ms'), ms('p99Ms')];
  const repeated = ours.reduce((sum, each) => sum + each.repeated, 0);
  return {
    name: `calls, from due-chat to both having joined, ${where}, ${atOnce} at a time`,
    unit: '/s',
    ours: median(rates(ours)),
    bare: median(rates(theirs)),
    ratio: pairedRatio(rates(ours), rates(theirs)),
    note:
      `${REQUESTS_A_CALL} requests a call, ${repeated} of all sent again after a 503; p50 ${p50[0]} ms, bare ${p50[1]}; p99 ${p99[0]} ms, bare ${p99[1]}; ${limit}; ` +
      `${spread(rates(ours))}, bare ${spread(rates(theirs))}`,
  };
}

async function signInPairs(url: string, count: number): Promise<CallOrders['pairs']> {
  const people: CallPerson[] = [];
  const arrive = async () => {
    const phone = FIRST_PHONE + phones++;
    const { token, userId } = await new Client(url, `p${phone}`).signIn(String(phone), { displayName: `p${phone}` });
    people.push({ token, userId });
  };
  while (people.length < 2 * count) {
    const missing = 2 * count - people.length;
    await Promise.all(Array.from({ length: Math.min(ARRIVING_AT_ONCE, missing) }, arrive));
  }
  return Array.from({ length: count }, (_, n) => [people[2 * n]!, people[2 * n + 1]!] as const);
}
