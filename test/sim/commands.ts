import { claim, identityOf } from '../../application/accounts/identities.ts';
import { enterChat } from '../../application/chats/talk.ts';
import { conferenceRoom, runOnConference } from '../../application/conferences/conference-room.ts';
import type { Core } from '../../application/core.ts';
import { claimFile } from '../../application/files/claims.ts';
import { fileIdOf } from '../../application/files/signs.ts';
import { fileDecider } from '../../domain/file/decider.ts';
import { pathOf } from '../../domain/file/path.ts';
import type { CommandMeta } from '../../domain/kernel/decider.ts';
import { SALON_NAMESPACE, streamName, uuidV5 } from '../../domain/kernel/ids.ts';
import { fileStream } from '../../domain/streams.ts';
import { userDecider } from '../../domain/user/decider.ts';
import { verificationDecider } from '../../domain/verification/decider.ts';
import { walletDecider } from '../../domain/wallet/decider.ts';
import { APP } from './surroundings.ts';

/** What people do that has no endpoint, or one that waits for something real (a signature, a provider). All are keyed. */

export function metaOf(core: Core, actor: number, purpose: string, key: string): CommandMeta {
  return { appId: APP, actor, at: core.clock.now(), commandId: commandIdOf(actor, purpose, key), keyed: true };
}

/** The id of such a command, by which the log knows it. */
export function commandIdOf(actor: number, purpose: string, key: string): string {
  return uuidV5(SALON_NAMESPACE, JSON.stringify([APP, actor, purpose, key]));
}

/** Everybody has this session, which does not end. */
const SESSION = 'session';

export async function register(core: Core, userId: number, displayName: string): Promise<object> {
  const stream = streamName('user', APP, userId);
  const phone = `138${userId}`;
  await claim(core, metaOf(core, 0, 'claim', phone), identityOf(core, APP, 'phone', phone), userId);
  const person = { userId, phone, heiNum: 10_000_000 + userId, displayName, coverUrl: '' };
  await core.commands.handle(
    userDecider,
    stream,
    { type: 'RegisterUser', ...person },
    metaOf(core, userId, 'register', '1'),
  );
  const session = { type: 'OpenSession', sessionId: SESSION, expiresAt: Number.MAX_SAFE_INTEGER } as const;
  await core.commands.handle(userDecider, stream, session, metaOf(core, userId, 'open-session', '1'));
  return {};
}

/** As /api/user/erase, once the code is accepted. */
export async function erase(core: Core, userId: number, key: string): Promise<object> {
  const stream = streamName('user', APP, userId);
  const command = { type: 'ErasePerson', reason: 'own-wish' } as const;
  await core.commands.handle(userDecider, stream, command, metaOf(core, userId, 'erase', key));
  return {};
}

export async function grant(
  core: Core,
  userId: number,
  amountGold: number,
  source: string,
  expiresAt?: number,
): Promise<object> {
  const stream = streamName('wallet', APP, userId);
  const command = { type: 'GrantGold', userId, amountGold, source, expiresAt } as const;
  await core.commands.handle(walletDecider, stream, command, metaOf(core, 0, 'grant', source));
  return {};
}

export async function issueCode(core: Core, phone: string, key: string): Promise<object> {
  const stream = streamName('verification', APP, phone);
  const command = { type: 'IssueCode', phone, proof: `proof of ${phone}`, from: 'home' } as const;
  await core.commands.handle(verificationDecider, stream, command, metaOf(core, 0, 'issue-code', key));
  return {};
}

/** heihei, 加入连麦接口, without the token that is signed at the end. */
export async function joinConference(core: Core, userId: number, liveId: number, key: string): Promise<object> {
  const caller = { appId: APP, userId, sessionId: 'session' };
  const { room } = await conferenceRoom(core, caller, liveId, undefined);
  const meta = metaOf(core, userId, 'join-conference', key);
  await runOnConference(core, caller, { type: 'JoinConference', room }, meta, liveId);
  return {};
}

/** heihei, 加入对话, without the token that is signed at the end. */
export async function joinChat(core: Core, userId: number, chatId: number, key: string): Promise<object> {
  const caller = { appId: APP, userId, sessionId: 'session' };
  await enterChat(core, caller, { chatId }, () => metaOf(core, userId, `join-chat ${chatId}`, key));
  return {};
}

/** A ticket that ends within the evening, if nobody claims the file first. */
export async function grantUpload(
  core: Core,
  userId: number,
  sign: string,
  dropAfterMs: number,
  kind: { module: 'avatar'; format: 'png' } | { module: 'record'; format: 'mp3' } = { module: 'avatar', format: 'png' },
): Promise<object> {
  const meta = metaOf(core, userId, 'grant-upload', sign);
  const fileId = fileIdOf(sign);
  const times = { expiresAt: meta.at + dropAfterMs, dropAt: meta.at + dropAfterMs };
  const upload = {
    fileId,
    userId,
    ...kind,
    grantedAt: meta.at,
    maxBytes: 10_000,
    ...times,
  } as const;
  const command = { type: 'GrantUpload', ...upload } as const;
  const { state } = await core.commands.handle(fileDecider, fileStream(APP, fileId), command, {
    ...meta,
    input: { sign },
  });
  return { path: pathOf(state.granted!) };
}

export async function claimUpload(core: Core, userId: number, sign: string, purpose: string): Promise<object> {
  const meta = metaOf(core, userId, 'claim', `${sign} ${purpose}`);
  return claimFile(core, { appId: APP, userId }, { sign, module: 'avatar', purpose }, meta);
}
