import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { pino } from 'pino';
import { BullMqJobQueue } from '../../workers/bullmq/job-queue.ts';
import { createClock } from '../../workers/clock.ts';
import { campaign } from '../../workers/lease.ts';
import { connectRedis, type RedisConnection } from '../../workers/redis/connect.ts';
import { redisLease } from '../../workers/redis/lease.ts';
import { until } from '../support/promises.ts';
import { hasRedis, RedisProcess } from '../support/redis-process.ts';
import { TcpSwitch } from '../support/tcp-switch.ts';

const logger = pino({ level: 'silent' });

if (hasRedis('Redis that changes its primary')) withRedis();

function withRedis(): void {
  describe('Redis that changes its primary', () => {
    // An election by Sentinel, and what waits for silence to be sure, take half a minute in all.
    const closing: (() => unknown)[] = [];
    let first: RedisProcess;
    let second: RedisProcess;

    beforeEach(async () => {
      [first, second] = await Promise.all([RedisProcess.start(), RedisProcess.start()]);
      second.follow(first);
      closing.push(
        () => first.dispose(),
        () => second.dispose(),
      );
    });
    afterEach(async () => {
      for (let close = closing.pop(); close; close = closing.pop()) await close();
    });

    async function connected(url: string): Promise<RedisConnection> {
      const connection = await connectRedis(url, logger);
      closing.push(() => connection.close());
      return connection;
    }

    /** A fixed address that leads to the first one. */
    async function fixedAddress(): Promise<TcpSwitch> {
      const address = await TcpSwitch.start(first.port);
      closing.push(() => address.close());
      return address;
    }

    /** Takes part in the election for one task; tells how often it has begun. */
    function candidate({ client }: RedisConnection) {
      let begun = 0;
      const elected = campaign({
        name: 'task',
        lease: redisLease(client, 'test:', 'task'),
        logger,
        start: async () => {
          begun++;
          return { stop: async () => {} };
        },
      });
      closing.push(() => elected.stop());
      return { isElected: () => elected.isElected(), begun: () => begun };
    }

    function queueOn({ client }: RedisConnection) {
      const queue = new BullMqJobQueue({ redis: client, prefix: 'test:', clock: createClock(), logger });
      closing.push(() => queue.close());
      const done: string[] = [];
      queue.work({ work: async ({ id }) => void done.push(id) });
      /** Adds a job, as often as it takes, and waits until it was run. */
      const runsJobs = async () => {
        const id = randomUUID();
        const add = () => queue.add([{ id, kind: 'work', data: {}, dueAt: Date.now() }]);
        await until(() =>
          add().then(
            () => true,
            () => false,
          ),
        );
        await until(() => done.includes(id));
      };
      return { runsJobs };
    }

    it('is left when it becomes a replica while connections stay open; leases and jobs go on at the new primary', async () => {
      const address = await fixedAddress();
      const connections = [
        await connected(`redis://127.0.0.1:${address.port}`),
        await connected(`redis://127.0.0.1:${address.port}`),
      ];
      const { runsJobs } = queueOn(connections[0]!);
      await runsJobs();
      const candidates = connections.map(candidate);
      await until(() => candidates.some(({ isElected }) => isElected()));
      address.target = second.port;
      second.follow(null);
      first.follow(second);
      await until(() => connections.every(({ client }) => client.stream.remotePort === address.port));
      for (const { client } of connections)
        await until(() =>
          client.set('written', '1').then(
            () => true,
            () => false,
          ),
        );
      await until(() => connections.every((connection) => connection.isAnswering()));
      await until(() => candidates.some(({ isElected }) => isElected()));
      await runsJobs();
    });

    it('is not healthy as long as the address leads to a replica, and says so', async () => {
      const address = await fixedAddress();
      const connection = await connected(`redis://127.0.0.1:${address.port}`);
      const task = candidate(connection);
      await until(() => task.isElected());
      first.follow(second);
      await until(() => !connection.isAnswering());
      await until(() => /replica/.test(connection.trouble() ?? ''));
      await until(() => !task.isElected());
      first.follow(null);
      await until(() => connection.isAnswering());
      expect(connection.trouble()).to.equal(null);
      await until(() => task.isElected());
      expect(task.begun()).to.equal(2);
    });

    it('is refused after a change, too, when the new primary may drop keys', async () => {
      const address = await fixedAddress();
      const connection = await connected(`redis://127.0.0.1:${address.port}`);
      second.command('CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lru');
      second.follow(null);
      address.target = second.port;
      await first.kill();
      await until(() => /allkeys-lru/.test(connection.trouble() ?? ''));
      expect(connection.isAnswering()).to.equal(false);
      second.command('CONFIG', 'SET', 'maxmemory-policy', 'noeviction');
      await until(() => connection.isAnswering());
    });

    it('is not healthy while it answers and refuses writes', async () => {
      const connection = await connected(first.url);
      first.command('CONFIG', 'SET', 'min-replicas-to-write', '5');
      await until(() => !connection.isAnswering());
      expect(connection.trouble()).to.match(/takes no writes.*NOREPLICAS/);
      first.command('CONFIG', 'SET', 'min-replicas-to-write', '0');
      await until(() => connection.isAnswering());
    });

    it('is found again through Sentinel when the primary is killed, and when it is silent', async () => {
      const sentinel = await RedisProcess.sentinel('evening', first);
      closing.push(() => sentinel.dispose());
      const connection = await connected(`redis+sentinel://127.0.0.1:1,127.0.0.1:${sentinel.port}/evening/0`);
      const { runsJobs } = queueOn(connection);
      await runsJobs();
      const task = candidate(connection);
      await until(() => task.isElected());
      await first.kill();
      await until(() => connection.client.stream?.remotePort === second.port && connection.isAnswering());
      await until(() => task.isElected());
      await runsJobs();
      await first.run();
      // Sentinel makes it a replica, which it can choose only when that is in step.
      await until(() => first.says('role:slave') && first.says('master_link_status:up'));
      second.freeze();
      await until(() => connection.client.stream?.remotePort === first.port && connection.isAnswering());
      await until(() => task.isElected());
      await runsJobs();
      second.thaw();
    });
  });
}
