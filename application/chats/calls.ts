import type { CommandMeta } from '../../domain/kernel/decider.ts';
import { DomainError } from '../../domain/kernel/errors.ts';
import { type Between, obstacleToReaching } from '../../domain/policy/people.ts';
import { switchboardStream } from '../../domain/streams.ts';
import { ringOf, switchboardDecider } from '../../domain/switchboard/decider.ts';
import type { PartReason, SwitchboardEvent } from '../../domain/switchboard/events.ts';
import { chats } from '../../projections/views/chats.ts';
import { stepOf } from '../accounts/identities.ts';
import type { Actor } from '../actor.ts';
import { type MakeMeta, type Shown, shown, whenNew, withInput } from '../commands.ts';
import type { Core } from '../core.ts';
import { timedIdOf } from '../ids.ts';
import { namedCard, personCard } from '../people/cards.ts';
import { between } from '../policy/people.ts';
import { liveOnAir, playingLive } from '../rooms/playing-live.ts';
import { CALL_VIEWS, onSwitchboard, openJoined, switchboardOf } from './switchboard.ts';

/** A call, and how long it rings from now on; once it is accepted, how long both have to join the talk. */
export interface PlacedCall extends Shown {
  chatId: number;
  expiresInMs: number;
}

/**
 * Calls a person, whose clients ring. The same call again while it rings goes on with the same id and time. A call to somebody who is
 * calling the actor accepts that call. `isReturn`: it answers a call that is over.
 *
 * Throws `TargetIsSelf`, `UserNotFound`, `UserIsLive` when either of the two plays a live, `LineBusy` when either calls, is called or
 * talks, blocks the other, or the other was banned or erased; `TooOften`, `IdempotencyConflict`.
 */
export async function dueChat(
  core: Core,
  actor: Actor,
  { userId, isReturn }: { userId: number; isReturn?: boolean },
  makeMeta: MakeMeta,
): Promise<PlacedCall> {
  const { appId } = actor;
  await namedCard(core, appId, userId);
  const obstacle = await obstacleToCalling(core, actor, userId);
  const from = await personCard(core, appId, actor.userId);
  const meta = withInput(makeMeta('due-chat'), userId);
  const decider = whenNew(switchboardDecider, () => {
    if (obstacle) throw new DomainError(obstacle.code);
  });
  const command = { type: 'DueChat', chatId: timedIdOf(meta), from, toId: userId, isReturn } as const;
  const { events, state, position } = await core.commands.handle(decider, switchboardStream(appId), command, meta);
  if (!(await openJoined(core, events, meta))) await takeBackIfObstructed(core, actor, userId, meta);
  const placed = placedBy(events) ?? ringOf(state, actor.userId, meta.at);
  // A repetition of a call that changed nothing, and is over by now.
  if (!placed) throw new DomainError('LineBusy');
  const expiresInMs = Math.max(0, placed.expiresAt - core.clock.now());
  return { chatId: placed.chatId, expiresInMs, ...(await shown(core, position, CALL_VIEWS)) };
}

/**
 * Accepts the call of `callerId`: both are told to join the talk. With `callsBack`, a call that is over is answered by a call of one's own.
 *
 * Throws `ChatNotFound` for a call that was never made to the actor by that person, `ChatTooLate` for one that is over, with `callsBack` what
 * `dueChat` throws; `IdempotencyConflict`.
 */
export async function acceptChat(
  core: Core,
  actor: Actor,
  { chatId, callerId, callsBack }: { chatId: number; callerId: number; callsBack: boolean },
  makeMeta: MakeMeta,
): Promise<PlacedCall> {
  if (callsBack) {
    const ring = ringOf(await switchboardOf(core, actor.appId), actor.userId, core.clock.now());
    if (ring?.chatId !== chatId) {
      const call = await core.models.get(chats, `${actor.appId}.${actor.userId}.${chatId}`);
      if (call?.kind !== 'was-called' || call.otherId !== callerId) throw new DomainError('ChatNotFound');
      return dueChat(core, actor, { userId: callerId, isReturn: true }, makeMeta);
    }
  }
  const meta = withInput(makeMeta(`accept-chat ${chatId}`), callerId);
  const accepting = { type: 'AcceptDue', chatId, fromId: callerId } as const;
  const { events, position } = await onSwitchboard(core, accepting, meta);
  await openJoined(core, events, meta);
  const joinBy = placedBy(events)?.expiresAt ?? 0;
  const answer = await shown(core, position, CALL_VIEWS);
  return { chatId, expiresInMs: Math.max(0, joinBy - core.clock.now()), ...answer };
}

/**
 * Ends a call that rings: the caller takes it back, or the other refuses it. Throws `ChatNotFound` for a call that does not ring, `NotOwner`
 * for somebody else, `IdempotencyConflict`.
 */
export async function cancelDue(
  core: Core,
  { appId, userId }: Actor,
  { chatId }: { chatId: number },
  makeMeta: MakeMeta,
): Promise<Shown> {
  const by = await personCard(core, appId, userId);
  const meta = withInput(makeMeta(`cancel-due-chat ${chatId}`), chatId);
  const { position } = await onSwitchboard(core, { type: 'CancelDue', chatId, by }, meta);
  return shown(core, position, CALL_VIEWS);
}

/** The call that these events placed or accepted, with the time until which the next step may be taken. */
function placedBy(
  events: readonly { data: SwitchboardEvent['data'] }[],
): { chatId: number; expiresAt: number } | undefined {
  for (const { data } of events) {
    if ('expiresAt' in data) return { chatId: data.chatId, expiresAt: data.expiresAt };
    if ('joinBy' in data) return { chatId: data.chatId, expiresAt: data.joinBy };
  }
  return undefined;
}

interface Obstacle {
  code: 'LineBusy' | 'UserIsLive';
  reason: PartReason;
}

/**
 * What keeps one person from calling another, beside calls and talks; null for nothing. Blocks, bans, erasures and a live that the caller may not know
 * of look like a busy line.
 */
async function obstacleToCalling(core: Core, actor: Actor, userId: number): Promise<Obstacle | null> {
  const { appId } = actor;
  if (userId === actor.userId) return null;
  const people = await between(core, actor, userId);
  if (obstacleToReaching(people)) return { code: 'LineBusy', reason: partReasonOf(people) };
  if (await playingLive(core, appId, actor.userId)) return { code: 'UserIsLive', reason: 'live' };
  if (!(await playingLive(core, appId, userId))) return null;
  const isKnown = (await liveOnAir(core, actor, { hostId: userId })) !== null;
  return { code: isKnown ? 'UserIsLive' : 'LineBusy', reason: 'live' };
}

function partReasonOf({ isBanned, isErased }: Between): PartReason {
  if (isErased) return 'erased';
  return isBanned ? 'banned' : 'blocked';
}

/**
 * Blocks, bans and lives are in other streams. One may have come between the look and the call, and `part-people` may have run before the
 * call: such a call is taken back here. A later one finds the call.
 */
async function takeBackIfObstructed(core: Core, actor: Actor, userId: number, meta: CommandMeta): Promise<void> {
  const obstacle = await obstacleToCalling(core, actor, userId);
  if (!obstacle) return;
  const { code, reason } = obstacle;
  const parting = { type: 'PartPeople', userId: actor.userId, otherId: userId, reason } as const;
  await onSwitchboard(core, parting, stepOf(meta, 'undo-due'));
  throw new DomainError(code);
}
