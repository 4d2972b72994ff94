/**
 * Pairs of people who call each other, in a process of their own: due-chat, accept-chat, join-chat by both, and stop-chat, which frees them
 * for their next call. Reads its orders as JSON from argv[2], prints the outcome as one line of JSON.
 */
import { Agent, request } from 'node:http';
import { percentile } from '../report.ts';

export interface CallOrders {
  /** Where the first of a pair sends requests, and where the second does. */
  urls: readonly [string, string];
  pairs: readonly (readonly [CallPerson, CallPerson])[];
  /** Calls in all. */
  calls: number;
  /** Calls at a time; fewer than there are pairs. */
  atOnce: number;
}

export interface CallPerson {
  token: string;
  userId: number;
}

export interface CallOutcome {
  calls: number;
  seconds: number;
  /** From the call to both having joined, in ms. */
  p50Ms: number;
  p99Ms: number;
  /** Requests that were answered 503, and sent again. */
  repeated: number;
}

/** Each connection in its turn, so that none stays idle until the server closes it. */
const agent = new Agent({ keepAlive: true, scheduling: 'fifo' });

/** Most times that one request is sent. */
const MAX_TRIES = 10;
let repeated = 0;

/** As clients do, sends a request again that was answered 503: all of these may be repeated. */
async function post(url: string, body: object, tries = 1): Promise<{ chatId?: number }> {
  const text = JSON.stringify(body);
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) };
  const answer = await new Promise<string>((resolve, reject) => {
    const sent = request(url, { method: 'POST', agent, headers }, (response) => {
      let given = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        given += chunk;
      });
      response.on('end', () => resolve(given));
      response.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(text);
  });
  const parsed = JSON.parse(answer) as { errorcode: number; chatId?: number };
  if (parsed.errorcode === 503 && tries < MAX_TRIES) {
    repeated++;
    return post(url, body, tries + 1);
  }
  if (parsed.errorcode !== 0) throw new Error(`${url} answered ${answer.slice(0, 300)}`);
  return parsed;
}

interface Side extends CallPerson {
  url: string;
}

/** One call from the first to the second; returns how long it took until both had joined, in ms. */
async function call(from: Side, to: Side): Promise<number> {
  const ask = ({ url, token }: Side, name: string, params: object) =>
    post(`${url}/api/chat/${name}`, { token, ...params });
  const startedAt = performance.now();
  const { chatId } = await ask(from, 'due-chat', { userId: to.userId });
  await ask(to, 'accept-chat', { chatId, userId: from.userId, type: 0 });
  await Promise.all([ask(from, 'join-chat', { chatId }), ask(to, 'join-chat', { chatId })]);
  const joinedMs = performance.now() - startedAt;
  await ask(from, 'stop-chat', { chatId });
  return joinedMs;
}

async function run({ urls, pairs, calls, atOnce }: CallOrders): Promise<CallOutcome> {
  const free: [Side, Side][] = pairs.map(([a, b]) => [
    { ...a, url: urls[0] },
    { ...b, url: urls[1] },
  ]);
  const latencies: number[] = [];
  let left = calls;
  const startedAt = performance.now();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (left-- > 0) {
        const [from, to] = free.shift()!;
        latencies.push(await call(from, to));
        // The other one calls next, so that each makes half of the calls.
        free.push([to, from]);
      }
    }),
  );
  const seconds = (performance.now() - startedAt) / 1000;
  return { calls, seconds, p50Ms: percentile(latencies, 0.5), p99Ms: percentile(latencies, 0.99), repeated };
}

const outcome = await run(JSON.parse(process.argv[2]!) as CallOrders);
agent.destroy();
console.log(JSON.stringify(outcome));
