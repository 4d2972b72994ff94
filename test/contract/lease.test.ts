import { expect } from 'chai';
import { Redis } from 'ioredis';
import { pino } from 'pino';
import { liveDecider } from '../../domain/live/decider.ts';
import type { CommandHandler } from '../../event-store/command-handler.ts';
import { StoreUnavailableError } from '../../event-store/event-store.ts';
import { campaign, commandsWhile, hold, LEASE_MS, type Lease, RENEW_MS } from '../../workers/lease.ts';
import { redisLease } from '../../workers/redis/lease.ts';
import { metaOf } from '../support/given.ts';
import { rejection, until } from '../support/promises.ts';
import { hasRedis, RedisProcess } from '../support/redis-process.ts';

const logger = pino({ level: 'silent' });

/** A lease in memory: whoever asks first holds it until it ends. */
class Leases {
  isReachable = true;
  holder: string | null = null;

  of(name: string): Lease {
    return {
      acquire: async () => {
        if (!this.isReachable) throw new Error('away');
        this.holder ??= name;
        return this.holder === name;
      },
      release: async () => {
        if (this.holder === name) this.holder = null;
      },
    };
  }
}

/** A task that says in `log` when it begins and ends. */
function task(log: string[], name: string, more: { hasFailed?(): boolean } = {}) {
  return async () => {
    log.push(`${name} begins`);
    return { ...more, stop: async () => void log.push(`${name} ends`) };
  };
}

describe('a campaign for a task', () => {
  it('lets one do it at a time, and the next when that one stops', async () => {
    const leases = new Leases();
    const log: string[] = [];
    const elected = ['a', 'b'].map((name) =>
      campaign({ name: 'task', lease: leases.of(name), logger, start: task(log, name) }),
    );
    await until(() => log.length === 1);
    await elected[0]!.stop();
    await until(() => elected[1]!.isElected());
    await elected[1]!.stop();
    expect(log).to.deep.equal(['a begins', 'a ends', 'b begins', 'b ends']);
    expect(leases.holder).to.equal(null);
  });

  it('ends a task that is not fenced when its lease cannot be renewed, and keeps one that is until another has the lease', async () => {
    const leases = new Leases();
    const fencedLeases = new Leases();
    const log: string[] = [];
    const plain = campaign({ name: 'plain', lease: leases.of('a'), logger, start: task(log, 'plain') });
    const fenced = campaign({
      name: 'fenced',
      lease: fencedLeases.of('a'),
      logger,
      isFenced: true,
      start: task(log, 'fenced'),
    });
    await until(() => log.length === 2);
    leases.isReachable = false;
    fencedLeases.isReachable = false;
    await until(() => log.includes('plain ends'));
    expect(fenced.isElected()).to.equal(true);
    fencedLeases.holder = 'b';
    fencedLeases.isReachable = true;
    await until(() => log.includes('fenced ends'));
    await Promise.all([plain.stop(), fenced.stop()]);
    expect(fencedLeases.holder).to.equal('b');
  });

  it('never begins a fenced task anew while nobody can be asked', async () => {
    const leases = new Leases();
    const log: string[] = [];
    let hasFailed = false;
    const elected = campaign({
      name: 'task',
      lease: leases.of('a'),
      logger,
      isFenced: true,
      start: task(log, 'a', { hasFailed: () => hasFailed }),
    });
    await until(() => elected.isElected());
    leases.isReachable = false;
    await new Promise((resolve) => setTimeout(resolve, LEASE_MS + RENEW_MS));
    hasFailed = true;
    await until(() => !elected.isElected());
    await new Promise((resolve) => setTimeout(resolve, 2 * RENEW_MS));
    expect(log).to.deep.equal(['a begins', 'a ends']);
    await elected.stop();
  });

  it('is not held for certain after a suspension, before it has been asked for again', async () => {
    let isHeld = () => false;
    const elected = campaign({
      name: 'task',
      lease: new Leases().of('a'),
      logger,
      start: async (held) => {
        isHeld = held;
        return { stop: async () => {} };
      },
    });
    await until(() => elected.isElected());
    await until(() => isHeld());
    const handled: string[] = [];
    const commands = commandsWhile(() => isHeld(), {
      handle: async (_decider: unknown, stream: string) => void handled.push(stream),
    } as unknown as CommandHandler);
    const handle = (stream: string) => commands.handle(liveDecider, stream, { type: 'PauseLive' }, metaOf());
    await handle('while held');
    const realNow = Date.now;
    try {
      // A virtual machine that was paused: its monotonic clock stood still.
      Date.now = () => realNow() + 60_000;
      expect(isHeld()).to.equal(false);
      expect(await rejection(handle('after a suspension'))).to.be.instanceOf(StoreUnavailableError);
      await until(() => isHeld());
      await handle('asked again');
    } finally {
      Date.now = realNow;
    }
    expect(handled).to.deep.equal(['while held', 'asked again']);
    await elected.stop();
  });

  it('renews the lease also while the task takes longer to start than the lease lasts', async () => {
    let asked = 0;
    const lease: Lease = {
      async acquire() {
        asked++;
        return true;
      },
      async release() {},
    };
    let begin = () => {};
    const begun = new Promise<void>((resolve) => {
      begin = resolve;
    });
    const elected = campaign({
      name: 'task',
      lease,
      logger,
      start: async () => {
        await begun;
        return { stop: async () => {} };
      },
    });
    await until(() => asked > LEASE_MS / RENEW_MS);
    expect(elected.isElected()).to.equal(false);
    begin();
    await until(() => elected.isElected());
    await elected.stop();
  });

  it('says why its task does not begin, and tries again', async () => {
    const log: string[] = [];
    let isBroken = true;
    const begin = task(log, 'a');
    const elected = campaign({
      name: 'task',
      lease: new Leases().of('a'),
      logger,
      start: async () => {
        if (isBroken) throw new Error('broken');
        return begin();
      },
    });
    await until(() => elected.fault()?.message === 'broken');
    isBroken = false;
    await until(() => elected.isElected());
    expect(elected.fault()).to.equal(null);
    await elected.stop();
  });
});

