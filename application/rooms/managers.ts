import { DomainError } from '../../domain/kernel/errors.ts';
import { liveDecider } from '../../domain/live/decider.ts';
import { liveStream } from '../../domain/streams.ts';
import { lives } from '../../projections/views/lives.ts';
import type { Actor } from '../actor.ts';
import { type MakeMeta, type Shown, shown, whenNew, withInput } from '../commands.ts';
import type { Core } from '../core.ts';
import { type ListedPerson, listedPeople, personCard } from '../people/cards.ts';
import { requireHost, requireKnown } from '../policy/lives.ts';
import { requireMaySee } from '../policy/people.ts';
import type { InLive } from './moderation.ts';
import { anyStanding, type Standing } from './standing.ts';

/**
 * Makes a person a manager of the room, or no manager any more; repeating it changes nothing. For the host. Throws `LiveNotFound`,
 * `NotHost`, `UserNotFound` (field `userId`), `TargetIsSelf`, `ManagersTooMany`, `IdempotencyConflict`.
 */
export async function setManager(
  core: Core,
  actor: Actor,
  { liveId, userId, isManager }: InLive & { isManager: boolean },
  makeMeta: MakeMeta,
): Promise<Shown> {
  await requireHost(core, actor, liveId);
  if (isManager) await personCard(core, actor.appId, userId, 'userId');
  const command = { type: isManager ? 'AppointManager' : 'DismissManager', userId } as const;
  const meta = withInput(makeMeta(`set-manager ${liveId}`), { userId, isManager });
  const { position } = await core.commands.handle(liveDecider, liveStream(actor.appId, liveId), command, meta);
  return shown(core, position, [lives]);
}

/**
 * Tells the whole room something. For the host, once in `NOTICE_INTERVAL_MS`. Throws `LiveNotFound`, `NotHost`, `TooOften`, `InvalidInput`,
 * `TextNotAllowed`, `IdempotencyConflict`.
 */
export async function giveNotice(
  core: Core,
  actor: Actor,
  { liveId, text }: { liveId: number; text: string },
  makeMeta: MakeMeta,
): Promise<void> {
  const { appId } = actor;
  await requireHost(core, actor, liveId);
  const line = core.settings.words.worded(appId, text, 'text');
  await core.commands.handle(
    whenNew(liveDecider, () => line.requireAllowed()),
    liveStream(appId, liveId),
    { type: 'GiveNotice', text: line.text },
    withInput(makeMeta(`give-notice ${liveId}`), { text }),
  );
}

/** The room's managers, as the actor sees them; for people in the room. Throws `LiveNotFound`, `NotInLive`. */
export async function managersOf(core: Core, actor: Actor, { liveId }: { liveId: number }): Promise<ListedPerson[]> {
  requireInRoom(await anyStanding(core, actor.appId, liveId, actor.userId));
  const { state } = await core.commands.load(liveDecider, liveStream(actor.appId, liveId));
  const people = await listedPeople(core, actor, [...state.managers]);
  return people.filter(({ card }) => !card.banned && !card.erased);
}

/** What somebody is in a room. */
export interface RoomPerson extends ListedPerson {
  isMuted: boolean;
  isManager: boolean;
  isHost: boolean;
}

/**
 * A person, and what they are in a room; for people in the room. Throws `LiveNotFound`, `NotInLive`, `UserNotFound`, `ProfileHidden` when
 * that person blocks the actor.
 */
export async function personInRoom(core: Core, actor: Actor, { liveId, userId }: InLive): Promise<RoomPerson> {
  requireInRoom(await anyStanding(core, actor.appId, liveId, actor.userId));
  await requireMaySee(core, actor, userId);
  const { isMuted, isManager, isHost } = await anyStanding(core, actor.appId, liveId, userId);
  const [found] = await listedPeople(core, actor, [userId]);
  if (!found || found.card.erased) throw new DomainError('UserNotFound');
  return { ...found, isMuted, isManager, isHost };
}

function requireInRoom(found: Standing): void {
  requireKnown(found);
  if (!found.isMember) throw new DomainError('NotInLive');
}
