import type { EventStore } from '../event-store/event-store.ts';
import { isLogOf, type LogKey } from '../event-store/keys/log-key.ts';
import type { Part } from './parts.ts';

/** How often the log is looked at: for so long a process may go on after its log was replaced. */
const LOOK_MS = 5_000;
/** The log must end before what was seen in it at so many looks in a row: a node that has just begun to lead may answer late once. */
const SHORTER_LOOKS = 3;

export interface WatchLogOptions {
  log: EventStore;
  logKey: LogKey;
  lookMs?: number;
}

/**
 * Watches whether the log is still the one that this process has opened. Somebody may begin with an empty one, or put back a copy, while the
 * process holds states, leases and positions of the one before: it must not write what rests on these. `replaced` resolves with a sentence
 * that says what has happened; it never rejects. While the log does not answer, nothing is concluded.
 */
export function watchLog({ log, logKey, lookMs = LOOK_MS }: WatchLogOptions): Part & { replaced: Promise<string> } {
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  let seen = 0;
  let shorter = 0;

  async function trouble(): Promise<string | null> {
    if (!(await isLogOf(log, logKey))) {
      return 'The log was replaced by another one while this process ran, so it stops: what it holds in memory is of the log before.';
    }
    const head = await log.head();
    shorter = head < seen ? shorter + 1 : 0;
    seen = Math.max(seen, head);
    if (shorter < SHORTER_LOOKS) return null;
    return `The log ends at position ${head}, and this process has seen it reach ${seen}: it was put back to an earlier state, so the process stops.`;
  }

  const replaced = new Promise<string>((resolve) => {
    const look = async () => {
      // A log that does not answer is reported elsewhere.
      const sentence = await trouble().catch(() => null);
      if (isStopped) return;
      if (sentence !== null) return resolve(sentence);
      timer = setTimeout(look, lookMs);
    };
    timer = setTimeout(look, lookMs);
  });
  return {
    replaced,
    async stop() {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}
