import { type CustomContent, vouchedContent } from '../../domain/conversation/content.ts';
import { conversationDecider } from '../../domain/conversation/decider.ts';
import type { CommandMeta } from '../../domain/kernel/decider.ts';
import { derivedCommandId } from '../../domain/kernel/ids.ts';
import { conversationStream } from '../../domain/streams.ts';
import { nameOrFindPerson, personByUid } from '../accounts/named-person.ts';
import type { App } from '../apps.ts';
import { type MakeMeta, type Shown, shown, withInput } from '../commands.ts';
import type { Core } from '../core.ts';
import { idOfCommand } from '../ids.ts';
import { isFollowedBy, MESSAGE_VIEWS, senderCard } from './send.ts';

/** Who writes to whom, by the app's own ids of them. */
export interface BetweenUids {
  fromUid: string;
  toUid: string;
}

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
