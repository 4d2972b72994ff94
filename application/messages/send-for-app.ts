import { type CustomContent, type MessageContent, vouchedContent } from '../../domain/conversation/content.ts';
import { conversationDecider } from '../../domain/conversation/decider.ts';
import type { SenderCard } from '../../domain/conversation/events.ts';
import type { CommandMeta } from '../../domain/kernel/decider.ts';
import { DomainError } from '../../domain/kernel/errors.ts';
import { derivedCommandId } from '../../domain/kernel/ids.ts';
import { conversationStream, groupConversationStream } from '../../domain/streams.ts';
import { nameOrFindPerson, personByUid } from '../accounts/named-person.ts';
import type { Actor } from '../actor.ts';
import type { App } from '../apps.ts';
import { type MakeMeta, type Shown, shown, withInput } from '../commands.ts';
import type { Core } from '../core.ts';
import { APP_SERVER, groupNow } from '../groups/group.ts';
import { idOfCommand } from '../ids.ts';
import { personCard } from '../people/cards.ts';
import { isFollowedBy, MESSAGE_VIEWS, senderCard } from './send.ts';
import { GROUP_MESSAGE_VIEWS } from './send-to-group.ts';

/** Who writes to whom, by the app's own ids of them. */
export interface BetweenUids {
  fromUid: string;
  toUid: string;
}

/** Where an app's server writes: to a person or a group, by core ids. */
export type AppRecipient = { userId: number } | { groupId: number };

export interface AppMessage {
  /** In whose name; APP_SERVER (0): the app's own. */
  fromUserId: number;
  to: AppRecipient;
  content: MessageContent;
  /** How this message names its sender, where the app says so. */
  look?: Partial<Pick<SenderCard, 'displayName' | 'coverUrl'>>;
  /** Whether a person may write to themselves; else they may not. */
  takesSelf?: true;
  /** What the caller sent, by which a repeated key is compared. */
  input: unknown;
}

/**
 * Writes to a person or a group for the app's server, by core ids. Neither blocks nor membership hold: they bind people, and the server answers
 * for what it sends; a content stays as it is. `at` in epoch ms. `makeMeta` gets its key from the caller: one for each recipient.
 *
 * Throws `UserNotFound` for a sender or receiver who is not there, `GroupNotFound`, `TargetIsSelf`, `IdempotencyConflict`.
 */
export async function writeForApp(
  core: Core,
  appId: string,
  { fromUserId, to, content, look, takesSelf, input }: AppMessage,
  makeMeta: MakeMeta,
  key?: string,
): Promise<{ messageId: number; at: number } & Shown> {
  const isToGroup = 'groupId' in to;
  if (!isToGroup && to.userId === fromUserId && !takesSelf) throw new DomainError('TargetIsSelf');
  const meta = { ...withInput(makeMeta(isToGroup ? 'send-to-group' : 'send-message', key), input), actor: APP_SERVER };
  const from = { ...(await appSenderCard(core, { appId, userId: fromUserId })), ...look };
  const messageId = idOfCommand(meta.commandId);
  if (isToGroup) {
    const { groupId } = to;
    await groupNow(core, appId, groupId);
    const { events, position } = await core.commands.handle(
      conversationDecider,
      groupConversationStream(appId, groupId),
      { type: 'WriteToGroup', messageId, groupId, from, content },
      meta,
    );
    return { messageId, at: events[0]?.meta.at ?? meta.at, ...(await shown(core, position, GROUP_MESSAGE_VIEWS)) };
  }
  const { userId: toUserId } = to;
  await personCard(core, appId, toUserId, 'toUserId');
  const isFollowed = fromUserId !== APP_SERVER && (await isFollowedBy(core, appId, toUserId, fromUserId));
  const { events, position } = await core.commands.handle(
    conversationDecider,
    conversationStream(appId, fromUserId, toUserId),
    { type: 'WriteMessage', messageId, from, toUserId, content, isFollowed },
    meta,
  );
  return { messageId, at: events[0]?.meta.at ?? meta.at, ...(await shown(core, position, MESSAGE_VIEWS)) };
}

