import { expect } from 'chai';
import type { Clock } from '../../domain/kernel/clock.ts';
import { StoreUnavailableError } from '../../event-store/event-store.ts';
import {
  type Job,
  type JobQueue,
  MAX_ATTEMPTS,
  MAX_CONCURRENT_JOBS,
  MAX_JOB_BYTES,
  MAX_JOB_ID_CHARS,
} from '../../workers/jobs.ts';
import { rejection, until } from '../support/promises.ts';

export interface QueueUnderTest {
  queue: JobQueue;
  clock: Clock;
  dispose(): Promise<void>;
}

let serial = 0;
export function job(dueAt: number, of: Partial<Job> = {}): Job {
  serial++;
  return { id: `app.thing.${serial}@${dueAt}`, kind: 'note', data: { serial }, dueAt, ...of };
}

/**
 * What every job queue promises (workers/jobs.ts). A clock that hastens lets backoffs of a minute pass in moments; adapters
 * whose time is the machine's get handlers that fail only as often as the test can wait for.
 */
export function jobQueueContract(name: string, make: () => Promise<QueueUnderTest>): void {
  describe(`job queue: ${name}`, () => {
    let queue: JobQueue;
    let clock: Clock;
    let dispose: () => Promise<void>;
    const ran: Job[] = [];
    const note = async (done: Job) => {
      ran.push(done);
    };
    const now = () => clock.now();
    const ids = () => ran.map(({ id }) => id);

    beforeEach(async () => {
      ran.length = 0;
      ({ queue, clock, dispose } = await make());
    });
    afterEach(() => dispose());

    it('hands a due job over as it was added', async () => {
      queue.work({ note });
      const given = job(now(), { data: { text: '到期', list: [1, null], deep: { a: true } } });
      await queue.add([given]);
      await until(() => ran.length === 1);
      expect(ran).to.deep.equal([given]);
      expect(await queue.parked()).to.deep.equal([]);
    });

    it('takes ids of any characters', async () => {
      queue.work({ note });
      const odd = ['17', '0', '0:a', 'a:b', 'a:b:c', 'a%3Ab', '%', '中 文', 'x'.repeat(MAX_JOB_ID_CHARS)];
      await queue.add(odd.map((id) => job(now(), { id })));
      await until(() => ran.length === odd.length);
      expect(ids().sort()).to.deep.equal([...odd].sort());
    });

    it('refuses what is outside the limits, and adds nothing then', async () => {
      queue.work({ note });
      const good = job(now());
      const wrong = [
        job(now(), { id: '' }),
        job(now(), { id: 'x'.repeat(MAX_JOB_ID_CHARS + 1) }),
        job(Number.NaN),
        job(-1),
        job(now(), { data: { text: 'x'.repeat(MAX_JOB_BYTES) } }),
      ];
      for (const bad of wrong) expect(await rejection(queue.add([good, bad]))).to.be.instanceOf(RangeError);
      const last = job(now());
      await queue.add([last]);
      await until(() => ran.length > 0);
      expect(ids()).to.deep.equal([last.id]);
    });

    it('runs no job before its time, and jobs in the order of their times', async () => {
      const early: string[] = [];
      queue.work({
        async note(due) {
          if (now() < due.dueAt) early.push(due.id);
          await note(due);
        },
      });
      /** Adds three jobs, the last one first; returns them in the order of their times. */
      const add = async (apartMs: number): Promise<[Job, Job, Job]> => {
        const start = now();
        const [third, first, second] = [3, 1, 2].map((n) => job(start + n * apartMs)) as [Job, Job, Job];
        await queue.add([third]);
        await queue.add([first, second]);
        return [first, second, third];
      };
      let apartMs = 200;
      let added = await add(apartMs);
      // On a machine that stalled meanwhile one was due before another was there: that says nothing about their order.
      while (now() >= added[0].dueAt) {
        await until(() => ran.length === 3);
        ran.length = 0;
        apartMs *= 4;
        added = await add(apartMs);
      }
      await until(() => ran.length === 3);
      expect(ids()).to.deep.equal(added.map(({ id }) => id));
      expect(early).to.deep.equal([]);
    });

    it('keeps what falls due while nobody works', async () => {
      const due = [job(now() - 1_000), job(now())];
      await queue.add(due);
      queue.work({ note });
      await until(() => ran.length === 2);
      expect(ids().sort()).to.deep.equal(due.map(({ id }) => id).sort());
    });

    it('takes the same id once: waiting, running and done', async () => {
      let release = () => {};
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      const given = job(now() + 50);
      await queue.add([given, given]);
      await queue.add([given]);
      queue.work({
        async note(done) {
          await note(done);
          if (done.id === given.id) await held;
        },
      });
      await until(() => ran.length === 1);
      await queue.add([given]);
      release();
      for (let n = 0; n < 5; n++) {
        await queue.add([given]);
        const other = job(now());
        await queue.add([other]);
        await until(() => ids().includes(other.id));
      }
      expect(ids().filter((id) => id === given.id)).to.have.length(1);
    });

    it('forgets a job that is cancelled', async () => {
      const [gone, stays] = [job(now() + 100), job(now() + 150)];
      await queue.add([gone, stays]);
      await queue.cancel([gone.id, 'unknown']);
      queue.work({ note });
      await until(() => ids().includes(stays.id));
      expect(ids()).to.deep.equal([stays.id]);
    });

    it('does not mind a cancellation of a job that runs', async () => {
      const given = job(now());
      queue.work({
        async note(done) {
          await queue.cancel([done.id]);
          await note(done);
        },
      });
      await queue.add([given]);
      await until(() => ran.length === 1);
    });

    it('runs a job again whose handler fails, until it succeeds', async () => {
      let failures = 2;
      queue.work({
        async note(done) {
          if (failures-- > 0) throw new Error('not yet');
          await note(done);
        },
      });
      const given = job(now());
      await queue.add([given]);
      await until(() => ran.length === 1);
      expect(ran).to.deep.equal([given]);
      expect(await queue.parked()).to.deep.equal([]);
    });

    it('runs many at a time, but not more than it may', async () => {
      let running = 0;
      let most = 0;
      queue.work({
        async note(done) {
          most = Math.max(most, ++running);
          await until(() => most === MAX_CONCURRENT_JOBS);
          running--;
          await note(done);
        },
      });
      const many = Array.from({ length: 3 * MAX_CONCURRENT_JOBS }, () => job(now()));
      await queue.add(many);
      await until(() => ran.length === many.length);
      expect(most).to.equal(MAX_CONCURRENT_JOBS);
      expect(new Set(ids()).size).to.equal(many.length);
    });

    it('stops when asked to, and lets what runs end', async () => {
      let started = false;
      let release = () => {};
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      const worker = queue.work({
        async note(done) {
          started = true;
          await held;
          await note(done);
        },
      });
      await queue.add([job(now())]);
      await until(() => started);
      const stopping = worker.stop();
      const later = job(now());
      await queue.add([later]);
      release();
      await stopping;
      expect(ran).to.have.length(1);
      queue.work({ note });
      await until(() => ran.length === 2);
      expect(ids()[1]).to.equal(later.id);
    });

    it('rejects calls once closed', async () => {
      queue.work({ note });
      await queue.close();
      await queue.close();
      expect(await rejection(queue.add([job(0)]))).to.be.instanceOf(StoreUnavailableError);
      expect(await rejection(queue.parked())).to.be.instanceOf(StoreUnavailableError);
      expect(() => queue.work({ note })).to.throw(StoreUnavailableError);
    });
  });
}

