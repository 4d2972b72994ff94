import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { pino } from 'pino';
import { type Role, readConfig } from '../../config.ts';
import { feedStream } from '../../domain/streams.ts';
import { type Salon, startSalon } from '../../server/salon.ts';
import { FakeProcess as EventStoreDbFake } from '../fakes/eventstoredb/fake-process.ts';
import { MongoFakeProcess } from '../fakes/mongodb/fake.ts';
import { Client, TEST_DEV_KEY } from '../support/client.ts';
import { until } from '../support/promises.ts';
import { hasRedis, RedisProcess } from '../support/redis-process.ts';
import { temporaryFolder } from '../support/server-process.ts';

interface Readiness {
  status: number;
  reasons: string[];
  tasks: string[];
}

async function readiness({ url }: Salon): Promise<Readiness> {
  const response = await fetch(`${url}/readyz`);
  const { reasons = [], tasks = [] } = (await response.json()) as Partial<Readiness>;
  return { status: response.status, reasons, tasks };
}

const becomesReady = (salon: Salon) => until(async () => (await readiness(salon)).status === 200);

/** Lines of level error, and what they say. */
const errors: string[] = [];
const output = {
  write(line: string) {
    const { level, msg } = JSON.parse(line);
    if (level >= 50) errors.push(msg);
  },
};

if (hasRedis('roles in processes of their own')) withRedis();

