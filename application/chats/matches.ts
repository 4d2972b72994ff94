import type { CommandMeta } from '../../domain/kernel/decider.ts';
import { DomainError } from '../../domain/kernel/errors.ts';
import { switchboardStream } from '../../domain/streams.ts';
import { type Switchboard, switchboardDecider, waitingAt } from '../../domain/switchboard/decider.ts';
import { MATCH_MS, MAX_CANDIDATES } from '../../domain/switchboard/limits.ts';
import type { CommandHandler } from '../../event-store/command-handler.ts';
import { stepOf } from '../accounts/identities.ts';
import type { Actor } from '../actor.ts';
import { type MakeMeta, type Shown, shown, whenNew } from '../commands.ts';
import type { Core } from '../core.ts';
import { timedIdOf } from '../ids.ts';
import { personCard } from '../people/cards.ts';
import { blockListOf } from '../policy/people.ts';
import { playingLive } from '../rooms/playing-live.ts';
import { CALL_VIEWS, onSwitchboard, openJoined, switchboardOf } from './switchboard.ts';
import { tipsFrom } from './tips.ts';

/**
 * Asks to be joined with a stranger: at once when somebody who fits waits, else within `MATCH_MS`, after which the wait is over. Asked again,
 * the time begins anew. Both are then told to join their talk.
 *
 * Throws `ChatStateWrong` for who calls, is called or talks, `UserIsLive` for who plays a live, `LineBusy` when too many wait,
 * `IdempotencyConflict`.
 */
export async function matchChat(
  core: Core,
  { appId, userId }: Actor,
  makeMeta: MakeMeta,
): Promise<Shown & { waitMs: number; tips: string[] }> {
  const { gender } = await personCard(core, appId, userId);
  const isLive = (await playingLive(core, appId, userId)) !== null;
  const meta = makeMeta('match-chat');
  const decider = whenNew(switchboardDecider, () => {
    if (isLive) throw new DomainError('UserIsLive');
  });
  const before = await switchboardOf(core, appId);
  const candidates = await candidatesFor(core, appId, userId, before, meta.at);
  const command = { type: 'QueueMatch', chatId: timedIdOf(meta), gender, candidates } as const;
  const queued = await core.commands.handle(
    decider,
    switchboardStream(appId),
    { ...command },
    { ...meta, input: null },
  );
  // Somebody may have begun to wait since the look: of any two, the one who came later sees the other here.
  if (!(await openJoined(core, queued.events, meta))) await pairWaiting(core, userId, stepOf(meta, 'pair-match'));
  const answer = await shown(core, queued.position, CALL_VIEWS);
  return { waitMs: MATCH_MS, tips: tipsFrom(Math.floor(meta.at / 1000)), ...answer };
}

/** Ends the actor's wait for a stranger; does nothing when there is none. Throws `IdempotencyConflict`. */
export async function stopMatchChat(core: Core, _actor: Actor, makeMeta: MakeMeta): Promise<void> {
  await onSwitchboard(core, { type: 'LeaveMatch' }, makeMeta('stop-match-chat'));
}

type Matching = { commands: CommandHandler };

/** Joins somebody who waits for a stranger with who waits longest and fits by now; does nothing when nobody does. `meta` is the system's. */
export async function pairWaiting(core: Matching, userId: number, meta: CommandMeta): Promise<void> {
  const board = await switchboardOf(core, meta.appId);
  if (!board.waiting.has(userId)) return;
  const candidates = await candidatesFor(core, meta.appId, userId, board, meta.at);
  if (candidates.length === 0) return;
  const command = { type: 'PairWaiting', chatId: timedIdOf(meta), userId, candidates } as const;
  const { events } = await onSwitchboard(core, command, meta);
  await openJoined(core, events, meta);
}

/** Of those who wait longest, those of whom neither blocks the other. */
async function candidatesFor(
  core: Matching,
  appId: string,
  userId: number,
  board: Readonly<Switchboard>,
  now: number,
): Promise<number[]> {
  const waiting = waitingAt(board, now)
    .map((each) => each.userId)
    .filter((each) => each !== userId)
    .slice(0, MAX_CANDIDATES);
  if (waiting.length === 0) return [];
  const blocked = await blockListOf(core, appId, userId);
  const isBlockedBy = await Promise.all(
    waiting.map(async (other) => (await blockListOf(core, appId, other)).has(userId)),
  );
  return waiting.filter((other, n) => !blocked.has(other) && !isBlockedBy[n]);
}
