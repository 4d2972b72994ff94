import type { ChatStopped } from '../../domain/chat/events.ts';
import type { WriteMessage } from '../../domain/conversation/commands.ts';
import type { ServerContent } from '../../domain/conversation/content.ts';
import type { DueCancelled, DueExpired } from '../../domain/switchboard/events.ts';
import type { LoggedEvent } from '../../event-store/event-store.ts';
import type { Core } from '../core.ts';
import { serverLine } from './server-line.ts';

/** How a call ended. One that is dropped because of a block, a ban or a live leaves no line: nobody is told why. */
export type CallEnd = LoggedEvent<DueExpired | DueCancelled | ChatStopped>;

/**
 * The line that a call leaves between its two people (heihei, IM消息类型: dueChat), from who called, or waited longer for a stranger. Null
 * where the two no longer reach each other.
 */
export async function callLine(core: Core, event: CallEnd): Promise<WriteMessage | null> {
  return serverLine(core, event, lineOf(event));
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