/** Parking takes all attempts, and their backoff is longer than a test on the machine's time may wait: see `hasten`. */
export function parkingContract(name: string, make: () => Promise<QueueUnderTest & { hasten(): Promise<void> }>): void {
  describe(`job queue: ${name}: parking`, () => {
    let under: QueueUnderTest & { hasten(): Promise<void> };
    let tries = 0;
    let isBroken = true;
    const handlers = {
      async note() {
        tries++;
        if (isBroken) throw new Error(`broken ${tries}`);
      },
    };
    beforeEach(async () => {
      tries = 0;
      isBroken = true;
      under = await make();
    });
    afterEach(() => under.dispose());

    async function park(given: Job): Promise<void> {
      const triedBefore = tries;
      for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
        await until(async () => {
          // The failure before may not be written down yet: what is not waiting can't be hastened.
          if (attempt > 1) await under.hasten();
          // More than one attempt may go by between two looks.
          return tries >= triedBefore + attempt;
        });
      }
      await until(async () => (await under.queue.parked()).some(({ id }) => id === given.id));
    }

    it('parks a job after all attempts, and runs it again only when told to', async () => {
      const { queue, clock } = under;
      queue.work(handlers);
      const given = job(clock.now());
      await queue.add([given]);
      await park(given);
      expect(await queue.parked()).to.deep.equal([
        { ...given, attempts: MAX_ATTEMPTS, error: `broken ${MAX_ATTEMPTS}` },
      ]);
      await queue.add([given]);
      expect(tries).to.equal(MAX_ATTEMPTS);
      isBroken = false;
      expect(await queue.retry(given.id)).to.equal(true);
      await until(() => tries === MAX_ATTEMPTS + 1);
      await until(async () => (await queue.parked()).length === 0);
      expect(await queue.retry(given.id)).to.equal(false);
      expect(await queue.retry('unknown')).to.equal(false);
    });

    it('gives a job that is retried all of its attempts again', async () => {
      const { queue, clock } = under;
      queue.work(handlers);
      const given = job(clock.now());
      await queue.add([given]);
      await park(given);
      await queue.retry(given.id);
      await park(given);
      expect(tries).to.equal(2 * MAX_ATTEMPTS);
    });

    it('does not count the trouble of a store, however long it lasts', async () => {
      const { queue, clock } = under;
      let isAway = true;
      let isDone = false;
      queue.work({
        async note() {
          tries++;
          if (isAway) throw new StoreUnavailableError('away');
          if (tries === MAX_ATTEMPTS + 3) throw new Error('broken');
          isDone = true;
        },
      });
      await queue.add([job(clock.now())]);
      await until(async () => {
        await under.hasten();
        isAway = tries < MAX_ATTEMPTS + 2;
        return isDone;
      });
      expect(tries).to.equal(MAX_ATTEMPTS + 4);
      expect(await queue.parked()).to.deep.equal([]);
    });

    it('parks a kind that nobody handles, and forgets it when it is cancelled', async () => {
      const { queue, clock } = under;
      queue.work(handlers);
      const given = job(clock.now(), { kind: 'constructor' });
      await queue.add([given]);
      await until(async () => {
        await under.hasten();
        return (await queue.parked()).length > 0;
      });
      expect((await queue.parked()).map(({ id, error }) => [id, error])).to.deep.equal([
        [given.id, 'nothing here does jobs of kind constructor'],
      ]);
      await queue.cancel([given.id]);
      expect(await queue.parked()).to.deep.equal([]);
    });
  });
}
