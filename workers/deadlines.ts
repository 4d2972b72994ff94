import { chatDecider } from '../domain/chat/decider.ts';
import { conferenceDecider } from '../domain/conference/decider.ts';
import { fileDecider } from '../domain/file/decider.ts';
import type { Clock } from '../domain/kernel/clock.ts';
import type { CommandMeta } from '../domain/kernel/decider.ts';
import {
  chatStream,
  conferenceStream,
  fileStream,
  switchboardStream,
  topupStream,
  walletStream,
} from '../domain/streams.ts';
import { switchboardDecider } from '../domain/switchboard/decider.ts';
import { topupDecider } from '../domain/topup/decider.ts';
import { walletDecider } from '../domain/wallet/decider.ts';
import type { CommandHandler } from '../event-store/command-handler.ts';
import { type JobContext, type JobHandlers, jobMeta } from './job-runner.ts';

interface Options {
  commands: CommandHandler;
  clock: Clock;
  /** Joins somebody who waits for a stranger with somebody who fits by now. */
  pairWaiting(userId: number, meta: CommandMeta): Promise<void>;
  /** Whether the sound of an upload was posted to a topic. */
  isPosted(appId: string, fileId: string): Promise<boolean>;
}

type CallDeadline = 'expire-due' | 'expire-match' | 'widen-match' | 'chat-not-joined';

/**
 * Handlers of deadlines: those of a conference (heihei, 申请连麦接口 and 加入连麦接口), of calls and talks of two (约聊, 开始匹配, 加入对话),
 * the expiry of a lot of gold and of an order of it, and the drop of an upload. The deciders ignore what is settled.
 */
export function deadlineHandlers(
  options: Options,
): Pick<
  JobHandlers,
  'expire-call' | 'time-out-conference' | 'expire-gold' | 'expire-order' | 'drop-upload' | CallDeadline
> {
  const { commands, clock, isPosted } = options;
  return {
    async 'expire-call'({ liveId, callId }, context) {
      const stream = conferenceStream(context.appId, liveId);
      await commands.handle(conferenceDecider, stream, { type: 'ExpireCall', callId }, jobMeta(context, clock));
    },
    async 'time-out-conference'({ liveId, conferenceId }, context) {
      const stream = conferenceStream(context.appId, liveId);
      const command = { type: 'TimeOutConference', conferenceId } as const;
      await commands.handle(conferenceDecider, stream, command, jobMeta(context, clock));
    },
    async 'expire-order'({ orderId }, context) {
      const stream = topupStream(context.appId, orderId);
      await commands.handle(topupDecider, stream, { type: 'ExpireOrder' }, jobMeta(context, clock));
    },
    async 'drop-upload'({ fileId }, context) {
      const { appId } = context;
      const isUnused = !(await isPosted(appId, fileId));
      const drop = { type: 'DropUpload', isUnused } as const;
      await commands.handle(fileDecider, fileStream(appId, fileId), drop, jobMeta(context, clock));
    },
    ...callHandlers(options),
    async 'expire-gold'({ userId }, context) {
      const stream = walletStream(context.appId, userId);
      await commands.handle(walletDecider, stream, { type: 'ExpireGold' }, jobMeta(context, clock));
    },
  };
}

function callHandlers({ commands, clock, pairWaiting }: Options): Pick<JobHandlers, CallDeadline> {
  const onSwitchboard = (command: Parameters<typeof switchboardDecider.decide>[0], context: JobContext) =>
    commands.handle(switchboardDecider, switchboardStream(context.appId), command, jobMeta(context, clock));
  return {
    async 'expire-due'({ chatId }, context) {
      await onSwitchboard({ type: 'ExpireDue', chatId }, context);
    },
    async 'expire-match'({ userId }, context) {
      await onSwitchboard({ type: 'ExpireMatch', userId }, context);
    },
    'widen-match': ({ userId }, context) => pairWaiting(userId, jobMeta(context, clock)),
    async 'chat-not-joined'({ chatId }, context) {
      const stream = chatStream(context.appId, chatId);
      await commands.handle(chatDecider, stream, { type: 'ExpireJoin' }, jobMeta(context, clock));
    },
  };
}
