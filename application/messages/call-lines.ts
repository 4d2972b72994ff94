import type { ChatStopped } from '../../domain/chat/events.ts';
import type { ConversationCommand } from '../../domain/conversation/commands.ts';
import type { ServerContent } from '../../domain/conversation/content.ts';
import { obstacleToReaching } from '../../domain/policy/people.ts';
import type { DueCancelled, DueExpired } from '../../domain/switchboard/events.ts';
import type { LoggedEvent } from '../../event-store/event-store.ts';
import type { Core } from '../core.ts';
import { idOfCommand } from '../ids.ts';
import { between } from '../policy/people.ts';
import { isFollowedBy, senderCard } from './send.ts';

/** How a call ended. One that is dropped because of a block, a ban or a live leaves no line: nobody is told why. */
export type CallEnd = LoggedEvent<DueExpired | DueCancelled | ChatStopped>;

type CallLine = Extract<ConversationCommand, { type: 'WriteMessage' }>;

/**
 * The line that a call leaves between its two people (heihei, IM消息类型: dueChat), from who called, or waited longer for a stranger. Null
 * where the two no longer reach each other.
 */
export async function callLine(core: Core, event: CallEnd): Promise<CallLine | null> {
  const { appId } = event.meta;
  const { fromId, toUserId, content } = lineOf(event);
  const sides = await Promise.all([
    between(core, { appId, userId: fromId }, toUserId),
    between(core, { appId, userId: toUserId }, fromId),
  ]);
  if (sides.some((people) => obstacleToReaching(people) !== null)) return null;
  const [from, isFollowed] = await Promise.all([
    senderCard(core, { appId, userId: fromId }),
    isFollowedBy(core, appId, toUserId, fromId),
  ]);
  return { type: 'WriteMessage', messageId: idOfCommand(event.id), from, toUserId, content, isFollowed };
}

interface Line {
  fromId: number;
  toUserId: number;
  content: Extract<ServerContent, { kind: 'call' }>;
}

function lineOf({ type, data }: CallEnd): Line {
  if (type === 'ChatStopped') {
    const { userIds, reason, lengthSeconds } = data;
    const unheld = reason === 'user' ? 'cancelled' : 'unanswered';
    return line(userIds[0]!, userIds[1]!, lengthSeconds > 0 ? 'talked' : unheld, lengthSeconds);
  }
  const { fromId, toId } = data;
  // Refused is not answered; taken back is cancelled.
  const isTakenBack = type === 'DueCancelled' && data.by.userId === fromId;
  return line(fromId, toId, isTakenBack ? 'cancelled' : 'unanswered', 0);
}

function line(fromId: number, toUserId: number, outcome: Line['content']['outcome'], lengthSeconds: number): Line {
  return { fromId, toUserId, content: { kind: 'call', outcome, lengthSeconds } };
}
