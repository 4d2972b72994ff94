import { Agent, request } from 'node:http';
import type { Guest } from './gift-stage.ts';

/** Time between two gifts of the probe: so few change nothing of what is measured. */
const PROBE_EVERY_MS = 250;
/** First pause between two looks at an effect; grows by half, since a person may only ask so often. */
const FIRST_LOOK_MS = 1;
const GIVE_UP_MS = 20_000;

/** From sending a gift until the host's credit, and until the room's document counts it, in ms. */
export interface EffectTimes {
  creditMs: number[];
  readModelMs: number[];
}

/** Gives gifts in a room that nobody else gives in, and looks for their effects by HTTP, while `isGoing`. */
export async function probeEffects(
  port: number,
  { host, viewer, giftId }: { host: Guest; viewer: Guest; giftId: number },
  isGoing: () => boolean,
): Promise<EffectTimes> {
  const agent = new Agent({ keepAlive: true });
  const post = (path: string, params: object) => postJson(agent, port, path, params);
  const { liveId } = host;
  const earned = async () => ((await post('/api/user/user-gold', { token: host.token })).user as Totals)?.allEarnPoint;
  const counted = async () => {
    const answer = await post('/api/live/get-live', { token: viewer.token, liveId });
    return Number((answer.live as { totalTickets: string })?.totalTickets);
  };
  let expected = await earned();
  const times: EffectTimes = { creditMs: [], readModelMs: [] };
  while (isGoing()) {
    const sentAt = performance.now();
    const gift_uuid = `probe-${process.pid}-${sentAt}`;
    const bought = post('/api/live/buy-gift', { token: viewer.token, liveId, giftId, amount: 1, gift_uuid });
    expected++;
    const [, creditMs, readModelMs] = await Promise.all([
      bought,
      bought.then(() => until(sentAt, async () => (await earned()) >= expected)),
      bought.then(() => until(sentAt, async () => (await counted()) >= expected)),
    ]);
    times.creditMs.push(creditMs);
    times.readModelMs.push(readModelMs);
    await new Promise((resolve) => setTimeout(resolve, PROBE_EVERY_MS));
  }
  agent.destroy();
  return times;
}

type Totals = { allEarnPoint: number };

async function until(sinceMs: number, isThere: () => Promise<boolean>): Promise<number> {
  for (let pauseMs = FIRST_LOOK_MS; ; pauseMs *= 1.5) {
    const askedAt = performance.now();
    // What a look shows was there at the latest when it was answered.
    if (await isThere()) return performance.now() - sinceMs;
    if (askedAt - sinceMs > GIVE_UP_MS) throw new Error(`an effect did not come within ${GIVE_UP_MS} ms`);
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

function postJson(agent: Agent, port: number, path: string, params: object): Promise<Record<string, unknown>> {
  const body = JSON.stringify(params);
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
  return new Promise((resolve, reject) => {
    const sent = request({ port, host: '127.0.0.1', path, method: 'POST', agent, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => resolve(JSON.parse(text)));
      response.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
