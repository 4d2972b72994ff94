/**
 * The load of bench/soak.ts in a process of its own, so that every connection is gone with it. Reads its orders as JSON from
 * argv[2], prints the outcome as one line of JSON.
 */
import type { Watcher } from '../../test/support/client.ts';
import { playEvening } from './evening.ts';
import { People } from './people.ts';

export interface Orders {
  url: string;
  /** First of a range of phone numbers that nobody else uses. */
  firstPhone: number;
  /** Rooms at a time, each with one evening after another. */
  rooms: number;
  pauseMs: number;
  /** No evening begins after this time; each room has at least one. */
  durationMs: number;
  /** One evening in this many ends without signing out. */
  vanishEvery: number;
}

export interface Outcome {
  evenings: number;
  people: number;
  requests: number;
  messages: number;
  /** The longest time in which this process was ready to run but did not, because the machine was busy or paused. */
  longestStallMs: number;
  /** Evenings that went wrong, when and how. */
  faults: string[];
}

const STALL_CHECK_MS = 100;

async function run({ url, firstPhone, rooms, pauseMs, durationMs, vanishEvery }: Orders): Promise<Outcome> {
  const outcome: Outcome = { evenings: 0, people: 0, requests: 0, messages: 0, longestStallMs: 0, faults: [] };
  const count: Watcher = ({ direction }) => {
    if (direction === '→') outcome.requests++;
    else outcome.messages++;
  };
  const people = new People(url, firstPhone, count);
  const begunAt = performance.now();
  const until = begunAt + durationMs;
  let lookedAt = begunAt;
  const looking = setInterval(() => {
    const now = performance.now();
    outcome.longestStallMs = Math.max(outcome.longestStallMs, now - lookedAt - STALL_CHECK_MS);
    lookedAt = now;
  }, STALL_CHECK_MS);
  async function room(): Promise<void> {
    do {
      const number = outcome.evenings++;
      try {
        await playEvening(people, { pauseMs, vanish: number % vanishEvery === vanishEvery - 1 });
      } catch (error) {
        const atSeconds = Math.round((performance.now() - begunAt) / 1_000);
        outcome.faults.push(`evening ${number}, second ${atSeconds}: ${told(error)}`);
      }
    } while (performance.now() < until);
  }
  await Promise.all(Array.from({ length: rooms }, room));
  clearInterval(looking);
  outcome.people = people.count;
  return outcome;
}

function told(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error ? `${message} (${cause.message})` : message;
}

console.log(JSON.stringify(await run(JSON.parse(process.argv[2]!) as Orders)));
process.exit(0);
