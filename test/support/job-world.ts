import { pino } from 'pino';
import { pairWaiting } from '../../application/chats/matches.ts';
import { queryOrder } from '../../application/payments/query-order.ts';
import { payOut } from '../../application/payouts/pay-out.ts';
import { isPosted } from '../../application/topics/posted.ts';
import { conferenceDecider } from '../../domain/conference/decider.ts';
import { streamName, uuidV5 } from '../../domain/kernel/ids.ts';
import { topupStream, withdrawalStream } from '../../domain/streams.ts';
import type { TopupCommand } from '../../domain/topup/commands.ts';
import { topupDecider } from '../../domain/topup/decider.ts';
import { verificationDecider } from '../../domain/verification/decider.ts';
import type { WalletCommand } from '../../domain/wallet/commands.ts';
import { walletDecider } from '../../domain/wallet/decider.ts';
import type { WithdrawalCommand } from '../../domain/withdrawal/commands.ts';
import { withdrawalDecider } from '../../domain/withdrawal/decider.ts';
import { createCommandHandler } from '../../event-store/command-handler.ts';
import type { Payouts } from '../../payments/payouts.ts';
import { NO_PAYMENTS } from '../../payments/provider.ts';
import { Projector } from '../../projections/projector.ts';
import { jobs } from '../../projections/views/jobs.ts';
import { notificationOf } from '../../realtime/heihei/pushes.ts';
import { createClock } from '../../workers/clock.ts';
import { deadlineHandlers } from '../../workers/deadlines.ts';
import { everyOpenJob, type JobHandlers, runJobs } from '../../workers/job-runner.ts';
import type { JobQueue } from '../../workers/jobs.ts';
import { localOnlineUsers } from '../../workers/online-users.ts';
import type { OwnedPartitions } from '../../workers/partitions.ts';
import { paymentHandlers } from '../../workers/payments.ts';
import { pushHandlers } from '../../workers/push/push-jobs.ts';
import { codeDelivery } from '../../workers/sms.ts';
import { metaOf, person } from './given.ts';
import { MemoryEventStore } from './memory-event-store.ts';
import { MemoryReadModelStore } from './memory-read-models.ts';

const logger = pino({ level: 'silent' });
export const APP = 'heihei';
export const HOST = 9;
export const LIVE = 100;

/** A log, its read model of open jobs, commands that cause jobs, and a provider that takes messages or not. */
export async function jobWorld(log = new MemoryEventStore()) {
  const clock = createClock();
  const commands = createCommandHandler(log);
  const store = new MemoryReadModelStore();
  const models = new Projector({ log, store, views: [jobs] });
  await models.start();
  let serial = 0;
  const meta = (actor = 0) => ({
    ...metaOf({ appId: APP, actor, at: clock.now() }),
    commandId: uuidV5('00000000-0000-4000-8000-000000000000', String(++serial)),
  });
  const room = { liveId: LIVE, hostId: HOST, viewerIsMember: true, viewerIsMuted: false };
  const conference = streamName('conference', APP, LIVE);
  const sent: { phone: string; text: string }[] = [];

  const world = {
    log,
    clock,
    models,
    store,
    sent,
    /** Replaced by tests in which somebody pays. */
    payments: NO_PAYMENTS,
    payouts: null as Payouts | null,
    onWithdrawal: (withdrawalId: string, command: WithdrawalCommand) =>
      commands.handle(withdrawalDecider, withdrawalStream(APP, withdrawalId), command, meta()),
    onOrder: (orderId: string, command: TopupCommand, actor = 0) =>
      commands.handle(topupDecider, topupStream(APP, orderId), command, meta(actor)),
    /** Replaced by tests in which the provider fails. */
    async provider(_phone: string): Promise<void> {},
    /** `name`: of the stream, which an erased phone's name is not told by. */
    async issueCode(phone: string, name = phone): Promise<string> {
      const command = meta();
      await commands.handle(
        verificationDecider,
        streamName('verification', APP, name),
        { type: 'IssueCode', phone, proof: `proof of ${phone}`, from: 'home' },
        command,
      );
      return command.commandId;
    },
    tryCode: (phone: string) =>
      commands.handle(
        verificationDecider,
        streamName('verification', APP, phone),
        { type: 'TryCode', phone, proof: `proof of ${phone}`, from: 'home' },
        meta(),
      ),
    requestCall: (userId: number) =>
      commands.handle(
        conferenceDecider,
        conference,
        { type: 'RequestCall', room, callId: `call-${userId}`, viewer: person(userId) },
        meta(userId),
      ),
    onWallet: (userId: number, command: WalletCommand, actor = 0) =>
      commands.handle(walletDecider, streamName('wallet', APP, userId), command, meta(actor)),
    acceptCall: (userId: number) =>
      commands.handle(conferenceDecider, conference, { type: 'AcceptCall', room, userId }, meta(HOST)),
    joinConference: (userId: number) =>
      commands.handle(conferenceDecider, conference, { type: 'JoinConference', room }, meta(userId)),
    /** A runner as in a process of its own. */
    run(queue: JobQueue, handlers: Partial<JobHandlers> = {}, partitions?: OwnedPartitions) {
      const own = createCommandHandler(log);
      return runJobs({
        log,
        models,
        commands: own,
        queue,
        partitions,
        clock,
        logger,
        handlers: {
          ...deadlineHandlers({
            commands: own,
            clock,
            pairWaiting: (userId, meta) => pairWaiting({ commands: own }, userId, meta),
            isPosted: (appId, fileId) => isPosted({ commands: own }, appId, fileId),
          }),
          ...paymentHandlers({
            clock,
            queryOrder: (orderId, meta) => queryOrder({ commands: own, payments: world.payments }, orderId, meta),
            payOut: (withdrawalId, meta) =>
              payOut({ commands: own, payouts: world.payouts, clock }, withdrawalId, meta),
          }),
          ...codeDelivery({
            log,
            commands: own,
            clock,
            codeOf: (codeId) => `<${codeId}>`,
            async send(phone, text) {
              await world.provider(phone);
              sent.push({ phone, text });
            },
          }),
          ...pushHandlers({
            ...{ log, models, commands: own, clock, logger },
            ...{ online: localOnlineUsers(), notificationOf, send: async () => 'sent' as const },
          }),
          ...handlers,
        },
      });
    },
    ofType: (type: string) => log.all.filter((event) => event.type === type),
    async openJobs(): Promise<string[]> {
      if (!(await models.caughtUp(await log.head(), [jobs], 10_000))) throw new Error('the read model is behind');
      return (await world.openDocuments()).map(({ id }) => id);
    },
    openDocuments: () => everyOpenJob((query) => models.find(jobs, query)),
    async end(): Promise<void> {
      await models.stop();
    },
  };
  return world;
}

export type JobWorld = Awaited<ReturnType<typeof jobWorld>>;
