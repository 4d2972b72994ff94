import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { pino } from 'pino';
import { conversationDecider } from '../domain/conversation/decider.ts';
import { devicesDecider } from '../domain/devices/decider.ts';
import type { CommandMeta, Decider } from '../domain/kernel/decider.ts';
import type { DomainEvent } from '../domain/kernel/event.ts';
import { pushDecider } from '../domain/push/decider.ts';
import { pushTokenDecider } from '../domain/pushtoken/decider.ts';
import { conversationStream, devicesStream, pushStream, pushTokenStream, userStream } from '../domain/streams.ts';
import { userDecider } from '../domain/user/decider.ts';
import { createCommandHandler } from '../event-store/command-handler.ts';
import { EmbeddedEventStore } from '../event-store/embedded/embedded-event-store.ts';
import { EmbeddedReadModelStore } from '../projections/embedded/store.ts';
import { Projector } from '../projections/projector.ts';
import { follows } from '../projections/views/follows.ts';
import { jobs } from '../projections/views/jobs.ts';
import { pushDevices } from '../projections/views/push-devices.ts';
import { notificationOf } from '../realtime/heihei/pushes.ts';
import { BullMqJobQueue } from '../workers/bullmq/job-queue.ts';
import { createClock } from '../workers/clock.ts';
import { EmbeddedJobQueue } from '../workers/embedded/job-queue.ts';
import { type JobHandlers, runJobs } from '../workers/job-runner.ts';
import { type JobQueue, MAX_CONCURRENT_JOBS } from '../workers/jobs.ts';
import { localOnlineUsers } from '../workers/online-users.ts';
import { pushHandlers } from '../workers/push/push-jobs.ts';
import { startRedis } from './engines/servers.ts';
import { type Figure, median, pairedRatio, spread } from './report.ts';
import { BareSync } from './support/bare-sync.ts';

/** People with a phone each, of whom each is notified once a run. */
const PLAN = { runs: 3, people: 1_000 };
const APP = 'heihei';
const SENDER = 1;

/**
 * Notifications per second, from being asked for to being settled in the log, for people with a phone each and a provider that answers at
 * once: through the embedded queue, and through BullMQ where there is a Redis. Beside them a bare loop: it calls the provider and syncs a
 * record for each, as many at a time as a queue runs jobs.
 */
export async function measurePushes(plan = PLAN): Promise<Figure[]> {
  const redisServer = await startRedis();
  try {
    const figures = [await measureQueue('the embedded queue', plan, (clock) => new EmbeddedJobQueue(clock))];
    if (redisServer) {
      const redis = new Redis(redisServer.url, { maxRetriesPerRequest: 1 });
      const logger = pino({ level: 'silent' });
      const prefix = `salon-bench-${randomUUID()}:`;
      const bullMq = await measureQueue(
        'BullMQ',
        plan,
        (clock) => new BullMqJobQueue({ redis, prefix, clock, logger }),
      );
      redis.disconnect();
      figures.push(bullMq);
    }
    return figures;
  } finally {
    await redisServer?.stop();
  }
}

async function measureQueue(
  name: string,
  { runs, people }: typeof PLAN,
  open: (clock: ReturnType<typeof createClock>) => JobQueue,
): Promise<Figure> {
  const dir = mkdtempSync(join(tmpdir(), 'salon-bench-push-'));
  const world = await PushWorld.open(dir, people, open);
  const bare = new BareSync(join(dir, 'bare'));
  try {
    await world.writeToAll();
    await world.notifyAll();
    const [ours, theirs]: [number[], number[]] = [[], []];
    for (let run = 0; run < runs; run++) {
      await world.writeToAll();
      theirs.push(await perSecond(people, () => bareLoop(people, bare)));
      ours.push(await perSecond(people, () => world.notifyAll()));
    }
    return {
      name: `notifications through ${name}, asked for and settled, ${people} people`,
      unit: '/s',
      ours: median(ours),
      bare: median(theirs),
      ratio: pairedRatio(ours, theirs),
      note: `two appends, a dozen look-ups and a job for each; ${spread(ours)}, bare ${spread(theirs)}; ${world.sent} calls of the provider`,
    };
  } finally {
    bare.close();
    await world.close();
    rmSync(dir, { recursive: true });
  }
}

async function perSecond(count: number, run: () => Promise<void>): Promise<number> {
  const begun = performance.now();
  await run();
  return (count * 1_000) / (performance.now() - begun);
}

async function bareLoop(count: number, file: BareSync): Promise<void> {
  let left = count;
  const worker = async () => {
    while (left-- > 0) {
      await Promise.resolve('sent');
      await file.once();
    }
  };
  await Promise.all(Array.from({ length: MAX_CONCURRENT_JOBS }, worker));
}

/** People with phones on an embedded log, a message for each, and a worker that notifies them. */
class PushWorld {
  sent = 0;
  private readonly clock = createClock();
  private readonly commands;
  private readonly log: EmbeddedEventStore;
  private readonly store: EmbeddedReadModelStore;
  private readonly people: number[];
  private settled = 0;
  private senders = 10;
  private messages = 0;
  private rounds = 0;
  private onSettled: () => void = () => {};
  private stops: (() => Promise<unknown>)[] = [];

