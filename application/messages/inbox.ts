import { conversationDecider } from '../../domain/conversation/decider.ts';
import { inboxDecider } from '../../domain/inbox/decider.ts';
import { conversationStream, inboxStream } from '../../domain/streams.ts';
import { type GroupStanding, groupStandings } from '../../projections/unread.ts';
import { groupMembers } from '../../projections/views/group-members.ts';
import { type GroupDocument, groups } from '../../projections/views/groups.ts';
import { type InboxEntry, inboxEntries } from '../../projections/views/inbox-entries.ts';
import { inboxes, unreadIn } from '../../projections/views/inboxes.ts';
import { conversationOf, type MessageDocument, messages } from '../../projections/views/messages.ts';
import type { Actor } from '../actor.ts';
import { type MakeMeta, type Shown, shown, withInput } from '../commands.ts';
import type { Core } from '../core.ts';
import { APP_SERVER } from '../groups/group.ts';
import { cardsOf, type PersonCard } from '../people/cards.ts';
import { callNoticesOf } from './call-notices.ts';
import { MESSAGE_VIEWS } from './send.ts';
import { APP_SENDER } from './send-for-app.ts';

/** People that a list of conversations shows at most. */
export const MAX_LISTED_CONVERSATIONS = 200;

export interface ListedConversation {
  entry: InboxEntry;
  /** The app itself has no card of a person. */
  other: PersonCard;
  unread: number;
}

/** A group in the list of its member. `at`: of its last message, or of joining while nothing was said; epoch ms. */
export interface ListedGroup extends GroupStanding {
  group: GroupDocument;
  at: number;
}

export interface Conversations {
  conversations: ListedConversation[];
  groups: ListedGroup[];
  /** Of all people and groups, those beyond the lists among them. */
  unread: number;
}

/**
 * Those with whom the actor writes, and their groups, each the last one first and at most `MAX_LISTED_CONVERSATIONS`; and how much is unread in all.
 */
export async function conversationsOf(core: Core, { appId, userId }: Actor): Promise<Conversations> {
  const [found, inbox, standings] = await Promise.all([
    core.models.find(inboxEntries, { index: 'byUser', equals: [appId, userId], limit: MAX_LISTED_CONVERSATIONS }),
    core.models.get(inboxes, `${appId}.${userId}`),
    groupStandings(core.models, appId, userId),
  ]);
  const entries = found.map(({ document }) => document);
  const cards = await cardsOf(
    core,
    appId,
    entries.map(({ otherId }) => otherId),
  );
  const conversations = entries.flatMap((entry) => {
    const other = entry.otherId === APP_SERVER ? APP_SENDER : cards.get(entry.otherId);
    return other ? [{ entry, other, unread: inbox?.unread[entry.otherId] ?? 0 }] : [];
  });
  const unread = standings.reduce((sum, standing) => sum + standing.unread, unreadIn(inbox));
  return { conversations, groups: await listedGroups(core, appId, standings), unread };
}

async function listedGroups(core: Core, appId: string, standings: readonly GroupStanding[]): Promise<ListedGroup[]> {
  const latest = standings
    .map((standing) => ({ ...standing, at: standing.talk?.at ?? standing.member.joinedAt }))
    .sort((a, b) => b.at - a.at)
    .slice(0, MAX_LISTED_CONVERSATIONS);
  const kept = await core.models.getMany(
    groups,
    latest.map(({ member }) => `${appId}.${member.groupId}`),
  );
  return latest.flatMap((standing, n) => (kept[n] ? [{ ...standing, group: kept[n] }] : []));
}

/**
 * What the actor and another person wrote, newest first, without what was taken back. `before`: older than that message; a
 * message that is not of this conversation ends the list.
 */
