import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { Redis } from 'ioredis';
import { createCommandHandler } from '../../event-store/command-handler.ts';
import { StoreUnavailableError } from '../../event-store/event-store.ts';
import { EffectsPace, reportLag } from '../../server/effects-pace.ts';
import type { EffectsLag } from '../../workers/effects-lag.ts';
import { redisEffectsLag } from '../../workers/redis/effects-lag.ts';
import { MemoryEventStore } from '../support/memory-event-store.ts';
import { rejection, until } from '../support/promises.ts';
import { hasRedis, RedisProcess } from '../support/redis-process.ts';
import { meta, sum } from '../support/sum.ts';

describe('callers keep pace with effects', () => {
  it('they wait, then are refused, while effects lag; the system goes on', async () => {
    const lag: EffectsLag & { ms: number } = { ms: 0, report: async () => {}, ask: async () => lag.ms };
    const pace = new EffectsPace(lag);
    const commands = pace.paced(createCommandHandler(new MemoryEventStore()));
    const add = (actor: number) => commands.handle(sum, `sum-a.${randomUUID()}`, { add: 1 }, { ...meta(), actor });
    await add(7);
    expect(pace.sentences()).to.deep.equal([]);
    lag.ms = 600;
    await until(() => pace.metrics.lagMs === 600);
    await add(7);
    expect(pace.metrics).to.include({ slowed: 1, refused: 0 });
    expect(pace.sentences().join()).to.include('slowed');
    lag.ms = 2_000;
    await until(() => pace.metrics.lagMs === 2_000);
    expect(await rejection(add(7))).to.be.instanceOf(StoreUnavailableError);
    await add(0);
    expect(pace.metrics).to.include({ slowed: 1, refused: 1 });
    expect(pace.sentences().join()).to.include('refused');
    lag.ms = 0;
    await until(() => pace.metrics.lagMs === 0);
    await add(7);
    pace.stop();
  });

  it('by the groups whose effects people wait for', async () => {
    const said: number[] = [];
    const group = (name: string, lagMs: number) => ({ name, lagMs, position: 0, parked: [] });
    const lag: EffectsLag = { report: async (ms) => void said.push(ms), ask: async () => 0 };
    const stop = reportLag(lag, () => [group('money', 30), group('messages', 40), group('removals', 90_000)]);
    await until(() => said.length > 0);
    stop();
    expect(said[0]).to.equal(40);
  });
});

if (hasRedis('the lag of effects over Redis')) withRedis();

function withRedis(): void {
  describe('the lag of effects over Redis', () => {
    it('is the largest that a process has said lately', async () => {
      const server = await RedisProcess.start();
      const redis = new Redis(server.url);
      try {
        const [a, b] = [redisEffectsLag(redis, 'test:'), redisEffectsLag(redis, 'test:')];
        expect(await a.ask()).to.equal(0);
        await a.report(120.4);
        await b.report(900);
        await until(async () => (await a.ask()) > 0);
        await b.report(0);
        await a.report(5);
        expect([0, 5]).to.include(await b.ask());
        // Nobody says anything any more.
        await until(async () => (await b.ask()) === 0);
      } finally {
        redis.disconnect();
        await server.dispose();
      }
    });
  });
}
