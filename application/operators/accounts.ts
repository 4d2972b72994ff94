import { userStream } from '../../domain/streams.ts';
import type { UserCommand } from '../../domain/user/commands.ts';
import { userDecider } from '../../domain/user/decider.ts';
import type { ErasureReason } from '../../domain/user/events.ts';
import { userCards } from '../../projections/views/user-cards.ts';
import type { MakeMeta } from '../commands.ts';
import type { Core } from '../core.ts';
import { namedCard } from '../people/cards.ts';
import { type Done, done } from './done.ts';

/**
 * Bans a person of a tenant: their sessions end, searches do not find them, and their rooms are cleared (`clear-banned`). Repeating
 * a ban changes nothing. Throws `UserNotFound`. `makeMeta` must be the system's.
 */
export function banUser(
  core: Core,
  appId: string,
  { userId, reason }: { userId: number; reason: string },
  makeMeta: MakeMeta,
): Promise<Done> {
  return onUser(core, appId, userId, { word: 'ban', command: { type: 'BanUser', reason } }, makeMeta);
}

/** Lets a banned person in again. Throws `UserNotFound`. `makeMeta` must be the system's. */
export function unbanUser(
  core: Core,
  appId: string,
  { userId }: { userId: number },
  makeMeta: MakeMeta,
): Promise<Done> {
  return onUser(core, appId, userId, { word: 'unban', command: { type: 'UnbanUser' } }, makeMeta);
}

/**
 * Erases a person of a tenant, for good: see `eraseOwnAccount`. Erasing again changes nothing. Throws `UserNotFound`. `makeMeta` must be
 * the system's.
 */
export function erasePerson(
  core: Core,
  appId: string,
  { userId, reason }: { userId: number; reason: ErasureReason },
  makeMeta: MakeMeta,
): Promise<Done> {
  return onUser(core, appId, userId, { word: 'erase', command: { type: 'ErasePerson', reason } }, makeMeta);
}

async function onUser(
  core: Core,
  appId: string,
  userId: number,
  { word, command }: { word: 'ban' | 'unban' | 'erase'; command: UserCommand },
  makeMeta: MakeMeta,
): Promise<Done> {
  await namedCard(core, appId, userId);
  const stream = userStream(appId, userId);
  const { position } = await core.commands.handle(userDecider, stream, command, makeMeta(`/users/${userId}/${word}`));
  return done(core, position, [userCards]);
}
