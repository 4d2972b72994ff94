import type { Logger } from 'pino';
import { deriveCode } from '../application/accounts/codes.ts';
import { pairWaiting } from '../application/chats/matches.ts';
import { callLine } from '../application/messages/call-lines.ts';
import { giftLine } from '../application/messages/gift-lines.ts';
import { queryOrder } from '../application/payments/query-order.ts';
import { payOut } from '../application/payouts/pay-out.ts';
import { isPosted } from '../application/topics/posted.ts';
import { subjectLine } from '../application/topics/told.ts';
import type { Config } from '../config.ts';
import type { CommandHandler } from '../event-store/command-handler.ts';
import { notificationOf } from '../realtime/heihei/pushes.ts';
import { deadlineHandlers } from '../workers/deadlines.ts';
import type { ReactorGroupStatus } from '../workers/group-runner.ts';
import { type JobRunner, runJobs } from '../workers/job-runner.ts';
import { commandsWhile } from '../workers/lease.ts';
import { liveKitRooms } from '../workers/media-rooms.ts';
import { parkedSentences } from '../workers/parked-reactions.ts';
import type { OwnedPartitions } from '../workers/partitions.ts';
import { paymentHandlers } from '../workers/payments.ts';
import { runPresence } from '../workers/presence.ts';
import { pushHandlers } from '../workers/push/push-jobs.ts';
import type { ReactorGroup } from '../workers/reactor.ts';
import { reactorGroups } from '../workers/reactors/all.ts';
import { filesGroup } from '../workers/reactors/files.ts';
import { linesGroup } from '../workers/reactors/lines.ts';
import { mediaGroup } from '../workers/reactors/media.ts';
import { runReactors } from '../workers/run-reactors.ts';
import { codeDelivery } from '../workers/sms.ts';
import { reportLag } from './effects-pace.ts';
import { erasuresOver } from './erasures.ts';
import { type Part, startInOrder } from './parts.ts';
import { pushSender } from './push-sender.ts';
import { asShared } from './shared.ts';
import { smsSender } from './sms-sender.ts';
import type { StartedCore } from './start-core.ts';
import { startWhenAnswered } from './start-when-answered.ts';
import { startWebhooks } from './webhooks.ts';

/** A group of reactors with a larger lag is reported to the operator: far above the lag that load causes. */
const LAG_NAMED_MS = 60_000;
/** The leases of the partitions. */
const WORKERS = 'workers';

export interface WorkersOptions {
  config: Config;
  logger: Logger;
  started: StartedCore;
}

/**
 * Starts reactors, presence, jobs and webhooks: on this process's share of the partitions, or on all of them. Alone on its stores, rejects
 * when they cannot start.
 */
export async function startWorkers(options: WorkersOptions): Promise<Part> {
  const { logger, started } = options;
  const { lease, members } = started.engines;
  if (!lease || !members) return work(options);
  return asShared(WORKERS, { engines: { lease, members }, logger }, (owned) => work(options, owned));
}

/** Runs all that `workers` do, on some partitions or all. What they write is refused while none of them is certainly held. */
function work(options: WorkersOptions, partitions?: OwnedPartitions): Promise<Part> {
  const isHeld = () => partitions?.numbers.some((partition) => partitions.isHeld(partition)) ?? true;
  const around = { ...options, commands: commandsWhile(isHeld, options.started.commands), partitions };
  return startInOrder(async (parts) => {
    parts.add(await react(around));
    parts.add(await runWorkers(around));
    return {};
  });
}

interface WorkOptions extends WorkersOptions {
  commands: CommandHandler;
  partitions: OwnedPartitions | undefined;
}

/** Runs the groups of reactors. */
async function react({ config, logger, started, commands, partitions }: WorkOptions): Promise<Part> {
  const { core, engines, clock } = started;
  const { store } = engines;
  const log = started.traces?.noted(engines.log) ?? engines.log;
  const using = { ...core, commands };
  const lines = linesGroup({
    ofCall: (event) => callLine(using, event),
    ofSubject: (event) => subjectLine(using, event),
    ofGift: (event) => giftLine(using, event),
  });
  const own = [filesGroup(core.files.store), lines, erasuresOver(started, commands)];
  const groups = [...reactorGroups, ...mediaGroups(config, started, commands), ...own];
  const around = { log, commands, models: core.models, clock, logger };
  const reactors = await runReactors({
    ...around,
    groups,
    checkpoints: store,
    notes: store,
    ...(partitions && { partitions }),
    onEffect: started.measures.onEffect,
  });
  const stopReporting = engines.effectsLag && reportLag(engines.effectsLag, () => reactors.groups());
  return {
    async stop() {
      stopReporting?.();
      await reactors.stop();
    },
    warnings: () => sentencesOf(reactors.groups()),
    reactorGroups: () => reactors.groups(),
  };
}

/** Runs presence, jobs and webhooks. */
function runWorkers({ config, logger, started, commands, partitions }: WorkOptions): Promise<Part> {
  const { core, engines, clock, heartbeats, hookKey, pushHookKey, onlineUsers: online, recordedPushes } = started;
  const { log } = engines;
  const workers = { log, commands, models: core.models, clock, logger, partitions };
  const asks = { logger, clock };
  return startInOrder(async (parts) => {
    parts.add({ stop: startWhenAnswered('presence', asks, () => runPresence({ ...workers, heartbeats })) });
    const queue = engines.jobQueue(clock, partitions?.numbers);
    parts.add({ stop: () => queue.close() });
    const codeOf = (codeId: string) => deriveCode(core.settings.codeSecret, codeId);
    const send = smsSender(config, hookKey, logger);
    const pushes = parts.add(pushSender(config, pushHookKey, recordedPushes));
    const pushing = { ...workers, online, notificationOf, send: pushes.send };
    const handlers = {
      ...deadlineHandlers({
        ...workers,
        pairWaiting: (userId, meta) => pairWaiting(workers, userId, meta),
        isPosted: (appId, fileId) => isPosted(workers, appId, fileId),
      }),
      ...paymentHandlers({
        clock,
        queryOrder: (orderId, meta) => queryOrder({ ...core, commands }, orderId, meta),
        payOut: (withdrawalId, meta) => payOut({ ...core, commands }, withdrawalId, meta),
      }),
      ...codeDelivery({ log, commands, clock, codeOf, send }),
      ...pushHandlers(pushing),
    };
    let jobs: JobRunner | null = null;
    const stop = startWhenAnswered('jobs', asks, async () => {
      jobs = await runJobs({ ...workers, queue, handlers });
      return jobs;
    });
    parts.add(await startWebhooks(config, started, logger, partitions));
    parts.add({ stop, jobs: () => (jobs ? [jobs.counts()] : []) });
    return {};
  });
}

/** The group that removes people from the media server's rooms; none where its API is not configured. */
function mediaGroups(
  { rtcApiUrl: url }: Config,
  { core, clock }: StartedCore,
  commands: CommandHandler,
): ReactorGroup[] {
  if (url === '') return [];
  const rooms = liveKitRooms({ url, ...core.settings.rtc }, () => clock.wall());
  return [mediaGroup({ rooms, commands, clock })];
}

function sentencesOf(groups: readonly ReactorGroupStatus[]): string[] {
  const late = groups.filter(({ lagMs }) => lagMs > LAG_NAMED_MS);
  return [
    ...late.map(({ name, lagMs, position }) => {
      return `the reactors of ${name} are ${Math.round(lagMs / 1000)} s behind, at position ${position}`;
    }),
    ...parkedSentences(groups.flatMap(({ parked }) => parked)),
  ];
}
