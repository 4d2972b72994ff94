import { type Comparison, comparisonTable } from './comparison.ts';
import { measureDecoding } from './decoding.ts';
import { measureDocument } from './document.ts';
import { measureDrain } from './drain.ts';
import { measureJobs } from './jobs.ts';
import { measureLogs } from './log.ts';
import { type EnginesPlan, PLAN } from './plan.ts';
import { measureProjections } from './projections.ts';
import { type Server, startEventStore, startMongo, startRedis } from './servers.ts';

const NO_REDIS =
  'Redis: NOT MEASURED, for there is no redis-server here (Debian: apt-get install redis-server) and no REDIS_URL.';

export interface EnginesReport {
  comparisons: Comparison[];
  /** Markdown: which servers were measured, then the figures. */
  text: string;
}

/**
 * Measures what the production engines' adapters, with their client libraries, cost per command, event, query and job beside the
 * embedded ones. Says which servers it found, real ones or fakes of their protocols.
 */
export async function measureEngines(plan: EnginesPlan = PLAN): Promise<EnginesReport> {
  const about: string[] = [];
  const comparisons: Comparison[] = [];
  let decoding = '';
  const on = async (server: Server, measure: (server: Server, plan: EnginesPlan) => Promise<Comparison[]>) => {
    console.error(server.about);
    about.push(server.about);
    try {
      comparisons.push(...(await measure(server, plan)));
    } finally {
      await server.stop();
    }
  };
  await on(await startEventStore(), async (server) => {
    const measured = await measureLogs(server, plan);
    decoding = await measureDecoding(server, plan);
    return measured;
  });
  const drained = await measureDrain(plan);
  let document = '';
  await on(await startMongo(), async (server) => {
    const measured = await measureProjections(server, plan);
    document = await measureDocument(server, plan);
    return measured;
  });
  const redis = await startRedis();
  if (redis) await on(redis, measureJobs);
  else about.push(NO_REDIS);
  return {
    comparisons,
    text: `${about.map((line) => `- ${line}`).join('\n')}\n\n${comparisonTable(comparisons)}\n\n${decoding}\n\n${document}\n\n${drained}`,
  };
}
