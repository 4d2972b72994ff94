import { Queue } from 'bullmq';
import { expect } from 'chai';
import { MongoClient } from 'mongodb';
import { pino } from 'pino';
import { BullMqJobQueue } from '../../workers/bullmq/job-queue.ts';
import { createClock } from '../../workers/clock.ts';
import { queueOfPartition } from '../../workers/partitioned-queue.ts';
import { partitionOf } from '../../workers/partitions.ts';
import { connectRedis } from '../../workers/redis/connect.ts';
import { Client } from '../support/client.ts';
import { Cluster, type Member } from '../support/cluster.ts';
import { hasRedis } from '../support/redis-process.ts';

const ROLES = ['api', 'realtime', 'projections', 'workers'] as const;

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await sleep(200);
}

async function readiness(member: Member): Promise<{ status: number; reasons: string[] }> {
  const response = await fetch(`${member.url}/readyz`);
  const { reasons = [] } = (await response.json()) as { reasons?: string[] };
  return { status: response.status, reasons };
}

const isReady = async (member: Member) => (await readiness(member)).status === 200;

if (hasRedis('engines that go away')) withRedis();

function withRedis(): void {
  describe('an engine that goes away under processes of one role each', () => {
    let cluster: Cluster;
    let host: Client;
    let liveId: number;
    let beating: NodeJS.Timeout;
    const role = (name: (typeof ROLES)[number]) => cluster.with(name)[0]!;

    before(async function () {
      this.timeout(0);
      cluster = await Cluster.start([...ROLES]);
      host = new Client(role('api').url, 'host');
      host.socketUrl = role('realtime').url;
      await host.signIn('13400000009', { displayName: 'host' });
      const { live } = await host.must('/api/live/create-live', { title: 'outages' });
      liveId = (live as { liveId: number }).liveId;
      await host.must('/api/live/start-live', { liveId });
      await host.connect();
      // Who is silent for 45 s has left.
      beating = setInterval(() => void call('/api/live/heart-beat', { liveId, isCreator: 1 }).catch(() => {}), 5_000);
      await Promise.all(cluster.members.map((member) => until(() => isReady(member))));
    });
    after(async () => {
      clearInterval(beating);
      host.close();
      await cluster.close();
    });

    /** An answer, with what HTTP says around it. */
    async function call(path: string, params: Record<string, string | number>) {
      const body = new URLSearchParams({ token: host.token });
      for (const [name, value] of Object.entries(params)) body.set(name, String(value));
      const response = await fetch(role('api').url + path, { method: 'POST', body });
      const { errorcode } = (await response.json()) as { errorcode: number };
      return { status: response.status, errorcode, retryAfter: response.headers.get('retry-after') };
    }
    const say = (text: string) => call('/api/msg/send-msg', { liveId, roomId: liveId, text });
    const look = () => call('/api/live/list-live-users', { liveId });

    /** Those of these roles say of what engine they are short, all live on, the others are ready. */
    async function expectAway(engine: string, roles: readonly string[]): Promise<void> {
      for (const name of roles) {
        await until(async () => (await readiness(role(name as 'api'))).reasons.includes(`${engine} does not answer`));
      }
      for (const member of cluster.members) {
        expect(await isReady(member), member.roles).to.equal(!roles.includes(member.roles));
        expect((await fetch(`${member.url}/healthz`)).status).to.equal(200);
      }
      expect(host.socket?.connected).to.equal(true);
    }

    /** Every process is ready again by itself, and what is said is shown, to a new socket as well. */
    async function expectBack(text: string): Promise<void> {
      await Promise.all(cluster.members.map((member) => until(() => isReady(member))));
      await until(async () => (await say(text)).errorcode === 0);
      await host.waitFor(text, (message) => message.text === text);
      await until(async () => (await look()).errorcode === 0);
      const second = new Client(role('api').url, 'second socket');
      Object.assign(second, { token: host.token, socketUrl: role('realtime').url });
      await until(() =>
        second.connect().then(
          () => true,
          () => false,
        ),
      );
      second.close();
    }

    const OK = { status: 200, errorcode: 0, retryAfter: null };
    const BUSY = { status: 503, errorcode: 503, retryAfter: '1' };

    it('Redis: api and realtime serve on, and the read models follow; the workers wait', async function () {
      this.timeout(0);
      await cluster.redis.kill();
      await expectAway('Redis', ['projections', 'workers']);
      // Longer than any lease.
      await sleep(5_000);
      expect(await say('without Redis')).to.deep.equal(OK);
      await host.waitFor('a text', (message) => message.text === 'without Redis');
      expect(await look()).to.deep.equal(OK);
      expect(await call('/api/live/heart-beat', { liveId, isCreator: 1 })).to.deep.equal(OK);
      const other = new Client(role('api').url, 'another');
      Object.assign(other, { token: host.token, socketUrl: role('realtime').url });
      await other.connect();
      other.close();
      await cluster.redis.run();
      await expectBack('Redis is back');
    });

    it('EventStoreDB: commands are told to come back, queries are answered', async function () {
      this.timeout(0);
      await cluster.eventStore.kill();
      await expectAway('EventStoreDB', ROLES);
      await until(async () => (await say('not said')).status === 503);
      expect(await say('not said')).to.deep.equal(BUSY);
      expect(await look()).to.deep.equal(OK);
      await cluster.eventStore.start();
      await expectBack('EventStoreDB is back');
    });

    it('EventStoreDB, silent on its connections: the same, within the time that a request has', async function () {
      this.timeout(0);
      await cluster.eventStore.set({ frozen: true });
      await expectAway('EventStoreDB', ROLES);
      expect(await say('not heard')).to.deep.equal(BUSY);
      expect(await look()).to.deep.equal(OK);
      await cluster.eventStore.set({ frozen: false });
      await expectBack('EventStoreDB speaks again');
    });

    it('MongoDB: queries are told to come back, commands that need none are taken', async function () {
      this.timeout(0);
      await cluster.mongo.kill();
      await expectAway('MongoDB', ROLES);
      expect(await look()).to.deep.equal(BUSY);
      expect(await say('without MongoDB')).to.deep.equal(OK);
      await host.waitFor('a text', (message) => message.text === 'without MongoDB');
      await cluster.mongo.start();
      await expectBack('MongoDB is back');
    });

    it('verify and rebuild want nobody else to keep the read models, and say so', async function () {
      this.timeout(0);
      // At once: each first asks for as long as a holder that has died would have the lease.
      for (const refused of await Promise.all(['verify', 'rebuild'].map((command) => cluster.run([command])))) {
        expect(refused.code, refused.stdout).to.equal(1);
        expect(refused.stderr.trim()).to.match(
          /^A process with the role projections keeps the read models: stop .*\.$/,
        );
      }
      expect(await role('projections').end('SIGTERM')).to.equal(0);
      const verified = await cluster.run(['verify']);
      expect(verified.code, verified.stdout + verified.stderr).to.equal(0);
      await role('projections').start();
      await expectBack('verified');
    });

    it('npm run jobs shows what is parked beside the running processes, and has it tried again', async function () {
      this.timeout(0);
      const logger = pino({ level: 'silent' });
      const { client: redis, close } = await connectRedis(`redis://127.0.0.1:${cluster.redis.port}`, logger);
      // Between them stands the log's name.
      const [lease] = await redis.keys('salon:*:lease:workers.0');
      const prefix = lease!.slice(0, -'lease:workers.0'.length);
      const name = queueOfPartition(partitionOf('a-test'));
      const queue = new BullMqJobQueue({ redis, prefix, clock: createClock(), logger, name });
      const raw = new Queue(name, { connection: redis, prefix: prefix.slice(0, -1) });
      // Nobody handles it, so the workers park it; nobody waits for its attempts either.
      const isParked = async () => {
        await raw.promoteJobs();
        return (await queue.parked()).length === 1;
      };
      await queue.add([{ id: 'a-test@1', kind: 'unheard-of', data: {}, dueAt: Date.now() }]);
      await until(isParked);
      expect((await cluster.run(['jobs'])).stdout).to.match(
        /\n1 parked \(salon jobs retry <id>\):\n {2}a-test@1 {2}unheard-of/,
      );
      const retried = await cluster.run(['jobs', 'retry', 'a-test@1']);
      expect([retried.code, retried.stdout]).to.deep.equal([0, 'a-test@1 is tried again.\n']);
      await until(isParked);
      const unknown = await cluster.run(['jobs', 'retry', 'nothing']);
      expect([unknown.code, unknown.stdout]).to.deep.equal([
        1,
        'There is no parked job nothing: salon jobs lists them.\n',
      ]);
      await raw.close();
      await queue.close();
      close();
    });

    it('a log that was put back to an earlier state than its read models is refused', async function () {
      this.timeout(0);
      await cluster.stopMembers();
      const client = new MongoClient(cluster.mongo.url);
      const checkpoints = client.db('salon').collection<{ _id: string; position: number }>('checkpoints');
      const ahead = { $set: { position: Number.MAX_SAFE_INTEGER } };
      const { modifiedCount } = await checkpoints.updateOne({ _id: 'reactors.money.0of8' }, ahead);
      expect(modifiedCount).to.equal(1);
      await client.close();
      const refused = await cluster.run(['--roles', 'api']);
      expect(refused.code, refused.stdout).to.equal(1);
      expect(refused.stderr.trim()).to.match(
        /^The read models have come to position .* put back to an earlier state: .*\.$/,
      );
    });
  });
}
