import { expect } from 'chai';
import { CODE_INTERVAL_MS, CODE_LIFETIME_MS } from '../../../domain/verification/decider.ts';
import {
  type LoggedEvent,
  type NewEvent,
  StoreUnavailableError,
  type SubscribeOptions,
} from '../../../event-store/event-store.ts';
import type { Found } from '../../../projections/read-models.ts';
import type { OpenJob } from '../../../projections/views/jobs.ts';
import { EmbeddedJobQueue } from '../../../workers/embedded/job-queue.ts';
import { everyOpenJob, type JobRunner, RECONCILE_MS } from '../../../workers/job-runner.ts';
import { MAX_ATTEMPTS } from '../../../workers/jobs.ts';
import { jobLines, jobStates } from '../../../workers/list-jobs.ts';
import { APP, type JobWorld, jobWorld, LIVE } from '../../support/job-world.ts';
import { MemoryEventStore } from '../../support/memory-event-store.ts';
import { until } from '../../support/promises.ts';

const PHONE = '13800000000';

describe('jobs', () => {
  let world: JobWorld;
  let queue: EmbeddedJobQueue;
  const runners: JobRunner[] = [];

  async function begin(log?: MemoryEventStore): Promise<void> {
    world = await jobWorld(log);
    queue = new EmbeddedJobQueue(world.clock);
  }
  async function start(handlers?: Parameters<JobWorld['run']>[1]): Promise<void> {
    runners.push(await world.run(queue, handlers));
  }
  beforeEach(() => begin());
  afterEach(async () => {
    await Promise.all(runners.splice(0).map((runner) => runner.stop()));
    await queue.close();
    await world.end();
  });

  describe('sending a code', () => {
    it('sends it, and says so in the log', async () => {
      await start();
      const codeId = await world.issueCode(PHONE);
      await until(() => world.ofType('CodeDelivered').length === 1);
      expect(world.sent).to.deep.equal([{ phone: PHONE, text: `验证码 <${codeId}>，5分钟内有效。` }]);
      expect(world.ofType('CodeDelivered')[0]).to.deep.include({ data: { phone: PHONE, codeId } });
      expect(await world.openJobs()).to.deep.equal([]);
    });

    it('sends after a restart what was open before, and nothing twice', async () => {
      await world.issueCode(PHONE);
      await world.issueCode('138');
      await world.tryCode('138');
      expect(await world.openJobs()).to.deep.equal([`${APP}.code.${PHONE}`]);
      await start();
      await until(() => world.ofType('CodeDelivered').length === 1);
      await runners.pop()?.stop();
      queue = new EmbeddedJobQueue(world.clock);
      await start();
      await world.issueCode('139');
      await until(() => world.ofType('CodeDelivered').length === 2);
      expect(world.sent.map(({ phone }) => phone)).to.deep.equal([PHONE, '139']);
    });

    it('ends the job of a code whose phone was forgotten', async () => {
      // As an erasure leaves it: no event says any more which phone it was.
      const codeId = await world.issueCode('', 'forgotten');
      expect(await world.openJobs()).to.deep.equal([`${APP}.code.forgotten`]);
      await start();
      await until(() => world.ofType('CodeUndelivered').length === 1);
      expect(world.ofType('CodeUndelivered')[0]!.data).to.deep.equal({ phone: '', codeId });
      expect(await world.openJobs()).to.deep.equal([]);
      expect(world.sent).to.deep.equal([]);
    });

    it('tries again while the provider takes nothing', async () => {
      let failures = 3;
      world.provider = async () => {
        if (failures-- > 0) throw new Error('busy');
      };
      await start();
      await world.issueCode(PHONE);
      await until(() => {
        world.clock.advance(2_000);
        return world.ofType('CodeDelivered').length === 1;
      });
      expect(world.sent).to.have.length(1);
    });

    it('does not send a code that has expired, and says so', async () => {
      await world.issueCode(PHONE);
      world.clock.advance(CODE_LIFETIME_MS);
      await start();
      await until(() => world.ofType('CodeUndelivered').length === 1);
      expect(world.sent).to.deep.equal([]);
      expect(await world.openJobs()).to.deep.equal([]);
    });

    it('parks it when the provider takes nothing, and gives it up by itself when it has expired', async () => {
      let tries = 0;
      world.provider = async () => {
        tries++;
        throw new Error('no such number');
      };
      await start();
      await world.issueCode(PHONE);
      await until(async () => {
        // All attempts are made well within a code's life.
        if (tries < MAX_ATTEMPTS) world.clock.advance(1_000);
        return (await queue.parked()).length === 1;
      });
      expect(tries).to.equal(MAX_ATTEMPTS);
      expect(world.ofType('CodeUndelivered')).to.deep.equal([]);
      world.clock.advance(CODE_LIFETIME_MS);
      await until(() => world.ofType('CodeUndelivered').length === 1);
      expect(tries).to.equal(MAX_ATTEMPTS);
      expect(await queue.parked()).to.deep.equal([]);
    });

    it('forgets a parked code when another one follows', async () => {
      let isBroken = true;
      world.provider = async () => {
        if (isBroken) throw new Error('down');
      };
      await start();
      await world.issueCode(PHONE);
      await until(async () => {
        world.clock.advance(1_000);
        return (await queue.parked()).length === 1;
      });
      isBroken = false;
      world.clock.advance(CODE_INTERVAL_MS);
      const next = await world.issueCode(PHONE);
      await until(() => world.ofType('CodeDelivered').length === 1);
      await until(async () => (await queue.parked()).length === 0);
      expect(world.sent.map(({ text }) => text)).to.deep.equal([`验证码 <${next}>，5分钟内有效。`]);
    });

    it('sends again when the log did not take the delivery', async () => {
      let away = 2;
      class AwayLog extends MemoryEventStore {
        override async append(stream: string, events: NewEvent[], options: Parameters<MemoryEventStore['append']>[2]) {
          if (events[0]?.type === 'CodeDelivered' && away-- > 0) throw new StoreUnavailableError('away');
          return super.append(stream, events, options);
        }
      }
      await world.end();
      await begin(new AwayLog());
      await start();
      await world.issueCode(PHONE);
      await until(() => {
        world.clock.advance(500);
        return world.ofType('CodeDelivered').length === 1;
      });
      expect(new Set(world.sent.map(({ text }) => text)).size).to.equal(1);
    });
  });

  describe('deadlines', () => {
    it('expire a call at its time, not before', async () => {
      await start();
      await world.requestCall(7);
      world.clock.advance(29_000);
      await world.issueCode(PHONE);
      await until(() => world.ofType('CodeDelivered').length === 1);
      expect(world.ofType('CallExpired')).to.deep.equal([]);
      world.clock.advance(1_000);
      await until(() => world.ofType('CallExpired').length === 1);
      expect(world.ofType('CallExpired')[0]!.data).to.include({ userId: 7, by: 'viewer' });
      expect(await world.openJobs()).to.deep.equal([]);
    });

    it('move with the conference: the first join gives it its time again', async () => {
      await start();
      await world.requestCall(7);
      await world.acceptCall(7);
      world.clock.advance(5_000);
      await world.joinConference(7);
      const [ended] = await world.openJobs();
      expect(ended).to.match(/^heihei\.conference\./);
      world.clock.advance(2_000);
      await world.issueCode(PHONE);
      await until(() => world.ofType('CodeDelivered').length === 1);
      expect(world.ofType('ConferenceEnded')).to.deep.equal([]);
      world.clock.advance(4_000);
      await until(() => world.ofType('ConferenceEnded').length === 1);
      expect(world.ofType('ConferenceEnded')[0]!.data).to.include({ liveId: LIVE, reason: 'timeout' });
      expect(world.ofType('CallExpired')).to.deep.equal([]);
    });

    it('end a lot of gold at its time, with what is left in it', async () => {
      const expiresAt = world.clock.now() + 60_000;
      await world.onWallet(7, { type: 'GrantGold', userId: 7, amountGold: 50, source: 'test', expiresAt });
      await start();
      await world.onWallet(7, { type: 'BuyRename', displayName: '小红' }, 7);
      expect(await world.openJobs()).to.deep.equal([`${APP}.lot.7.${expiresAt}`]);
      world.clock.advance(59_000);
      await world.issueCode(PHONE);
      await until(() => world.ofType('CodeDelivered').length === 1);
      expect(world.ofType('GoldExpired')).to.deep.equal([]);
      world.clock.advance(1_000);
      await until(() => world.ofType('GoldExpired').length === 1);
      const data = { userId: 7, expiresAt, amountGold: 40, goldAfter: 0 };
      expect(world.ofType('GoldExpired')[0]!.data).to.deep.equal(data);
      expect(await world.openJobs()).to.deep.equal([]);
    });

    it('are forgotten for a lot that was spent, and there again for gold that came back into it', async () => {
      const expiresAt = world.clock.now() + 60_000;
      await world.onWallet(7, { type: 'GrantGold', userId: 7, amountGold: 10, source: 'test', expiresAt });
      const bought = await world.onWallet(7, { type: 'BuyRename', displayName: '小红' }, 7);
      expect(await world.openJobs()).to.deep.equal([]);
      const { id: purchaseEventId, data } = bought.events[0]!;
      const lots = 'lots' in data ? data.lots : undefined;
      await world.onWallet(7, { type: 'RefundPurchase', purchaseEventId, amountGold: 10, lots });
      expect(await world.openJobs()).to.deep.equal([`${APP}.lot.7.${expiresAt}`]);
    });

    it('fire once for all runners', async () => {
      const other = new EmbeddedJobQueue(world.clock);
      await start();
      runners.push(await world.run(other));
      for (const userId of [1, 2, 3]) await world.requestCall(userId);
      world.clock.advance(30_000);
      await until(async () => (await world.openJobs()).length === 0);
      expect(world.ofType('CallExpired')).to.have.length(3);
      await other.close();
    });
  });

  describe('the queue', () => {
    it('gets what it did not take again', async () => {
      let failures = 3;
      const add = queue.add.bind(queue);
      queue.add = async (jobs) => {
        if (failures-- > 0) throw new StoreUnavailableError('away');
        await add(jobs);
      };
      await start();
      await world.issueCode(PHONE);
      await until(() => {
        world.clock.advance(500);
        return world.ofType('CodeDelivered').length === 1;
      });
      expect(failures).to.be.lessThan(0);
    });

    it('is told to forget what was settled otherwise', async () => {
      const cancelled: string[] = [];
      queue.cancel = async (ids) => void cancelled.push(...ids);
      await start();
      await world.requestCall(7);
      await world.issueCode(PHONE);
      await until(() => world.ofType('CodeDelivered').length === 1);
      // Once the read model has followed, the call alone is open.
      expect(await world.openJobs()).to.have.length(1);
      const { dueAt } = (await world.openDocuments())[0]!.document;
      await world.acceptCall(7);
      await until(() => cancelled.length > 0);
      // The code was done here: the queue knows.
      expect(cancelled).to.deep.equal([`${APP}.call.call-7@${dueAt}`]);
    });

    it('does a job again whose matter stayed open', async () => {
      let tries = 0;
      await start({
        async 'send-code'() {
          tries++;
        },
      });
      await world.issueCode(PHONE);
      await until(() => tries === 1);
      world.clock.advance(RECONCILE_MS);
      await until(() => {
        world.clock.advance(RECONCILE_MS);
        return tries >= 2;
      });
    });

    it('does not run what is settled, and is done with it', async () => {
      const outcomes: string[] = [];
      const work = queue.work.bind(queue);
      queue.work = (handlers) =>
        work({
          ...handlers,
          async 'send-code'(job) {
            const run = handlers['send-code']?.(job);
            outcomes.push(
              `${job.id} ${await run?.then(
                () => 'done',
                () => 'again',
              )}`,
            );
          },
        });
      await start();
      const [id, documentId] = [`${APP}.code.1@1`, `${APP}.code.1`];
      const position = await world.log.head();
      await queue.add([{ id, kind: 'send-code', data: { documentId, position }, dueAt: 1 }]);
      await world.issueCode(PHONE);
      await until(() => world.ofType('CodeDelivered').length === 1);
      expect(world.sent.map(({ phone }) => phone)).to.deep.equal([PHONE]);
      expect(outcomes).to.include(`${id} done`);
    });

    it('waits with a job for the event that caused it, where another process has seen that first', async () => {
      let release = () => {};
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      let isLate = false;
      class LateLog extends MemoryEventStore {
        override subscribe(options: SubscribeOptions) {
          const { onBatch } = options;
          const late = async (events: LoggedEvent[]) => {
            await held;
            await onBatch(events);
          };
          return super.subscribe(isLate ? { ...options, onBatch: late } : options);
        }
      }
      await world.end();
      await begin(new LateLog());
      isLate = true;
      await start();
      await world.issueCode(PHONE);
      await world.openJobs();
      const [{ id, document }] = (await world.openDocuments()) as [Found<OpenJob>];
      const data = { documentId: id, position: await world.log.head() };
      const ahead = { id: `${id}@${document.dueAt}`, kind: 'send-code', data, dueAt: document.dueAt };
      await queue.add([ahead]);
      for (let n = 0; n < 5; n++) {
        await new Promise(setImmediate);
        world.clock.advance(1_000);
      }
      expect(world.sent).to.deep.equal([]);
      release();
      await until(() => {
        world.clock.advance(1_000);
        return world.ofType('CodeDelivered').length === 1;
      });
      expect(world.sent).to.have.length(1);
    });
  });

  it('finds every open job, however many fall due at one time', async () => {
    const documents = Array.from({ length: 1_234 }, (_, n): Found<OpenJob> => {
      const command = { kind: 'expire-call', liveId: 1, callId: 'c' } as const;
      return { id: `d${n}`, document: { appId: APP, dueAt: n < 1_100 ? 5 : n, command } };
    });
    const found = await everyOpenJob(async ({ from, offset = 0, limit }) =>
      documents.filter(({ document }) => document.dueAt >= Number(from)).slice(offset, offset + limit),
    );
    expect(found).to.deep.equal(documents);
  });

  describe('the list', () => {
    it('shows what is open and what is parked', async () => {
      expect(jobLines(await jobStates(world.store, queue), world.clock.now())).to.deep.equal(['0 open.', '0 parked.']);
      world.provider = async () => {
        throw new Error('no\nsuch number');
      };
      await start();
      await world.issueCode(PHONE);
      await until(async () => {
        world.clock.advance(1_000);
        return (await queue.parked()).length === 1;
      });
      await world.requestCall(7);
      await world.openJobs();
      const [code, call] = (await world.openDocuments()).map(({ id, document: { dueAt } }) => `${id}@${dueAt}`);
      const lines = jobLines(await jobStates(world.store, queue), world.clock.now());
      expect(lines[0]).to.equal('2 open, 1 of them overdue:');
      expect(lines[1]).to.match(new RegExp(`^ {2}${code} {2}send-code {2}due for \\d+ s$`));
      expect(lines[2]).to.equal(`  ${call}  expire-call  due in 30 s`);
      expect(lines.slice(3)).to.deep.equal([
        '1 parked (salon jobs retry <id>):',
        `  ${code}  send-code  ${MAX_ATTEMPTS} attempts, the last: no such number`,
      ]);
    });

    it('says what a restart does where the queue is in the server', async () => {
      await world.issueCode(PHONE);
      await world.openJobs();
      const lines = jobLines(await jobStates(world.store, null), world.clock.now() + 5_000);
      expect(lines).to.have.length(3);
      expect(lines[2]).to.match(/a restart of the server tries them again/);
    });
  });
});
