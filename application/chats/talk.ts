import type { ChatCommand } from '../../domain/chat/commands.ts';
import { type Chat, chatDecider, isOn, usersOf } from '../../domain/chat/decider.ts';
import type { ChatPerson, ChatUserStatus } from '../../domain/chat/events.ts';
import { CHAT_SHOWN_MS } from '../../domain/chat/limits.ts';
import { chatRoomName } from '../../domain/conference/media-room.ts';
import type { CommandMeta } from '../../domain/kernel/decider.ts';
import { DomainError } from '../../domain/kernel/errors.ts';
import { chatStream } from '../../domain/streams.ts';
import { stepOf } from '../accounts/identities.ts';
import type { Actor } from '../actor.ts';
import { type MakeMeta, type Shown, shown, withInput } from '../commands.ts';
import { type RtcAccess, rtcAccess } from '../conferences/rtc-access.ts';
import type { Core } from '../core.ts';
import { cardsOf, followedAmong, type UserCard } from '../people/cards.ts';
import { CALL_VIEWS, onSwitchboard } from './switchboard.ts';

/** A talk as one of the two sees it. Times are epoch ms, 0 when not yet. */
export interface SeenChat {
  chatId: number;
  /** Who called, or waited longer. */
  creatorId: number;
  status: 'entering' | 'connected' | 'over';
  topic: string;
  createdAt: number;
  startedAt: number;
  /** Both, as far as the read model has them. */
  users: { card: UserCard; isFollowed: boolean; status: ChatUserStatus | 'over' }[];
}

/** What a use case of one talk is given. */
export interface OfChat {
  chatId: number;
}

/**
 * Joins a talk to which the actor was called or matched, or comes again for a fresh token. From then on the actor sends heartbeats
 * (`beatInChat`). Throws `ChatNotFound` for who has no part in it, and once it is over or its time to join has passed;
 * `IdempotencyConflict`.
 */
export async function joinChat(
  core: Core,
  actor: Actor,
  { chatId }: OfChat,
  makeMeta: MakeMeta,
): Promise<SeenChat & Shown & { access: RtcAccess }> {
  const entered = await enterChat(core, actor, { chatId }, makeMeta);
  return { ...entered, access: await rtcAccess(core, actor, chatRoomName(chatId), true) };
}

/** As `joinChat`, without the token. */
export async function enterChat(
  core: Core,
  actor: Actor,
  { chatId }: OfChat,
  makeMeta: MakeMeta,
): Promise<SeenChat & Shown> {
  const { appId, userId } = actor;
  const meta = withInput(makeMeta(`join-chat ${chatId}`), chatId);
  const before = await chatOf(core, appId, chatId);
  const cards = await cardsOf(core, appId, before.userIds);
  const people = [...cards.values()].map(chatPerson);
  const { state, position } = await onChat(core, appId, chatId, { type: 'JoinChat', people }, meta);
  // A repetition may come when the talk is over.
  if (!isOn(state, core.clock.now())) throw new DomainError('ChatNotFound');
  core.presence.beat({ appId, kind: 'chat', roomId: chatId, userId });
  return { ...(await seenChat(core, actor, state, cards)), ...(await shown(core, position, CALL_VIEWS)) };
}

/** A talk of the actor's, up to `CHAT_SHOWN_MS` after its end. Throws `ChatNotFound`. */
export async function showChat(core: Core, actor: Actor, { chatId }: OfChat): Promise<SeenChat> {
  const chat = await chatOf(core, actor.appId, chatId);
  const isForgotten = chat.endedAt > 0 && core.clock.now() - chat.endedAt >= CHAT_SHOWN_MS;
  if (!chat.userIds.includes(actor.userId) || isForgotten) throw new DomainError('ChatNotFound');
  return seenChat(core, actor, chat, await cardsOf(core, actor.appId, chat.userIds));
}

/**
 * Records a sign of life in a talk. Who gives none is shown as lost, then taken out, which ends it (workers/presence.ts). Throws `ChatNotFound`
 * for who has no part in a talk that goes on.
 */