export async function messagesWith(
  core: Core,
  { appId, userId }: Actor,
  { otherId, before, limit }: { otherId: number; before?: number | undefined; limit: number },
): Promise<MessageDocument[]> {
  const conversation = conversationOf(userId, otherId);
  let after: number | undefined;
  if (before !== undefined) {
    const query = { index: 'byMessageId', equals: [appId, conversation, before], limit: 1 } as const;
    const [last] = await core.models.find(messages, query);
    if (!last) return [];
    after = last.document.seq;
  }
  const found = await core.models.find(messages, {
    index: 'bySeq',
    equals: [appId, conversation],
    limit,
    ...(after !== undefined && { after }),
  });
  return found.map(({ document }) => document).filter(({ content }) => content !== null);
}

/** Counts all that another person wrote so far as read, and tells them; and their calls. Nothing unread is no error. */
export async function readConversation(
  core: Core,
  { appId, userId }: Actor,
  { otherId }: { otherId: number },
  makeMeta: MakeMeta,
): Promise<Shown> {
  const stream = conversationStream(appId, userId, otherId);
  const meta = makeMeta(`read-conversation with ${otherId}`);
  const handled = await core.commands.handle(
    conversationDecider,
    stream,
    { type: 'ReadConversation', otherId },
    withInput(meta, { otherId }),
  );
  if (handled.events.length > 0) return shown(core, handled.position, MESSAGE_VIEWS);
  const inbox = await core.models.get(inboxes, `${appId}.${userId}`);
  if (!inbox?.unread[otherId]) return {};
  const { position } = await core.commands.handle(
    inboxDecider,
    inboxStream(appId, userId),
    { type: 'ReadInboxEntry', otherId },
    makeMeta(`read-inbox-entry of ${otherId}`),
  );
  return shown(core, position, MESSAGE_VIEWS);
}

/** Counts everything as read. The others are not told. */
export async function readInbox(core: Core, { appId, userId }: Actor, makeMeta: MakeMeta): Promise<Shown> {
  const [inbox, standings] = await Promise.all([
    core.models.get(inboxes, `${appId}.${userId}`),
    groupStandings(core.models, appId, userId),
  ]);
  const isCallUnread = (await callNoticesOf(core, { appId, userId })).some(({ isRead }) => !isRead);
  const unreadGroups = standings.flatMap(({ member: { groupId }, talk, unread }) =>
    talk && unread > 0 ? [{ groupId, seq: talk.lastSeq }] : [],
  );
  if (unreadIn(inbox) === 0 && unreadGroups.length === 0 && !isCallUnread) return {};
  const command = { type: 'ReadInbox', groups: unreadGroups } as const;
  const { position } = await core.commands.handle(
    inboxDecider,
    inboxStream(appId, userId),
    command,
    withInput(makeMeta('read-inbox'), { type: 'ReadInbox' }),
  );
  return shown(core, position, [...MESSAGE_VIEWS, groupMembers]);
}

/** Takes another person out of the actor's list, until one of the two writes again. Somebody who is not in it is no error. */
export async function removeInboxEntry(
  core: Core,
  { appId, userId }: Actor,
  { otherId }: { otherId: number },
  makeMeta: MakeMeta,
): Promise<Shown> {
  if ((await core.models.get(inboxEntries, `${appId}.${userId}.${otherId}`)) === null) return {};
  const { position } = await core.commands.handle(
    inboxDecider,
    inboxStream(appId, userId),
    { type: 'RemoveInboxEntry', otherId },
    makeMeta(`remove-inbox-entry of ${otherId}`),
  );
  return shown(core, position, MESSAGE_VIEWS);
}

/** Takes a message back that the actor sent in the last `REVOKE_MS`; both sides are told. Throws `MessageNotRevocable`. */
export async function revokeMessage(
  core: Core,
  { appId, userId }: Actor,
  { otherId, messageId }: { otherId: number; messageId: number },
  makeMeta: MakeMeta,
): Promise<Shown> {
  const { position } = await core.commands.handle(
    conversationDecider,
    conversationStream(appId, userId, otherId),
    { type: 'RevokeMessage', messageId },
    withInput(makeMeta(`revoke-message with ${otherId}`), { messageId }),
  );
  return shown(core, position, MESSAGE_VIEWS);
}
