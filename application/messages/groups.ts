import { conversationDecider } from '../../domain/conversation/decider.ts';
import type { SenderCard } from '../../domain/conversation/events.ts';
import { inboxDecider } from '../../domain/inbox/decider.ts';
import { groupConversationStream, inboxStream } from '../../domain/streams.ts';
import { MAX_QUERY_DOCUMENTS } from '../../projections/read-models.ts';
import { groupMembers } from '../../projections/views/group-members.ts';
import { type GroupMessageDocument, groupMessages } from '../../projections/views/group-messages.ts';
import type { Actor } from '../actor.ts';
import { type MakeMeta, type Shown, shown, withInput } from '../commands.ts';
import type { Core } from '../core.ts';
import { APP_SERVER, roleInGroup } from '../groups/group.ts';
import { GROUP_MESSAGE_VIEWS } from './send-to-group.ts';

export type { GroupMessageDocument, SenderCard };

/** Readers of a message that are counted at most. */
export const MAX_COUNTED_READERS = MAX_QUERY_DOCUMENTS - 1;

/**
 * What was said in a group since the actor became a member, newest first, without what was taken back; the app's server reads all of it. `before`:
 * older than that message; a message that is not of this group ends the list. Throws `GroupNotFound`, `NotInGroup`.
 */
export async function groupMessagesOf(
  core: Core,
  actor: Actor,
  { groupId, before, limit }: { groupId: number; before?: number | undefined; limit: number },
): Promise<GroupMessageDocument[]> {
  const { appId } = actor;
  const fromSeq = await fromSeqOf(core, actor, groupId);
  let after: number | undefined;
  if (before !== undefined) {
    const last = await messageWithId(core, appId, groupId, before);
    if (!last) return [];
    after = last.seq;
  }
  const found = await core.models.find(groupMessages, {
    index: 'bySeq',
    equals: [appId, groupId],
    until: fromSeq + 1,
    limit,
    ...(after !== undefined && { after }),
  });
  return found.map(({ document }) => document).filter(({ content }) => content !== null);
}

/**
 * Counts all that was said in a group so far as read. It is written into the reader's own inbox: it costs the group nothing. Nothing unread is no
 * error. Throws `GroupNotFound`, `NotInGroup`.
 */
export async function readGroup(
  core: Core,
  actor: Actor,
  { groupId }: { groupId: number },
  makeMeta: MakeMeta,
): Promise<Shown> {
  const { appId, userId } = actor;
  await roleInGroup(core, actor, groupId);
  const { state } = await core.commands.load(conversationDecider, groupConversationStream(appId, groupId));
  const { lastSeq: seq } = state;
  const member = await core.models.get(groupMembers, `${appId}.${groupId}.${userId}`);
  if (!member || member.readSeq >= seq) return {};
  const { position } = await core.commands.handle(
    inboxDecider,
    inboxStream(appId, userId),
    { type: 'ReadGroups', groups: [{ groupId, seq }] },
    withInput(makeMeta(`read-group ${groupId}`), { groupId }),
  );
  return shown(core, position, GROUP_MESSAGE_VIEWS);
}

/**
 * How many members have read a message, its author left out; at most MAX_COUNTED_READERS, `isMore` beyond. A message that is not there, or that the
 * actor may not see, was read by nobody. Throws `GroupNotFound`, `NotInGroup`.
 */
export async function groupReaders(
  core: Core,
  actor: Actor,
  { groupId, messageId }: { groupId: number; messageId: number },
): Promise<{ count: number; isMore: boolean }> {
  const { appId } = actor;
  const fromSeq = await fromSeqOf(core, actor, groupId);
  const message = await messageWithId(core, appId, groupId, messageId);
  if (!message || message.seq <= fromSeq) return { count: 0, isMore: false };
  const { seq, from } = message;
  const query = { index: 'byRead', equals: [appId, groupId], from: seq, limit: MAX_QUERY_DOCUMENTS } as const;
  const found = await core.models.find(groupMembers, query);
  // Who joined after the message has it behind them, and never saw it.
  const readers = found.filter(({ document: member }) => member.userId !== from.userId && member.fromSeq < seq);
  return { count: readers.length, isMore: found.length === MAX_QUERY_DOCUMENTS };
}

/**
 * Takes back a message in a group, within `REVOKE_MS`: one's own, or anybody's for whoever runs the group. The members are told. Throws
 * `GroupNotFound`, `NotInGroup`, `MessageNotRevocable`.
 */
export async function revokeInGroup(
  core: Core,
  actor: Actor,
  { groupId, messageId }: { groupId: number; messageId: number },
  makeMeta: MakeMeta,
): Promise<Shown> {
  const { appId } = actor;
  const mayRevokeOthers = (await roleInGroup(core, actor, groupId)) !== 'member';
  const { position } = await core.commands.handle(
    conversationDecider,
    groupConversationStream(appId, groupId),
    { type: 'RevokeInGroup', messageId, groupId, mayRevokeOthers },
    withInput(makeMeta(`revoke-in-group ${groupId}`), { messageId }),
  );
  return shown(core, position, GROUP_MESSAGE_VIEWS);
}

/** The last message that had been sent when the actor became a member. Throws `GroupNotFound`, `NotInGroup`. */
async function fromSeqOf(core: Core, actor: Actor, groupId: number): Promise<number> {
  const { appId, userId } = actor;
  await roleInGroup(core, actor, groupId);
  if (userId === APP_SERVER) return 0;
  const member = await core.models.get(groupMembers, `${appId}.${groupId}.${userId}`);
  // So new that the read models do not know them: nothing was said since.
  return member?.fromSeq ?? Number.MAX_SAFE_INTEGER - 1;
}

async function messageWithId(core: Core, appId: string, groupId: number, messageId: number) {
  const query = { index: 'byMessageId', equals: [appId, groupId, messageId], limit: 1 } as const;
  const [found] = await core.models.find(groupMessages, query);
  return found?.document ?? null;
}
