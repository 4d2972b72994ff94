import type { ChatStopped } from '../../domain/chat/events.ts';
import type { ConversationCommand } from '../../domain/conversation/commands.ts';
import { conversationDecider } from '../../domain/conversation/decider.ts';
import { conversationStream } from '../../domain/streams.ts';
import type { DueCancelled, DueExpired } from '../../domain/switchboard/events.ts';
import type { LoggedEvent } from '../../event-store/event-store.ts';
import { type Reaction, type ReactorGroup, reaction } from '../reactor.ts';

/** Name of the group, apart from what frees lines: it looks up who called. */
export const CALL_LINES_GROUP = 'call-lines';

type CallEnd = LoggedEvent<DueExpired | DueCancelled | ChatStopped>;

/** Writes into the conversation of two people how a call between them ended. `lineOf`: what is written; null for nothing. */
export function callLinesGroup(
  lineOf: (event: CallEnd) => Promise<Extract<ConversationCommand, { type: 'WriteMessage' }> | null>,
): ReactorGroup {
  async function write(event: CallEnd): Promise<Reaction[]> {
    const command = await lineOf(event);
    if (!command) return [];
    const stream = conversationStream(event.meta.appId, command.from.userId, command.toUserId);
    return [reaction(conversationDecider, stream, command)];
  }
  return {
    name: CALL_LINES_GROUP,
    reactors: [{ name: 'write-call-line', on: { DueExpired: write, DueCancelled: write, ChatStopped: write } }],
  };
}
