import type { Logger } from 'pino';
import { StoreUnavailableError } from '../event-store/event-store.ts';
import { campaign, type Lease, type Task } from '../workers/lease.ts';
import type { Engines } from './engines.ts';
import type { Part } from './parts.ts';

/** A part that one process runs at a time. It is started again after it has failed by itself. */
export type ElectedPart = Part & Pick<Task, 'hasFailed'>;

export interface OnlyOneOptions {
  engines: Engines;
  logger: Logger;
  /** As for `campaign`: the store that the part writes to accepts writes of the latest writer only. */
  isFenced?: boolean;
}

/**
 * Runs a part in one process at a time. On stores of its own, this process runs it at once: resolves when it runs, rejects when it
 * cannot start. Otherwise it runs while this process holds the part's lease: resolves at once, and `notReady` says why the part
 * does not run although it should.
 */
export async function asOnlyOne(
  name: string,
  { engines, logger, isFenced = false }: OnlyOneOptions,
  start: (isHeld: () => boolean) => Promise<ElectedPart>,
): Promise<Part> {
  if (!engines.lease) return start(() => true);
  const { startKnown, reports } = comingAndGoing(start);
  const lease = engines.lease(name);
  const elected = campaign({ name, lease, logger, isFenced, start: startKnown });
  const holder = holderOf(name, lease);
  return {
    ...reports,
    tasks: () => [holder(), ...reports.tasks()],
    stop: () => elected.stop(),
    notReady() {
      const error = elected.fault();
      if (!error) return reports.notReady();
      return [
        error instanceof StoreUnavailableError ? `${name} waits for an engine` : `${name} fails: ${error.message}`,
      ];
    },
  };
}

/** A part that is started and stopped again and again: as a task, and what it reports, which is nothing while it does not run. */
export function comingAndGoing<Owned>(start: (owned: Owned) => Promise<ElectedPart>): {
  startKnown(owned: Owned): Promise<Task>;
  reports: Required<Omit<Part, 'stop'>>;
} {
  let running: ElectedPart | null = null;
  return {
    async startKnown(owned) {
      const part = await start(owned);
      running = part;
      return {
        hasFailed: () => part.hasFailed?.() ?? false,
        async stop() {
          running = null;
          await part.stop();
        },
      };
    },
    reports: {
      notReady: () => running?.notReady?.() ?? [],
      warnings: () => running?.warnings?.() ?? [],
      tasks: () => running?.tasks?.() ?? [],
      reactorGroups: () => running?.reactorGroups?.() ?? [],
      jobs: () => running?.jobs?.() ?? [],
    },
  };
}

/** Who holds a lease is asked for at most this often; whoever asks meanwhile is told what was last heard. */
const HOLDER_AGE_MS = 1_000;

/** Says who does a task, as this process last heard; asks again meanwhile. */
export function holderOf(name: string, lease: Lease): () => string {
  let heard = `${name}: not known yet`;
  let askedAtMs = Number.NEGATIVE_INFINITY;
  const ask = async () => {
    const holder = await lease.holder?.();
    heard = `${name}: ${holder ?? 'nobody'}`;
  };
  const refresh = () => {
    if (performance.now() - askedAtMs < HOLDER_AGE_MS) return;
    askedAtMs = performance.now();
    ask().catch(() => {
      heard = `${name}: Redis does not say`;
    });
  };
  refresh();
  return () => {
    refresh();
    return heard;
  };
}
