import { DomainError } from '../../domain/kernel/errors.ts';
import type { LiveCommand } from '../../domain/live/commands.ts';
import { liveDecider } from '../../domain/live/decider.ts';
import type { LiveStatus } from '../../domain/live/events.ts';
import { liveStream } from '../../domain/streams.ts';
import { liveMembers } from '../../projections/views/live-members.ts';
import { lives } from '../../projections/views/lives.ts';
import type { MakeMeta } from '../commands.ts';
import type { Core } from '../core.ts';
import { cardsOf, namedCard, type PersonCard, personCard, type UserCard } from '../people/cards.ts';
import { documentOf, type LiveDocument, standingIn } from '../rooms/standing.ts';
import { type Done, done } from './done.ts';

/** Members that an operator is shown of a room; `memberCount` says how many there are. */
export const MAX_SHOWN_MEMBERS = 200;

export interface LivesWanted {
  status: LiveStatus;
  /** Those that no list shows, in place of those that lists show. */
  isHidden: boolean;
  offset: number;
  limit: number;
}

/** Lives of a tenant, newest first, with their hosts. */
export async function livesFor(
  core: Core,
  appId: string,
  { status, isHidden, ...page }: LivesWanted,
): Promise<{ live: LiveDocument; host: UserCard | null }[]> {
  const equals = [appId, !isHidden, status] as const;
  const found = await core.models.find(lives, { index: 'recommended', equals, ...page });
  const cards = await cardsOf(
    core,
    appId,
    found.map(({ document }) => document.hostId),
  );
  return found.map(({ document }) => ({ live: document, host: cards.get(document.hostId) ?? null }));
}

export interface LiveForOperator {
  live: LiveDocument;
  host: PersonCard;
  /** At most `MAX_SHOWN_MEMBERS`, as they were called when they came in. */
  members: { userId: number; displayName: string; isMuted: boolean; isManager: boolean }[];
  /** Muted, in the room or not. */
  muted: number[];
}

/** One live, as it is now, whatever its state; who is in its room. Throws `LiveNotFound`. */
export async function liveForOperator(
  core: Core,
  appId: string,
  { liveId }: { liveId: number },
): Promise<LiveForOperator> {
  const { state } = await core.commands.load(liveDecider, liveStream(appId, liveId));
  if (state.status === null) throw new DomainError('LiveNotFound');
  const { hostId, members, muted, managers } = state;
  const shownMembers = [...members].slice(0, MAX_SHOWN_MEMBERS).map(([userId, displayName]) => {
    return { userId, displayName, isMuted: muted.has(userId), isManager: managers.has(userId) };
  });
  const mutedIds = [...muted].slice(0, MAX_SHOWN_MEMBERS);
  const standing = standingIn(state, 0);
  const [live, host] = await Promise.all([documentOf(core, appId, standing), namedCard(core, appId, hostId)]);
  return { live, host, members: shownMembers, muted: mutedIds };
}

/** Ends a live for good; nobody finds it any more. Throws `LiveNotFound`. `makeMeta` must be the system's, as for all of these. */
export function banLive(
  core: Core,
  appId: string,
  { liveId, reason }: { liveId: number; reason: string },
  makeMeta: MakeMeta,
): Promise<Done> {
  return onLive(core, appId, { liveId, word: 'ban', command: { type: 'BanLive', reason } }, makeMeta);
}

/** Stops a live, as its host would: it can be looked back at. One that has stopped stays so. Throws `LiveNotFound`. */
export function closeLive(
  core: Core,
  appId: string,
  { liveId }: { liveId: number },
  makeMeta: MakeMeta,
): Promise<Done> {
  const command = { type: 'StopLive', reason: 'operator' } as const;
  return onLive(core, appId, { liveId, word: 'close', command }, makeMeta);
}

/** Puts somebody out of a room; they come back by invitation alone. Throws `LiveNotFound`, `NotInLive`, `TargetIsSelf` for the host. */
export function kickFromLive(
  core: Core,
  appId: string,
  { liveId, userId }: { liveId: number; userId: number },
  makeMeta: MakeMeta,
): Promise<Done> {
  return onLive(core, appId, { liveId, word: 'kick', command: { type: 'KickViewer', userId } }, makeMeta);
}

/** Mutes somebody in a live, in the room or not, or lets them speak again. Throws `LiveNotFound`, `UserNotFound`, `TargetIsSelf` for the host. */
export async function muteInLive(
  core: Core,
  appId: string,
  { liveId, userId, isMuted }: { liveId: number; userId: number; isMuted: boolean },
  makeMeta: MakeMeta,
): Promise<Done> {
  await personCard(core, appId, userId);
  const command = { type: isMuted ? 'MuteViewer' : 'UnmuteViewer', userId } as const;
  return onLive(core, appId, { liveId, word: isMuted ? 'mute' : 'unmute', command }, makeMeta);
}

async function onLive(
  core: Core,
  appId: string,
  {
    liveId,
    word,
    command,
  }: { liveId: number; word: 'ban' | 'close' | 'kick' | 'mute' | 'unmute'; command: LiveCommand },
  makeMeta: MakeMeta,
): Promise<Done> {
  const stream = liveStream(appId, liveId);
  const { position } = await core.commands.handle(liveDecider, stream, command, makeMeta(`/lives/${liveId}/${word}`));
  return done(core, position, [lives, liveMembers]);
}