if (hasRedis('the lease in Redis')) withRedis();

function withRedis(): void {
  describe('a lease in Redis', () => {
    let server: RedisProcess;
    const clients: Redis[] = [];
    const lease = (name = 'task') => {
      const redis = new Redis(server.url, { maxRetriesPerRequest: 1, commandTimeout: 2_000, retryStrategy: () => 50 });
      redis.on('error', () => {});
      clients.push(redis);
      return redisLease(redis, 'test:', name);
    };
    beforeEach(async () => {
      server = await RedisProcess.start();
    });
    afterEach(async () => {
      for (const client of clients.splice(0)) client.disconnect();
      await server.dispose();
    });

    it('is one holder’s until it is given up or ends, and another’s only then', async () => {
      const [mine, yours] = [lease(), lease()];
      expect([await mine.acquire(), await yours.acquire(), await mine.acquire()]).to.deep.equal([true, false, true]);
      await yours.release();
      expect(await yours.acquire()).to.equal(false);
      await mine.release();
      expect(await yours.acquire()).to.equal(true);
      expect(await lease('other').acquire()).to.equal(true);
      // Nobody renews it.
      await until(() => mine.acquire());
    });

    it('passes within 5 s from a holder that dies', async () => {
      // A lease that was renewed just now, then a round of asking; the rest is for a call that is slow.
      expect(LEASE_MS + RENEW_MS).to.be.lessThan(5_000);
      await lease().acquire();
      const log: string[] = [];
      const elected = campaign({ name: 'task', lease: lease(), logger, start: task(log, 'b') });
      await until(() => elected.isElected());
      await elected.stop();
    });

    it('is free again after a flush, for one', async () => {
      const log: string[] = [];
      const elected = ['a', 'b', 'c'].map((name) =>
        campaign({ name: 'task', lease: lease(), logger, start: task(log, name) }),
      );
      await until(() => log.length === 1);
      for (let n = 0; n < 3; n++) {
        await clients[0]!.flushall();
        await new Promise((resolve) => setTimeout(resolve, 2 * RENEW_MS));
        await until(() => elected.filter((one) => one.isElected()).length === 1);
      }
      await Promise.all(elected.map((one) => one.stop()));
    });

    it('is held for a command that runs once: not beside a holder, and after one that died', async () => {
      const dead = lease();
      await dead.acquire();
      const held = await hold(lease());
      expect(held).to.not.equal(null);
      expect(await hold(lease())).to.equal(null);
      await held!.release();
      expect(await dead.acquire()).to.equal(true);
    });
  });
}
