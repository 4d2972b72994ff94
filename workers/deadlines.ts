import { conferenceDecider } from '../domain/conference/decider.ts';
import { fileDecider } from '../domain/file/decider.ts';
import type { Clock } from '../domain/kernel/clock.ts';
import { conferenceStream, fileStream, walletStream } from '../domain/streams.ts';
import { walletDecider } from '../domain/wallet/decider.ts';
import type { CommandHandler } from '../event-store/command-handler.ts';
import { type JobHandlers, jobMeta } from './job-runner.ts';

/**
 * Handlers of deadlines: those of a conference (heihei, 申请连麦接口 and 加入连麦接口), the expiry of a lot of gold, and the drop of an
 * upload. The deciders ignore what is settled.
 */
export function deadlineHandlers(options: {
  commands: CommandHandler;
  clock: Clock;
}): Pick<JobHandlers, 'expire-call' | 'time-out-conference' | 'expire-gold' | 'drop-upload'> {
  const { commands, clock } = options;
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
    async 'drop-upload'({ fileId }, context) {
      const stream = fileStream(context.appId, fileId);
      await commands.handle(fileDecider, stream, { type: 'DropUpload' }, jobMeta(context, clock));
    },
    async 'expire-gold'({ userId }, context) {
      const stream = walletStream(context.appId, userId);
      await commands.handle(walletDecider, stream, { type: 'ExpireGold' }, jobMeta(context, clock));
    },
  };
}
