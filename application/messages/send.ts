import type { PersonalContent } from '../../domain/conversation/content.ts';
import { conversationDecider } from '../../domain/conversation/decider.ts';
import type { MessageSent, SenderCard } from '../../domain/conversation/events.ts';
import { type FileFormat, kindOfFormat } from '../../domain/file/formats.ts';
import type { CommandMeta } from '../../domain/kernel/decider.ts';
import { relationsDecider } from '../../domain/relations/decider.ts';
import { conversationStream, relationsStream, userStream } from '../../domain/streams.ts';
import { userDecider } from '../../domain/user/decider.ts';
import { levelOf } from '../../domain/user/level.ts';
import { inboxEntries } from '../../projections/views/inbox-entries.ts';
import { inboxes } from '../../projections/views/inboxes.ts';
import { conversationOf, messages } from '../../projections/views/messages.ts';
import type { Actor } from '../actor.ts';
import { handleUnless, type MakeMeta, type Shown, shown, withInput } from '../commands.ts';
import type { Core } from '../core.ts';
import { claimFile } from '../files/claims.ts';
import { idOfCommand } from '../ids.ts';
import { cardsOf, personCard } from '../people/cards.ts';
import { between, requireMayReach } from '../policy/people.ts';

/** A message as it was sent; `at` in epoch ms. */
export type Sent = MessageSent['data'] & { at: number };

/** The views that show what was written and read. */
export const MESSAGE_VIEWS = [messages, inboxEntries, inboxes] as const;

/** What a client writes: a text, or what it has uploaded (`sign`, of the module `message`). */
export type Writing =
  | { kind: 'text'; text: string }
  | { kind: 'image' | 'video'; sign: string }
  | { kind: 'audio'; sign: string; lengthSeconds: number };

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
  const words = content.kind === 'text' ? core.settings.words.worded(appId, content.text, 'text') : null;
  const meta = withInput(makeMeta('send-message'), { toUserId, content });
  const messageId = idOfCommand(meta.commandId);
  const send = (written: PersonalContent) =>
    ({ type: 'SendMessage', messageId, from, toUserId, content: written, isFollowed }) as const;
  const stream = conversationStream(appId, userId, toUserId);
  const text = send({ kind: 'text', text: words?.text ?? '' });
  const first = await handleUnless(core.commands, conversationDecider, stream, text, meta, () => {
    requireMayReach(people, 'toUserId');
    words?.requireAllowed();
    // A file that may not be sent stays free for something else.
    return content.kind === 'text' ? null : content;
  });
  const handled =
    first.handled ??
    (await core.commands.handle(
      conversationDecider,
      stream,
      send(await uploaded(core, actor, first.obstacle, meta)),
      meta,
    ));
  const [event] = handled.events;
  if (!event || !('isFollowed' in event.data)) throw new Error('a message was handled and not sent');
  const isShown = await shown(core, handled.position, MESSAGE_VIEWS);
  // Two processes that take the same command at one moment each have a time for it: the log has one of them.
  const kept = meta.keyed
    ? await core.models.get(messages, `${appId}.${conversationOf(userId, toUserId)}.${event.data.seq}`)
    : null;
  return { ...event.data, at: kept?.at ?? event.meta.at, ...isShown };
}

/** An upload of the sender's as it is sent, once it is known to be what they say. Throws `FileInvalid`. */
export async function uploaded(
  core: Core,
  actor: Actor,
  media: Exclude<Writing, { kind: 'text' }>,
  meta: CommandMeta,
): Promise<PersonalContent> {
  const { sign } = media;
  const isOfKind = (format: FileFormat) => kindOfFormat(format) === media.kind;
  const purpose = `message ${idOfCommand(meta.commandId)}`;
  const { path } = await claimFile(core, actor, { sign, module: 'message', purpose, isTaken: isOfKind }, meta);
  const url = core.files.store.url(path);
  return media.kind === 'audio'
    ? { kind: 'audio', url, lengthSeconds: media.lengthSeconds }
    : { kind: media.kind, url };
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