export async function beatInChat(
  core: Core,
  { appId, userId }: Actor,
  { chatId }: OfChat,
  makeMeta: MakeMeta,
): Promise<void> {
  const chat = await chatOf(core, appId, chatId);
  if (!chat.userIds.includes(userId) || !isOn(chat, core.clock.now())) throw new DomainError('ChatNotFound');
  core.presence.beat({ appId, kind: 'chat', roomId: chatId, userId });
  if (!chat.lost.has(userId)) return;
  await onChat(core, appId, chatId, { type: 'FindUser' }, makeMeta(`chat-heart-beat ${chatId}`));
}

/**
 * Pauses the actor's side, goes on with it, or changes the topic. Throws `ChatNotFound` for who has no part in a talk that goes on,
 * `TooOften` for a topic that comes within `TOPIC_PAUSE_MS` after the last one; `IdempotencyConflict`.
 */
export async function changeChat(
  core: Core,
  { appId }: Actor,
  { chatId, change }: OfChat & { change: keyof typeof CHANGES },
  makeMeta: MakeMeta,
): Promise<void> {
  const { word, type } = CHANGES[change];
  await onChat(core, appId, chatId, { type }, withInput(makeMeta(`${word} ${chatId}`), chatId));
}

const CHANGES = {
  pause: { word: 'pause-chat', type: 'PauseChat' },
  continue: { word: 'continue-chat', type: 'ContinueChat' },
  topic: { word: 'change-topic', type: 'ChangeTopic' },
} as const;

/** Hangs up; does nothing when the talk is over. Throws `ChatNotFound` for who has no part in it, `IdempotencyConflict`. */
export async function stopChat(core: Core, { appId }: Actor, { chatId }: OfChat, makeMeta: MakeMeta): Promise<Shown> {
  const meta = withInput(makeMeta(`stop-chat ${chatId}`), chatId);
  const stopped = await onChat(core, appId, chatId, { type: 'StopChat' }, meta);
  // Both can be called again at once. The reactor `free-line` does the same, should this process stop before.
  const freed = await onSwitchboard(core, { type: 'FreeLine', chatId }, stepOf(meta, 'free-line'));
  return shown(core, Math.max(stopped.position, freed.position), CALL_VIEWS);
}

/** A copy of a talk's state, from the log up to now; of an empty one when there is none. */
export async function chatOf(core: Pick<Core, 'commands'>, appId: string, chatId: number): Promise<Readonly<Chat>> {
  return { ...(await core.commands.load(chatDecider, chatStream(appId, chatId))).state };
}

function onChat(core: Core, appId: string, chatId: number, command: ChatCommand, meta: CommandMeta) {
  return core.commands.handle(chatDecider, chatStream(appId, chatId), command, meta);
}

async function seenChat(
  core: Core,
  { appId, userId }: Actor,
  chat: Readonly<Chat>,
  cards: ReadonlyMap<number, UserCard>,
): Promise<SeenChat> {
  const { chatId, userIds, topic, openedAt: createdAt, startedAt } = chat;
  const isOver = !isOn(chat, core.clock.now());
  const statuses = new Map(usersOf(chat).map(({ person, status }) => [person.userId, status]));
  const followed = await followedAmong(core, appId, userId, userIds);
  const users = userIds.flatMap((id) => {
    const card = cards.get(id);
    const status = isOver ? ('over' as const) : (statuses.get(id) ?? 'entering');
    return card ? [{ card, isFollowed: followed.has(id), status }] : [];
  });
  const status = isOver ? 'over' : startedAt > 0 ? 'connected' : 'entering';
  return { chatId, creatorId: userIds[0]!, status, topic, createdAt, startedAt, users };
}

function chatPerson(card: UserCard): ChatPerson {
  const { userId, displayName, gender, birthDay, coverUrl, heiNum, description, address } = card;
  const { points, earnedPoints, experience, lastModified, liveCount } = card;
  const shownToOthers = { userId, displayName, gender, birthDay, coverUrl, heiNum, description, address };
  return { ...shownToOthers, points, earnedPoints, experience, lastModified, isAnchor: liveCount > 0 };
}
