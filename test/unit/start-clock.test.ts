import { expect } from 'chai';
import { pino } from 'pino';
import { ConfigError } from '../../config.ts';
import type { Engines } from '../../server/engines.ts';
import { startClock } from '../../server/start-clock.ts';
import { rejection } from '../support/promises.ts';

const DAY_MS = 24 * 3_600_000;

/** Starts a clock beside a log whose last event is so far from the machine's time; what was said. */
async function startBeside(lastAtMs: number | null, redisMs?: number) {
  const last = lastAtMs === null ? undefined : { meta: { at: lastAtMs } };
  const log = { last: async () => last } as unknown as Engines['log'];
  const time =
    redisMs === undefined
      ? null
      : { now: () => redisMs, metrics: { aheadOfRedisMs: 0 }, ask: async () => {}, stop() {} };
  const lines: string[] = [];
  const logger = pino({ level: 'warn' }, { write: (line) => void lines.push(JSON.parse(line).msg) });
  const clock = await startClock({ log, time } as Engines, logger);
  clock.stop();
  return { clock, lines };
}

describe('the clock at start', () => {
  it('says nothing when it and the log agree, or the log is empty', async () => {
    for (const lastAt of [null, Date.now() - DAY_MS, Date.now()])
      expect((await startBeside(lastAt)).lines).to.deep.equal([]);
  });

  it('names a log that ends in the future, in one sentence, and goes on from there', async () => {
    const future = Date.now() + 400 * DAY_MS;
    const { clock, lines } = await startBeside(future);
    expect(lines).to.have.length(1);
    expect(lines[0]).to.match(/^This machine's clock .* is 400 days behind the log's last event/);
    expect(clock.now()).to.be.at.least(future);
  });

  it('names a clock that is far ahead of the log', async () => {
    const { lines } = await startBeside(Date.now() - 400 * DAY_MS);
    expect(lines).to.have.length(1);
    expect(lines[0]).to.match(/^This machine's clock .* is 400 days ahead of the log's last event/);
  });

  it("goes by Redis' clock with engines", async () => {
    const { clock, lines } = await startBeside(null, Date.UTC(2040, 0, 1));
    expect(clock.now()).to.be.within(Date.UTC(2040, 0, 1), Date.UTC(2040, 0, 1) + DAY_MS);
    expect(lines).to.deep.equal([]);
  });

  it('refuses a clock that was never set', async () => {
    const error = await rejection(startBeside(null, Date.UTC(1970, 0, 2)));
    expect(error).to.be.instanceOf(ConfigError);
    expect(error.message).to.match(/says 1970-01-02.*set it right/);
  });
});