function withRedis(): void {
  describe('a role that is away (docs/operations.md)', function () {
    this.timeout(0);
    let folder: string;
    let redis: RedisProcess;
    let eventStore: EventStoreDbFake;
    let mongo: MongoFakeProcess;
    const running = new Map<Role, Salon>();
    let host: Client;
    let fan: Client;
    let liveId: number;
    let giftId: number;
    let beating: NodeJS.Timeout;

    const settings = () => ({
      EVENTSTORE_URL: eventStore.url,
      MONGODB_URL: mongo.url,
      REDIS_URL: redis.url,
      DATA_DIR: join(folder, 'unused'),
      DEV_MODE: '1',
      DEV_KEY: TEST_DEV_KEY,
      PORT: '0',
    });
    async function start(role: Role): Promise<Salon> {
      const salon = await startSalon(readConfig(settings(), role), pino({ level: 'error' }, output));
      running.set(role, salon);
      if (role === 'api') for (const client of [host, fan]) if (client) client.baseUrl = salon.url;
      if (role === 'realtime') for (const client of [host, fan]) if (client) client.socketUrl = salon.url;
      return salon;
    }
    async function stop(role: Role): Promise<void> {
      await running.get(role)?.stop();
      running.delete(role);
    }
    const of = (role: Role) => running.get(role)!;

    before(async () => {
      folder = temporaryFolder('roles-alone');
      [eventStore, mongo, redis] = await Promise.all([
        EventStoreDbFake.start(),
        MongoFakeProcess.start(),
        RedisProcess.start(),
      ]);
    });
    after(async () => {
      clearInterval(beating);
      host?.close();
      fan?.close();
      await Promise.all([...running.keys()].map(stop));
      await Promise.all([eventStore.dispose(), mongo.kill(), redis.dispose()]);
      rmSync(folder, { recursive: true, force: true });
    });

    let gifts = 0;
    const give = async () => {
      await fan.must('/api/live/buy-gift', { giftId, liveId, amount: 1, gift_uuid: `gift-${++gifts}` });
    };
    /** Reactions to gifts that were carried out: gifts that are shown. */
    const credits = async () => {
      const [holder] = running.values();
      const events = await holder!.core.log.read(feedStream('heihei', liveId));
      return events.filter(({ meta }) => meta.cause !== undefined).length;
    };
    const areShown = () => until(async () => (await credits()) === gifts);
    const say = (text: string) => fan.must('/api/msg/send-msg', { liveId, roomId: liveId, text });
    const hears = (text: string) => host.waitFor(text, (message) => message.text === text);
    /** The other roles are not the worse for it. */
    const othersAreReady = () => Promise.all([...running.values()].map(becomesReady));

    it('projections, from the first start on: the others listen, say what is missing, take commands and carry out reactions', async () => {
      for (const role of ['workers', 'api', 'realtime'] as const) {
        const salon = await start(role);
        await salon.ready;
        expect((await fetch(`${salon.url}/healthz`)).status).to.equal(200);
        const { status, reasons, tasks } = await readiness(salon);
        expect(status).to.equal(503);
        expect(reasons.join()).to.match(/^the read models are not built yet \(projections: /);
        expect(tasks.join()).to.include('projections: ');
      }
      host = new Client(of('api').url, 'host');
      host.socketUrl = of('realtime').url;
      const anyone = await host.call('/api/live/list-live', { type: 1 });
      expect(anyone.errorcode).to.not.equal(0);
      expect(errors).to.deep.equal([]);
    });

    it('and everything is ready when it comes', async () => {
      const salon = await start('projections');
      await Promise.all([...running.values()].map(becomesReady));
      await until(async () =>
        /projections: process \S+ since \S+ of log \S+/.test((await readiness(salon)).tasks.join()),
      );
      expect(errors).to.deep.equal([]);
      fan = new Client(of('api').url, 'fan');
      fan.socketUrl = of('realtime').url;
      await host.signIn('13400000031', { displayName: 'host' });
      await fan.signIn('13400000032', { displayName: 'fan' });
      const { live } = await host.must('/api/live/create-live', { title: 'roles' });
      liveId = (live as { liveId: number }).liveId;
      await host.must('/api/live/start-live', { liveId });
      await host.connect();
      await fan.dev('POST', `/dev/wallets/${fan.userId}/grant`, { gold: 1_000 });
      const { gifts: offered } = await fan.must('/api/live/gift-info');
      giftId = (offered as { id: number; gold: number }[]).find(({ gold }) => gold === 1)!.id;
      await fan.must('/api/live/join-live', { liveId });
      // Who is silent for 45 s has left.
      const beat = (who: Client, isCreator: number) =>
        who.call('/api/live/heart-beat', { liveId, isCreator }).catch(() => {});
      beating = setInterval(() => void Promise.all([beat(host, 1), beat(fan, 0)]), 5_000);
      await give();
      await areShown();
    });

    it('projections, later: the others can be started again, and gifts are carried out and shown', async () => {
      await stop('projections');
      for (const role of ['workers', 'api'] as const) {
        await stop(role);
        await (await start(role)).ready;
      }
      await othersAreReady();
      await give();
      await areShown();
      await start('projections');
    });

    it('workers: commands, queries and sockets go on, and gifts are carried out when it is back', async () => {
      await stop('workers');
      await othersAreReady();
      const before = await credits();
      await give();
      await say('without workers');
      await hears('without workers');
      await host.must('/api/live/list-live-users', { liveId });
      expect(await credits()).to.equal(before);
      await start('workers');
      await areShown();
    });

    it('realtime: everything but sockets goes on, and these get what they missed', async () => {
      await stop('realtime');
      await othersAreReady();
      await give();
      await areShown();
      await say('without realtime');
      host.close();
      await start('realtime');
      await until(() =>
        host.connect({ ...host.positions }).then(
          () => true,
          () => false,
        ),
      );
      await hears('without realtime');
    });

    it('api: sockets stay, and what was begun is carried out', async () => {
      await give();
      await stop('api');
      await othersAreReady();
      await areShown();
      expect(host.socket?.connected).to.equal(true);
      await start('api');
      await say('the api is back');
      await hears('the api is back');
    });

    it('and a developer moves the clock of all of them', async () => {
      const before = [...running.values()].map(({ clock }) => clock.now());
      const { now } = await fan.dev('POST', '/dev/clock', { advanceMs: 20_000 });
      expect(now).to.be.at.least(before[0]! + 20_000);
      await until(() => [...running.values()].every(({ clock }, at) => clock.now() >= before[at]! + 20_000));
    });

    it('and another deployment on the same Redis meets none of it', async () => {
      const [otherLog, otherModels] = await Promise.all([EventStoreDbFake.start(), MongoFakeProcess.start()]);
      const others = { ...settings(), EVENTSTORE_URL: otherLog.url, MONGODB_URL: otherModels.url };
      const other = await startSalon(readConfig(others, undefined), pino({ level: 'error' }, output));
      try {
        await becomesReady(other);
        const stranger = await new Client(other.url, 'stranger').signIn('13400000033', { displayName: 'stranger' });
        expect(stranger.userId).to.be.greaterThan(0);
        const named = async (salon: Salon) => /of log (\S+)/.exec((await readiness(salon)).tasks.join())?.[1];
        await until(async () => (await named(other)) !== undefined);
        expect(await named(other)).to.not.equal(await named(of('api')));
        await give();
        await areShown();
      } finally {
        await other.stop();
        await Promise.all([otherLog.dispose(), otherModels.kill()]);
      }
    });
  });
}
