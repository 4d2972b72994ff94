import type { CommandMeta } from '../kernel/decider.ts';
import { DomainError } from '../kernel/errors.ts';
import type { SwitchboardCommand } from './commands.ts';
import type { SwitchboardEvent } from './events.ts';
import { JOIN_WITHIN_MS, MAX_CALLS_A_MINUTE, MAX_UNANSWERED_AN_HOUR, RETURN_CALL_MS, RING_MS } from './limits.ts';
import { isBusy, type Ring, ringOf, type Switchboard } from './state.ts';

type Meta = Pick<CommandMeta, 'at' | 'actor'>;
type Of<Type extends SwitchboardCommand['type']> = Extract<SwitchboardCommand, { type: Type }>;

const MINUTE_MS = 60_000;
const HOUR_MS = 3600_000;

/**
 * heihei, 约聊. The same call again while it rings is `[]`; a call to somebody who is calling accepts that call. Oneself: `TargetIsSelf`;
 * either side calls, is called or talks: `LineBusy`; too many calls, or to somebody who never answers: `TooOften`. Who waits for a stranger
 * can be called, and no longer waits then.
 */
export function dueChat({ chatId, from, toId, isReturn }: Of<'DueChat'>, board: Switchboard, meta: Meta) {
  const { at, actor } = meta;
  const fromId = from.userId;
  if (actor !== fromId) throw new DomainError('NotOwner');
  if (toId === fromId) throw new DomainError('TargetIsSelf', 'nobody calls themself', 'userId');
  const ring = ringOf(board, fromId, at);
  if (ring?.fromId === fromId && ring.toId === toId) return [];
  if (ring?.fromId === toId) return [accepted(ring, at)];
  if (isBusy(board, fromId, at) || isBusy(board, toId, at)) throw new DomainError('LineBusy');
  mayCallNow(board, fromId, toId, at);
  const calledInVain = (board.unanswered.get(toId) ?? []).some(
    (call) => call.toId === fromId && at - call.at < RETURN_CALL_MS,
  );
  const due = {
    chatId: freeChatId(board, chatId),
    from,
    toId,
    isReturn: isReturn ?? calledInVain,
    expiresAt: at + RING_MS,
  };
  return [
    ...overdueOf(board, [fromId, toId]),
    ...noLongerWaiting(board, [fromId, toId]),
    { type: 'ChatDue', data: due } satisfies SwitchboardEvent,
  ];
}

/**
 * heihei, 前往约聊: the one who is called accepts. Accepted already: `[]`. A call that is over: `ChatTooLate` for the one who was called. No
 * such call for the actor, or from another than `fromId`: `ChatNotFound`.
 */
export function acceptDue({ chatId, fromId }: Of<'AcceptDue'>, board: Switchboard, { at, actor }: Meta) {
  const ring = board.rings.get(chatId);
  if (ring) {
    if (ring.toId !== actor || ring.fromId !== fromId) throw new DomainError('ChatNotFound');
    if (at >= ring.expiresAt) throw new DomainError('ChatTooLate');
    return [accepted(ring, at)];
  }
  const past = board.past.get(chatId);
  if (past?.toId !== actor) throw new DomainError('ChatNotFound');
  if (past.accepted && board.talks.has(chatId)) return [];
  throw new DomainError('ChatTooLate');
}

/**
 * heihei, 停止正在约聊: the caller takes the call back; clients refuse a call by the same endpoint. Somebody else: `NotOwner`; a call that does
 * not ring: `ChatNotFound`.
 */
export function cancelDue({ chatId, by }: Of<'CancelDue'>, board: Switchboard, { at, actor }: Meta) {
  const ring = board.rings.get(chatId);
  if (!ring || at >= ring.expiresAt) throw new DomainError('ChatNotFound');
  const { fromId, toId } = ring;
  if (actor !== by.userId || (actor !== fromId && actor !== toId)) throw new DomainError('NotOwner');
  return [{ type: 'DueCancelled', data: { chatId, fromId, toId, by } } satisfies SwitchboardEvent];
}

/** Calls that have expired though their deadlines have not fired yet, so that nothing new begins on top of them. */
export function overdueOf(board: Switchboard, userIds: readonly number[]): SwitchboardEvent[] {
  const chatIds = new Set(userIds.map((userId) => board.lines.get(userId)));
  return [...chatIds].flatMap((chatId) => {
    const ring = chatId === undefined ? undefined : board.rings.get(chatId);
    return ring ? [expired(ring)] : [];
  });
}

export function expired({ chatId, fromId, toId }: Ring): SwitchboardEvent {
  return { type: 'DueExpired', data: { chatId, fromId, toId } };
}

/** The id of a new call or match: the one proposed, or the next that no call of this app has. */
export function freeChatId({ lastChatId }: Switchboard, proposed: number): number {
  return Math.max(proposed, lastChatId + 1);
}

function accepted({ chatId, fromId, toId }: Ring, at: number): SwitchboardEvent {
  return { type: 'DueAccepted', data: { chatId, fromId, toId, joinBy: at + JOIN_WITHIN_MS } };
}

function mayCallNow(board: Switchboard, fromId: number, toId: number, at: number): void {
  const lately = (board.callTimes.get(fromId) ?? []).filter((time) => at - time < MINUTE_MS);
  const inVain = (board.unanswered.get(fromId) ?? []).filter((call) => call.toId === toId && at - call.at < HOUR_MS);
  if (lately.length >= MAX_CALLS_A_MINUTE || inVain.length >= MAX_UNANSWERED_AN_HOUR) throw new DomainError('TooOften');
}

function noLongerWaiting({ waiting }: Switchboard, userIds: readonly number[]): SwitchboardEvent[] {
  return userIds
    .filter((userId) => waiting.has(userId))
    .map((userId) => ({ type: 'MatchLeft', data: { userId, reason: 'called' } }));
}
