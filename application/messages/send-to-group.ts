import type { GroupMessageSent } from '../../domain/conversation/events.ts';
import { groupDecider } from '../../domain/group/decider.ts';
import { isThere, roleOf } from '../../domain/group/state.ts';
import { DomainError } from '../../domain/kernel/errors.ts';
import { groupConversationStream, groupStream } from '../../domain/streams.ts';
import { groupMembers } from '../../projections/views/group-members.ts';
import { groupMessages } from '../../projections/views/group-messages.ts';
import { groupTalks } from '../../projections/views/group-talks.ts';
import type { Actor } from '../actor.ts';
import { type MakeMeta, type Shown, shown, withInput } from '../commands.ts';
import type { Core } from '../core.ts';
import { idOfCommand } from '../ids.ts';
import { senderCard } from './send.ts';
import { handleWriting, type Writing } from './writing.ts';

/** A message to a group as it was sent; `at` in epoch ms. */
export type SentToGroup = GroupMessageSent['data'] & { at: number };

/** The views that show what was written in groups and read. */
export const GROUP_MESSAGE_VIEWS = [groupMessages, groupTalks, groupMembers] as const;

/**
 * Writes to a group. It costs the same however many members there are: they are told by sockets, and count what is unread when they look. Under a
 * key, a repetition is sent once and answers with the first message, even when the sender has left since.
 *
 * Throws `GroupNotFound`, `NotInGroup`, `InvalidInput` for a content out of bounds, `TextNotAllowed`, `FileInvalid` as `sendMessage` does,
 * `IdempotencyConflict`.
 */
export async function sendToGroup(
  core: Core,
  actor: Actor,
  { groupId, content }: { groupId: number; content: Writing },
  makeMeta: MakeMeta,
): Promise<SentToGroup & Shown> {
  const { appId, userId } = actor;
  const [{ state: group }, from] = await Promise.all([
    core.commands.load(groupDecider, groupStream(appId, groupId)),
    senderCard(core, actor),
  ]);
  const meta = withInput(makeMeta('send-to-group'), { groupId, content });
  const messageId = idOfCommand(meta.commandId);
  const handled = await handleWriting(
    core,
    actor,
    content,
    groupConversationStream(appId, groupId),
    (written) => ({ type: 'SendToGroup', messageId, groupId, from, content: written }),
    meta,
    () => {
      if (!isThere(group)) throw new DomainError('GroupNotFound');
      if (roleOf(group, userId) === null) throw new DomainError('NotInGroup');
    },
  );
  const [event] = handled.events;
  if (!event || !('groupId' in event.data && 'content' in event.data))
    throw new Error('a message was handled and not sent');
  const isShown = await shown(core, handled.position, GROUP_MESSAGE_VIEWS);
  return { ...event.data, at: event.meta.at, ...isShown };
}