/** Sends what passes by, to a person or a group: sockets get it, and nothing is kept in lists. Otherwise as `writeForApp`. */
export async function passByForApp(
  core: Core,
  appId: string,
  { fromUserId, to, content, input }: Omit<AppMessage, 'content'> & { content: CustomContent },
  makeMeta: MakeMeta,
  key?: string,
): Promise<{ messageId: number; at: number }> {
  const meta = { ...withInput(makeMeta('send-signal', key), input), actor: APP_SERVER };
  const from = await appSenderCard(core, { appId, userId: fromUserId });
  const messageId = idOfCommand(meta.commandId);
  const isToGroup = 'groupId' in to;
  if (isToGroup) await groupNow(core, appId, to.groupId);
  else await personCard(core, appId, to.userId, 'toUserId');
  const { events } = isToGroup
    ? await core.commands.handle(
        conversationDecider,
        groupConversationStream(appId, to.groupId),
        { type: 'SignalGroup', messageId, groupId: to.groupId, from, content },
        meta,
      )
    : await core.commands.handle(
        conversationDecider,
        conversationStream(appId, fromUserId, to.userId),
        { type: 'SendSignal', messageId, from, toUserId: to.userId, content },
        meta,
      );
  return { messageId, at: events[0]?.meta.at ?? meta.at };
}

/** As `senderCard`; the app's own server has no card of a person. */
function appSenderCard(core: Core, sender: Actor): Promise<SenderCard> | SenderCard {
  return sender.userId === APP_SERVER ? APP_SENDER : senderCard(core, sender);
}

/** How messages name an app's server. */
export const APP_SENDER: SenderCard = {
  ...{ userId: APP_SERVER, displayName: '系统消息', gender: 'Unspecified', birthDay: '', coverUrl: '' },
  ...{ heiNum: 0, level: 1 },
};

/**
 * Writes in the name of one of the app's people to another, for the app's server. `text` stays as it is, but for words that
 * `isMasked` asks to mask. Blocks do not hold: they bind people, and the server answers for what it sends. People whom nobody has
 * named yet come to be, under their uids.
 *
 * Throws `TargetIsSelf`, `InvalidInput` for a text out of bounds, `IdempotencyConflict`.
 */
export async function sendForApp(
  core: Core,
  { tenant }: App,
  { fromUid, toUid, type, text, isMasked }: BetweenUids & { type: string; text: string; isMasked: boolean },
  makeMeta: MakeMeta,
): Promise<{ messageId: number } & Shown> {
  const meta = withInput(makeMeta('send-message'), { fromUid, toUid, type, text });
  const { fromId, toId } = await peopleOf(core, meta, { fromUid, toUid });
  if (fromId === toId) throw new DomainError('TargetIsSelf');
  const from = await senderCard(core, { appId: tenant, userId: fromId });
  const isFollowed = await isFollowedBy(core, tenant, toId, fromId);
  const shownText = isMasked ? core.settings.words.worded(tenant, text, 'content').text : text;
  const messageId = idOfCommand(meta.commandId);
  const content = vouchedContent(type, shownText);
  const { position } = await core.commands.handle(
    conversationDecider,
    conversationStream(tenant, fromId, toId),
    { type: 'WriteMessage', messageId, from, toUserId: toId, content, isFollowed },
    meta,
  );
  return { messageId, ...(await shown(core, position, MESSAGE_VIEWS)) };
}

/** Sends what passes by: both sides' sockets get it, and nothing is kept in lists. Otherwise as `sendForApp`. */
export async function signalForApp(
  core: Core,
  { tenant }: App,
  { fromUid, toUid, content }: BetweenUids & { content: CustomContent },
  makeMeta: MakeMeta,
): Promise<{ messageId: number }> {
  const meta = withInput(makeMeta('send-signal'), { fromUid, toUid, content });
  const { fromId, toId } = await peopleOf(core, meta, { fromUid, toUid });
  const from = await senderCard(core, { appId: tenant, userId: fromId });
  const messageId = idOfCommand(meta.commandId);
  await core.commands.handle(
    conversationDecider,
    conversationStream(tenant, fromId, toId),
    { type: 'SendSignal', messageId, from, toUserId: toId, content },
    meta,
  );
  return { messageId };
}

/** The two people; whoever is not there yet comes to be, called by their uid. */
async function peopleOf(core: Core, meta: CommandMeta, { fromUid, toUid }: BetweenUids) {
  const { appId } = meta;
  const idOf = async (uid: string, step: 'name-sender' | 'name-receiver') => {
    const known = await personByUid(core, appId, uid);
    if (known !== null) return known;
    const naming = { ...meta, commandId: derivedCommandId(meta.commandId, step), keyed: false };
    return (await nameOrFindPerson(core, naming, uid, { displayName: uid })).userId;
  };
  return { fromId: await idOf(fromUid, 'name-sender'), toId: await idOf(toUid, 'name-receiver') };
}
