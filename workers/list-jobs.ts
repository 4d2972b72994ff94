import type { ReadModelStore } from '../projections/read-models.ts';
import { jobs, type OpenJob } from '../projections/views/jobs.ts';
import { everyOpenJob } from './job-runner.ts';
import type { JobQueue } from './jobs.ts';

/** Lines of each kind that are shown; the rest is counted. */
const MAX_LINES = 200;

/** The jobs of an installation, for an operator. */
export interface JobStates {
  open: { id: string; kind: string; dueAt: number }[];
  /** Null: the queue is in the server's memory, and parked jobs can't be told from other overdue ones. */
  parked: Awaited<ReturnType<JobQueue['parked']>> | null;
}

/** The open and the parked jobs; `queue`: null where it is in the server's memory. */
export async function jobStates(
  store: Pick<ReadModelStore, 'current' | 'find'>,
  queue: Pick<JobQueue, 'parked'> | null,
): Promise<JobStates> {
  const table = await store.current(jobs.name);
  const open = await everyOpenJob(async (query) => {
    const found = table === null ? [] : await store.find(table, jobs, query);
    return found.map(({ id, body }) => ({ id, document: JSON.parse(body) as OpenJob }));
  });
  return {
    open: open.map(({ id, document: { dueAt, command } }) => ({ id: `${id}@${dueAt}`, kind: command.kind, dueAt })),
    parked: queue && (await queue.parked()),
  };
}

/** The same in words, one line each. */
export function jobLines({ open, parked }: JobStates, now: number): string[] {
  const lines = [`${open.length} open`];
  const overdue = open.filter(({ dueAt }) => dueAt < now).length;
  lines[0] += overdue > 0 ? `, ${overdue} of them overdue:` : open.length > 0 ? ':' : '.';
  lines.push(...shortened(open.map(({ id, kind, dueAt }) => `${id}  ${kind}  ${timeOf(dueAt, now)}`)));
  if (!parked) {
    if (overdue > 0) {
      lines.push(
        'Overdue ones are being tried, or parked after too many failures: a restart of the server tries them again.',
      );
    }
    return lines;
  }
  lines.push(`${parked.length} parked${parked.length > 0 ? ' (salon jobs retry <id>):' : '.'}`);
  lines.push(
    ...shortened(
      parked.map(({ id, kind, attempts, error }) => `${id}  ${kind}  ${attempts} attempts, the last: ${error}`),
    ),
  );
  return lines;
}

/** At most MAX_LINES of them, indented and each on a line of its own. */
export function shortened(lines: string[]): string[] {
  // An error's text comes from outside: it must not print line breaks or terminal codes.
  const shown = lines.slice(0, MAX_LINES).map((line) => `  ${line.replace(/\p{Cc}+/gu, ' ')}`);
  return lines.length > MAX_LINES ? [...shown, `  … and ${lines.length - MAX_LINES} more`] : shown;
}

function timeOf(dueAt: number, now: number): string {
  const seconds = Math.round(Math.abs(dueAt - now) / 1000);
  return dueAt < now ? `due for ${seconds} s` : `due in ${seconds} s`;
}
