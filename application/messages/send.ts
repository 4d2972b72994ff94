import type { MessageSent, SenderCard } from '../../domain/conversation/events.ts';
import { houseDecider } from '../../domain/house/decider.ts';
import { derivedCommandId } from '../../domain/kernel/ids.ts';
import { relationsDecider } from '../../domain/relations/decider.ts';
import { conversationStream, houseStream, relationsStream, userStream } from '../../domain/streams.ts';
import { userDecider } from '../../domain/user/decider.ts';
import { levelOf } from '../../domain/user/level.ts';
import { inboxEntries } from '../../projections/views/inbox-entries.ts';
import { inboxes } from '../../projections/views/inboxes.ts';
import { conversationOf, messages } from '../../projections/views/messages.ts';
import type { Actor } from '../actor.ts';
import { type MakeMeta, type Shown, shown, withInput } from '../commands.ts';
import type { Core } from '../core.ts';
import { idOfCommand } from '../ids.ts';
import { cardsOf, personCard } from '../people/cards.ts';
import { between, requireMayReach } from '../policy/people.ts';
import { handleWriting, type Writing } from './writing.ts';

/** A message as it was sent; `at` in epoch ms. */
export type Sent = MessageSent['data'] & { at: number };

/** The views that show what was written and read. */
export const MESSAGE_VIEWS = [messages, inboxEntries, inboxes] as const;

/**
 * Writes to another person. Under a key, a repetition is sent once and answers with the first message, whatever has happened
 * between the two since.
 *
 * Throws `UserNotFound`, `TargetIsSelf`, what `requireMayReach` throws, `InvalidInput` for a content out of bounds,
 * `TextNotAllowed`, `FileInvalid` for an upload that is not there, of another kind, or used for something else, `IdempotencyConflict`.
 */
export async function sendMessage(
  core: Core,
  actor: Actor,
  { toUserId, content }: { toUserId: number; content: Writing },
  makeMeta: MakeMeta,
): Promise<Sent & Shown> {
  const { appId, userId } = actor;
  await personCard(core, appId, toUserId, 'toUserId');
  const [people, from, isFollowed] = await Promise.all([
    between(core, actor, toUserId),
    senderCard(core, actor),
    isFollowedBy(core, appId, toUserId, userId),
  ]);
  const meta = withInput(makeMeta('send-message'), { toUserId, content });
  const messageId = idOfCommand(meta.commandId);
  const hint = await hintOf(core, appId, meta.commandId);
  const handled = await handleWriting(
    core,
    actor,
    content,
    conversationStream(appId, userId, toUserId),
    (written) => ({ type: 'SendMessage', messageId, from, toUserId, content: written, isFollowed, ...hint }),
    meta,
    () => requireMayReach(people, 'toUserId'),
  );
  const event = handled.events.at(-1);
  if (!event || !('isFollowed' in event.data)) throw new Error('a message was handled and not sent');
  const isShown = await shown(core, handled.position, MESSAGE_VIEWS);
  // Two processes that take the same command at one moment each have a time for it: the log has one of them.
  const kept = meta.keyed
    ? await core.models.get(messages, `${appId}.${conversationOf(userId, toUserId)}.${event.data.seq}`)
    : null;
  return { ...event.data, at: kept?.at ?? event.meta.at, ...isShown };
}

/** A line to begin a conversation with, one of the tenant's; nothing where it has none. */
async function hintOf(core: Core, appId: string, commandId: string) {
  const { state } = await core.commands.load(houseDecider, houseStream(appId));
  const messageId = idOfCommand(derivedCommandId(commandId, 'begin-conversation'));
  const text = state.hints[messageId % state.hints.length];
  return text === undefined ? {} : { hint: { messageId, text } };
}

/** A person as messages name the one who wrote them. Throws `UserNotFound`. */
export async function senderCard(core: Core, { appId, userId }: Actor): Promise<SenderCard> {
  const card = await personCard(core, appId, userId);
  const { state } = await core.commands.load(userDecider, userStream(appId, userId));
  const { heiNum } = state;
  const shownAs = (await cardsOf(core, appId, [userId])).get(userId);
  return { ...card, heiNum, level: levelOf(shownAs?.experience ?? 0) };
}

export async function isFollowedBy(core: Core, appId: string, followerId: number, userId: number): Promise<boolean> {
  const { state } = await core.commands.load(relationsDecider, relationsStream(appId, followerId));
  return state.following.has(userId);
}
