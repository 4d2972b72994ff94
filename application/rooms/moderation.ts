import { DomainError } from '../../domain/kernel/errors.ts';
import type { LiveCommand } from '../../domain/live/commands.ts';
import { liveDecider } from '../../domain/live/decider.ts';
import { liveStream } from '../../domain/streams.ts';
import type { NamedView } from '../../projections/read-models.ts';
import { liveMembers } from '../../projections/views/live-members.ts';
import { lives } from '../../projections/views/lives.ts';
import type { Actor } from '../actor.ts';
import { type MakeMeta, type Shown, shown } from '../commands.ts';
import type { Core } from '../core.ts';
import { personCard } from '../people/cards.ts';
import { requireKeepsOrder, standing } from '../policy/lives.ts';
import { anyStanding } from './standing.ts';

type Moderation = Extract<LiveCommand, { type: 'KickViewer' | 'MuteViewer' | 'UnmuteViewer' }>;

/** A person, in the room of a live or outside of it. */
export interface InLive {
  liveId: number;
  userId: number;
}

/**
 * Puts a viewer out of the room; they can come back by invitation only. For the host and managers. Throws `LiveNotFound`, `NotHost`,
 * `TargetIsSelf`, `NotInLive` (field `userId`) for people outside the room.
 */
export function kickViewer(core: Core, actor: Actor, whom: InLive, makeMeta: MakeMeta): Promise<Shown> {
  return moderate(core, actor, whom.liveId, { type: 'KickViewer', userId: whom.userId }, makeMeta, [
    lives,
    liveMembers,
  ]);
}

/**
 * Mutes any existing person in a live, in the room or not. For the host and managers. Throws `LiveNotFound`, `NotHost`, `UserNotFound` (field
 * `userId`), `TargetIsSelf`.
 */
export async function muteViewer(core: Core, actor: Actor, whom: InLive, makeMeta: MakeMeta): Promise<Shown> {
  await requireKeepsOrder(core, actor, whom.liveId);
  await personCard(core, actor.appId, whom.userId, 'userId');
  return moderate(core, actor, whom.liveId, { type: 'MuteViewer', userId: whom.userId }, makeMeta);
}

/** Unmutes a person; does nothing unless they were muted. For the host and managers. Throws `LiveNotFound`, `NotHost`, `TargetIsSelf`. */
export function unmuteViewer(core: Core, actor: Actor, whom: InLive, makeMeta: MakeMeta): Promise<Shown> {
  return moderate(core, actor, whom.liveId, { type: 'UnmuteViewer', userId: whom.userId }, makeMeta);
}

/** Each kind of command has its own idempotency keys. `views` are those that show the change; no view shows muting. */
async function moderate(
  core: Core,
  { appId }: Actor,
  liveId: number,
  command: Moderation,
  makeMeta: MakeMeta,
  views: readonly NamedView[] = [],
): Promise<Shown> {
  const meta = makeMeta(`${command.type} ${liveId}`);
  const { position } = await core.commands.handle(liveDecider, liveStream(appId, liveId), command, meta);
  return shown(core, position, views);
}

/**
 * Whether a person is muted in a live. For the host, for people in the room, and for that person. Throws `LiveNotFound`,
 * `NotInLive` for anybody else.
 */
export async function isMuted(core: Core, { appId, userId }: Actor, whom: InLive): Promise<boolean> {
  const asker = await standing(core, appId, whom.liveId, userId);
  if (!asker.isHost && !asker.isMember && whom.userId !== userId) throw new DomainError('NotInLive');
  return (await anyStanding(core, appId, whom.liveId, whom.userId)).isMuted;
}