  private constructor(log: EmbeddedEventStore, store: EmbeddedReadModelStore, people: number) {
    this.log = log;
    this.store = store;
    this.commands = createCommandHandler(log);
    this.people = Array.from({ length: people }, (_, n) => 1_000 + n);
  }

  static async open(
    dir: string,
    people: number,
    openQueue: (clock: ReturnType<typeof createClock>) => JobQueue,
  ): Promise<PushWorld> {
    const log = await EmbeddedEventStore.open({ dir });
    const world = new PushWorld(log, await EmbeddedReadModelStore.open({ dir }), people);
    await world.furnish();
    await world.startWorker(openQueue(world.clock));
    return world;
  }

  /** Sends everybody one more message, which is what the next notification tells of. */
  async writeToAll(): Promise<void> {
    const card = { displayName: '发信的', gender: 'Female', birthDay: '', coverUrl: '', heiNum: 1, level: 1 } as const;
    const from = { userId: SENDER, ...card };
    const write = (toUserId: number) => {
      const content = { kind: 'text', text: '在吗' } as const;
      const messageId = ++this.messages;
      const command = { type: 'SendMessage', messageId, from, toUserId, content, isFollowed: false } as const;
      return this.run(conversationDecider, conversationStream(APP, SENDER, toUserId), command, SENDER);
    };
    await Promise.all(this.people.map(write));
    this.rounds++;
  }

  /** Has everybody notified of the message that they got; resolves when all of it is settled. */
  async notifyAll(): Promise<void> {
    const done = new Promise<void>((resolve) => {
      this.settled = 0;
      this.onSettled = resolve;
    });
    const expiresAt = this.clock.now() + 3600_000;
    // Each run is by another sender, so that no limit of a pair is met.
    const fromUserId = ++this.senders;
    const pushId = randomUUID();
    const request = (userId: number) => {
      const source = { stream: conversationStream(APP, SENDER, userId), revision: this.rounds - 1 };
      const command = {
        type: 'RequestPush',
        pushId: `${pushId}.${userId}`,
        userId,
        fromUserId,
        source,
        expiresAt,
      } as const;
      return this.run(pushDecider, pushStream(APP, userId), command);
    };
    await Promise.all(this.people.map(request));
    await done;
  }

  async close(): Promise<void> {
    for (const stop of this.stops.reverse()) await stop();
    await this.log.close();
    await this.store.close();
  }

  private async furnish(): Promise<void> {
    const { people } = this;
    await Promise.all([SENDER, ...people].map((userId) => this.register(userId)));
    await Promise.all(people.map((userId) => this.givePhone(userId)));
  }

  private async register(userId: number): Promise<void> {
    const user = userStream(APP, userId);
    const person = { userId, heiNum: 10_000_000 + userId, displayName: `Person ${userId}`, coverUrl: '' };
    await this.run(userDecider, user, { type: 'RegisterUser', ...person });
    await this.run(userDecider, user, { type: 'OpenSession', sessionId: 's', expiresAt: Number.MAX_SAFE_INTEGER });
  }

  private async givePhone(userId: number): Promise<void> {
    const tokenHash = `hash${userId}`;
    const phone = { uuid: `u${userId}`, provider: 'getui', token: `token${userId}`, platform: 'android' } as const;
    const command = { type: 'RegisterDevice', userId, ...phone, tokenHash, sessionId: 's' } as const;
    await this.run(devicesDecider, devicesStream(APP, userId), command, userId);
    await this.run(pushTokenDecider, pushTokenStream(APP, tokenHash), { type: 'TakePushToken', tokenHash, userId });
  }

  private async startWorker(queue: JobQueue): Promise<void> {
    const { log, store, commands, clock } = this;
    const logger = pino({ level: 'silent' });
    const models = new Projector({ log, store, views: [jobs, follows, pushDevices] });
    await models.start();
    const send = async () => {
      this.sent++;
      return 'sent' as const;
    };
    const around = { log, models, commands, clock, logger };
    const pushing = pushHandlers({ ...around, online: localOnlineUsers(), notificationOf, send });
    const handlers = pushing as JobHandlers;
    const runner = await runJobs({ ...around, queue, handlers });
    const counting = log.subscribe({
      after: await log.head(),
      onBatch: (events) => {
        this.settled += events.filter(({ type }) => type === 'PushSettled').length;
        if (this.settled >= this.people.length) this.onSettled();
      },
    });
    this.stops = [() => models.stop(), () => queue.close(), () => runner.stop(), () => counting.stop()];
  }

  private run<State, Command, Event extends DomainEvent>(
    decider: Decider<State, Command, Event>,
    stream: string,
    command: Command,
    actor = 0,
  ) {
    const meta: CommandMeta = { appId: APP, actor, at: this.clock.now(), commandId: randomUUID() };
    return this.commands.handle(decider, stream, command, meta);
  }
}
