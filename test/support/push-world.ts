import { pino } from 'pino';
import { heiheiEndpoints } from '../../api/heihei/endpoints.ts';
import { pairWaiting } from '../../application/chats/matches.ts';
import { isPosted } from '../../application/topics/posted.ts';
import type { CommandHandler } from '../../event-store/command-handler.ts';
import { notificationOf } from '../../realtime/heihei/pushes.ts';
import { deadlineHandlers } from '../../workers/deadlines.ts';
import { EmbeddedJobQueue } from '../../workers/embedded/job-queue.ts';
import { runJobs } from '../../workers/job-runner.ts';
import { localOnlineUsers } from '../../workers/online-users.ts';
import { pushHandlers } from '../../workers/push/push-jobs.ts';
import type { Notification, PushSender, PushTarget } from '../../workers/push/push-sender.ts';
import { RecordedPushes } from '../../workers/push/recorded-pushes.ts';
import { allReactors } from '../../workers/reactors/all.ts';
import type { Client } from './client.ts';
import { PATIENCE_MS } from './promises.ts';
import { APP, RoomWorld } from './room-world.ts';

/** A process that notifies. */
interface Worker {
  die(): void;
  stop(): Promise<void>;
}

/** A world of rooms whose people have phones: everything between an endpoint and a provider, in one process. */
export class PushWorld {
  readonly room: RoomWorld;
  readonly online = localOnlineUsers();
  readonly recorded: RecordedPushes;
  /** What was handed to providers, in order. */
  readonly sent: { target: PushTarget; notification: Notification }[] = [];
  /** Replaced by tests in which a provider answers something else. */
  provider: PushSender = async () => 'sent';
  private worker!: Worker;

  private constructor(room: RoomWorld) {
    this.room = room;
    this.recorded = new RecordedPushes(() => room.clock.now());
  }

  static async start(): Promise<PushWorld> {
    const world = new PushWorld(await RoomWorld.start(heiheiEndpoints, allReactors));
    world.worker = await world.startWorker();
    return world;
  }

  async close(): Promise<void> {
    await this.worker.stop();
    await this.room.close();
  }

  /**
   * The process that notifies is gone at once: what it is about to do does not happen, nor does it hear what a provider would have
   * answered. Another one begins where the log says that it stood.
   */
  async crash(): Promise<void> {
    this.worker.die();
    await this.worker.stop();
    this.worker = await this.startWorker();
  }

  private async startWorker(): Promise<Worker> {
    const { room, online } = this;
    const { clock } = room;
    const { log, models } = room.core;
    let die = () => {};
    let isGone = false;
    const death = new Promise<never>((_, reject) => {
      die = () => {
        isGone = true;
        reject(new Error('the process is gone'));
      };
    });
    death.catch(() => {});
    const alive = <T>(result: Promise<T>): Promise<T> => Promise.race([death, result]);
    const commands: CommandHandler = {
      ...room.core.commands,
      handle: (...command) => (isGone ? death : room.core.commands.handle(...command)),
    };
    const send: PushSender = async (target, notification) => {
      const outcome = await alive(Promise.resolve().then(() => this.provider(target, notification)));
      this.sent.push({ target, notification });
      if (outcome === 'sent') await this.recorded.send(target, notification);
      return outcome;
    };
    const around = { log, models, commands, clock, logger: pino({ level: 'silent' }) };
    const queue = new EmbeddedJobQueue(clock);
    const handlers = {
      ...deadlineHandlers({
        ...around,
        pairWaiting: (userId, meta) => pairWaiting(around, userId, meta),
        isPosted: (appId, fileId) => isPosted(around, appId, fileId),
      }),
      'send-code': async () => {},
      'query-order': async () => {},
      'pay-out': async () => {},
      ...pushHandlers({ ...around, online, notificationOf, send }),
    };
    const jobs = await runJobs({ ...around, queue, handlers });
    const stop = async () => {
      await jobs.stop();
      await queue.close();
    };
    return { die, stop };
  }

  /** Registers a phone by the endpoint; its token is its name. */
  async phone(owner: Client, token: string, given: Record<string, string> = {}): Promise<void> {
    const phone = { uuid: `uuid of ${token}`, apnsType: 'getui', apnsToken: token, deveiceType: 'android', ...given };
    await owner.must('/api/user/push-device-info', phone);
  }

  /** Waits until every notification that was asked for is settled. */
  async settled(): Promise<void> {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      await this.room.settle();
      const open = new Set<string>();
      for (const event of this.room.log.all) {
        if (event.type === 'PushRequested' || event.type === 'FansPushRequested')
          open.add(JSON.stringify(event.data.pushId) + event.stream);
        if (event.type === 'PushSettled' || event.type === 'FansPushEnded')
          open.delete(JSON.stringify(event.data.pushId) + event.stream);
      }
      if (open.size === 0) return;
      if (Date.now() > deadline) throw new Error(`${open.size} notifications are not settled`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  /** The tokens that a notification went to, since the last call. */
  async rung(): Promise<string[]> {
    await this.settled();
    return this.sent.splice(0).map(({ target }) => target.token);
  }

  /** What became of the notifications for a person, oldest first. */
  outcomes({ userId }: Client): string[] {
    return this.room.log.all.flatMap(({ type, data }) =>
      type === 'PushSettled' && data.userId === userId ? [data.outcome] : [],
    );
  }
}

export { APP };
