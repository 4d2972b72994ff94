import { expect } from 'chai';
import { Redis } from 'ioredis';
import { pino } from 'pino';
import { localOnlineUsers, type OnlineUsers } from '../../workers/online-users.ts';
import { redisOnlineUsers } from '../../workers/redis/online-users.ts';
import { until } from '../support/promises.ts';
import { hasRedis, RedisProcess } from '../support/redis-process.ts';

const APP = 'heihei';

interface UnderTest {
  /** Of the processes to which people connect; of one process they are the same. */
  gateways: [OnlineUsers, OnlineUsers];
  asker: OnlineUsers;
  dispose(): Promise<void>;
}

function onlineUsersContract(name: string, open: () => Promise<UnderTest>): void {
  describe(`who is online: ${name}`, () => {
    let under: UnderTest;
    beforeEach(async () => {
      under = await open();
    });
    afterEach(() => under.dispose());

    const isOnline = (userId: number, appId = APP) => under.asker.isOnline(appId, userId);
    const becomes = (userId: number, wanted: boolean) => until(async () => (await isOnline(userId)) === wanted);

    it('is who came and has not left, in the same tenant', async () => {
      const [gateway] = under.gateways;
      expect(await isOnline(7)).to.equal(false);
      gateway.came(APP, 7);
      await becomes(7, true);
      expect([await isOnline(8), await isOnline(7, 'other')]).to.deep.equal([false, false]);
      gateway.left(APP, 7);
      await becomes(7, false);
      gateway.came(APP, 7);
      await becomes(7, true);
    });

    it('is nobody any more of a process that ended', async () => {
      const [gateway] = under.gateways;
      for (const userId of [7, 8]) gateway.came(APP, userId);
      for (const userId of [7, 8]) await becomes(userId, true);
      await gateway.close();
      for (const userId of [7, 8]) await becomes(userId, false);
    });
  });
}

onlineUsersContract('in one process', async () => {
  const online = localOnlineUsers();
  return { gateways: [online, online], asker: online, dispose: () => online.close() };
});

if (hasRedis('who is online over Redis')) withRedis();

function withRedis(): void {
  let server: RedisProcess;
  const connections: Redis[] = [];
  let serial = 0;
  const connected = () => {
    const redis = new Redis(server.url, { maxRetriesPerRequest: 1 });
    connections.push(redis);
    return redis;
  };
  const open = async () => {
    const prefix = `online-test-${++serial}:`;
    const online = () => redisOnlineUsers(connected(), prefix, pino({ level: 'silent' }));
    const gateways: [OnlineUsers, OnlineUsers] = [online(), online()];
    const asker = online();
    return {
      gateways,
      asker,
      prefix,
      async dispose() {
        await Promise.all([...gateways, asker].map((one) => one.close()));
        for (const redis of connections.splice(0)) redis.disconnect();
      },
    };
  };

  before(async () => {
    server = await RedisProcess.start();
  });
  after(() => server.dispose());
  onlineUsersContract('over Redis', open);

  describe('who is online: over Redis, at several gateways', () => {
    it('is who has a socket at any of them; what a dead one said is forgotten by itself', async () => {
      const { gateways, asker, prefix, dispose } = await open();
      const [one, other] = gateways;
      one.came(APP, 7);
      other.came(APP, 7);
      await until(() => asker.isOnline(APP, 7));
      const redis = connected();
      await until(async () => (await redis.zcard(`${prefix}online:${APP}.7`)) === 2);
      one.left(APP, 7);
      await until(async () => (await redis.zcard(`${prefix}online:${APP}.7`)) === 1);
      expect(await asker.isOnline(APP, 7)).to.equal(true);
      expect(await redis.pttl(`${prefix}online:${APP}.7`)).to.be.within(1, 60_000);
      // As if the time of both had passed: a gateway that is there says it again.
      await redis.zadd(`${prefix}online:${APP}.7`, 1, 'a gateway that died');
      other.left(APP, 7);
      await until(async () => !(await asker.isOnline(APP, 7)));
      await dispose();
    });
  });
}
