import { expect } from 'chai';
import { liveStream } from '../../../domain/streams.ts';
import { EmbeddedJobQueue } from '../../../workers/embedded/job-queue.ts';
import type { JobRunner } from '../../../workers/job-runner.ts';
import { partitionedQueue } from '../../../workers/partitioned-queue.ts';
import { ALL_PARTITIONS, type OwnedPartitions, partitionOf } from '../../../workers/partitions.ts';
import { livePresence } from '../../../workers/presence-kinds.ts';
import { WatchedRooms } from '../../../workers/watched-rooms.ts';
import { APP, type JobWorld, jobWorld } from '../../support/job-world.ts';
import { until } from '../../support/promises.ts';

const PHONES = Array.from({ length: 24 }, (_, n) => `138000000${10 + n}`);

const owned = (numbers: readonly number[]): OwnedPartitions => ({ numbers, isHeld: (n) => numbers.includes(n) });
const even = owned(ALL_PARTITIONS.filter((n) => n % 2 === 0));
const odd = owned(ALL_PARTITIONS.filter((n) => n % 2 === 1));

describe('work that processes share by partitions', () => {
  describe('jobs', () => {
    let world: JobWorld;
    /** As in Redis: one a partition, for all processes. */
    let queues: Map<number, EmbeddedJobQueue>;
    const runners: JobRunner[] = [];
    const queueFor = ({ numbers }: OwnedPartitions) =>
      partitionedQueue(new Map([...queues].filter(([partition]) => numbers.includes(partition))));
    const start = async (partitions: OwnedPartitions) => {
      const runner = await world.run(queueFor(partitions), {}, partitions);
      runners.push(runner);
      return runner;
    };
    const delivered = () => world.ofType('CodeDelivered').length;

    beforeEach(async () => {
      world = await jobWorld();
      queues = new Map(ALL_PARTITIONS.map((partition) => [partition, new EmbeddedJobQueue(world.clock)]));
    });
    afterEach(async () => {
      await Promise.all(runners.splice(0).map((runner) => runner.stop()));
      await Promise.all([...queues.values()].map((queue) => queue.close()));
      await world.end();
    });

    it('are done once each, by the process that has their partition', async () => {
      await start(even);
      for (const phone of PHONES) await world.issueCode(phone);
      const evenOnes = PHONES.filter((phone) => even.numbers.includes(partitionOf(`${APP}.code.${phone}`)));
      expect(evenOnes.length).to.be.within(1, PHONES.length - 1);
      await until(() => delivered() === evenOnes.length);
      expect(world.sent.map(({ phone }) => phone)).to.have.members(evenOnes);
      await start(odd);
      await until(() => delivered() === PHONES.length);
      expect(world.sent.map(({ phone }) => phone)).to.have.members(PHONES);
      expect(await world.openJobs()).to.deep.equal([]);
    });

    it('wait where another process may have the partition by now, and are done by that one', async () => {
      let isHeld = false;
      await start({ numbers: ALL_PARTITIONS, isHeld: () => isHeld });
      await world.issueCode(PHONES[0]!);
      await world.openJobs();
      expect(world.sent).to.deep.equal([]);
      isHeld = true;
      await until(() => {
        world.clock.advance(5_000);
        return delivered() === 1;
      });
    });

    it('are parked and tried again in the queue of their partition', async () => {
      const all = queueFor(owned(ALL_PARTITIONS));
      const [id, dueAt] = ['a-test@1', 1];
      await all.add([{ id, kind: 'unheard-of', data: {}, dueAt }]);
      const worker = all.work({});
      await until(async () => {
        world.clock.advance(60_000);
        return (await all.parked()).length === 1;
      });
      expect(await queues.get(partitionOf('a-test'))!.parked()).to.have.length(1);
      await worker.stop();
    });
  });

  it('rooms are watched by the process that has their partition', () => {
    const watching = [even, odd].map(
      ({ numbers }) =>
        new WatchedRooms(
          livePresence,
          () => 0,
          (stream) => numbers.includes(partitionOf(stream)),
        ),
    );
    for (let liveId = 1; liveId <= 32; liveId++) {
      const opened = watching.map((rooms) => rooms.opened({ appId: APP, roomId: liveId, hosts: [9] }));
      expect(opened.filter(Boolean), liveStream(APP, liveId)).to.have.length(1);
      for (const rooms of watching) rooms.joined(APP, liveId, 1);
    }
    const absent = watching.map((rooms) => rooms.absent(0).map(({ room }) => room.roomId));
    expect(absent.flat()).to.have.length(32);
    expect(absent.every((ones) => ones.length > 0)).to.equal(true);
  });
});
