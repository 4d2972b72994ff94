import { randomUUID } from 'node:crypto';
import { DEFAULT_GIFTS as gifts } from '../../domain/gift/catalogue.ts';
import { type Call, type Command, CommandFailed, JSON_OPTION, UsageError } from './command.ts';
import { type DevPerson, DevServer, freePhones, WHICH_SERVER } from './dev-server.ts';
import { type NumberOption, numberForm, numberOption } from './numbers.ts';
import { Progress } from './progress.ts';

const SECONDS: NumberOption = { name: 'seconds', fallback: 10, min: 1, max: 600 };
const CLIENTS: NumberOption = { name: 'clients', fallback: 8, min: 1, max: 64 };
/** Enough for the longest load; each gift costs the cheapest price. */
const GOLD = 10_000_000;
/** A room has 8 seats where operators set nothing else, and its host takes one. */
export const GUESTS_PER_ROOM = 7;

/** A guest in a room. */
interface Guest extends DevPerson {
  liveId: number;
}
const KINDS = ['gifts', 'texts'] as const;

export const load: Command = {
  name: 'load',
  summary: 'calls a running server in dev mode for a bounded time, and says how fast it answered',
  usage: [
    ['load', 'gifts: 8 people in two rooms for 10 s, each with one request under way at a time'],
    ['load --kind texts --clients 32 --seconds 60', 'something else, with more people, for longer'],
  ],
  notes: [
    'The client shares the machine with the server it measures: compare runs with each other. npm run bench measures in earnest.',
    WHICH_SERVER,
  ],
  options: {
    kind: { type: 'string', value: 'what', takes: KINDS.join(' or '), summary: 'gifts or texts: gifts' },
    seconds: numberForm('how long', SECONDS),
    clients: numberForm('people', CLIENTS),
    ...JSON_OPTION,
  },
  maxWords: 0,
  failsWhen: 'a request failed, or no server in dev mode answers',
  runUnread: run,
};

async function run(_words: string[], { options, env, output }: Call): Promise<number> {
  const seconds = numberOption(options.seconds, SECONDS);
  const clients = numberOption(options.clients, CLIENTS);
  const kind = options.kind ?? 'gifts';
  if (!KINDS.some((each) => each === kind)) throw new UsageError(`--kind takes ${KINDS.join(' or ')}.`);
  const server = DevServer.of(env);
  const firstPhone = freePhones();
  const rooms: { liveId: number; host: DevPerson }[] = [];
  const people: Guest[] = [];
  for (let at = 0; at < clients; at++) {
    if (at % GUESTS_PER_ROOM === 0) {
      const phone = firstPhone + CLIENTS.max + rooms.length;
      const host = await server.signIn(String(phone), `Host ${phone % 100_000}`);
      rooms.push({ host, liveId: await server.openRoom(host, 'load') });
    }
    const { liveId } = rooms.at(-1)!;
    const person = await server.signIn(String(firstPhone + at), `Guest ${(firstPhone + at) % 100_000}`);
    await server.grant(person.userId, GOLD);
    await server.call('/api/live/join-live', { liveId }, person.token);
    people.push({ ...person, liveId });
  }
  const send = ({ liveId, token }: Guest) =>
    kind === 'gifts'
      ? server.call('/api/live/buy-gift', { liveId, giftId: gifts[0]!.id, amount: 1, gift_uuid: randomUUID() }, token)
      : server.call('/api/msg/send-msg', { liveId, roomId: liveId, text: randomUUID() }, token);
  const measured = await fire(people, send, seconds * 1_000);
  for (const { liveId, host } of rooms) await server.call('/api/live/stop-live', { liveId }, host.token);
  const { requests, failures, perSecond, p50Ms, p99Ms, maxMs } = measured;
  output.say(
    `${requests} ${kind} in ${measured.seconds} s: ${perSecond} a second; half within ${p50Ms} ms, 99 % within ${p99Ms} ms, all within ${maxMs} ms; ${failures} failed.`,
  );
  if (measured.firstFailure) output.say(`The first failure: ${measured.firstFailure}`);
  output.give({ kind, clients, ...measured });
  return failures === 0 ? 0 : 1;
}

/** Each person sends the next request after the last answer, until the time is over. Times in ms with one digit. */
async function fire(people: Guest[], send: (person: Guest) => Promise<unknown>, durationMs: number) {
  const latencies: number[] = [];
  let failures = 0;
  let firstFailure = '';
  const progress = new Progress('load', { unit: 'requests' });
  const startedAt = performance.now();
  await Promise.all(
    people.map(async (person) => {
      for (;;) {
        const sentAt = performance.now();
        const share = (sentAt - startedAt) / durationMs;
        if (share >= 1) return;
        // How many there will be at this rate.
        progress.at(latencies.length, share > 0 ? Math.round(latencies.length / share) : 0);
        try {
          await send(person);
        } catch (error) {
          if (!(error instanceof CommandFailed)) throw error;
          failures++;
          firstFailure ||= error.message;
          continue;
        }
        latencies.push(performance.now() - sentAt);
      }
    }),
  );
  progress.end();
  const seconds = (performance.now() - startedAt) / 1_000;
  latencies.sort((a, b) => a - b);
  const rounded = (n: number) => Math.round(n * 10) / 10;
  const at = (share: number) =>
    rounded(latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? 0);
  return {
    requests: latencies.length + failures,
    failures,
    firstFailure,
    seconds: rounded(seconds),
    perSecond: Math.round(latencies.length / seconds),
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    maxMs: at(1),
  };
}
