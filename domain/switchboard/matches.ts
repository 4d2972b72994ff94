import type { CommandMeta } from '../kernel/decider.ts';
import { DomainError } from '../kernel/errors.ts';
import { freeChatId, overdueOf } from './calls.ts';
import type { SwitchboardCommand } from './commands.ts';
import type { SwitchboardEvent } from './events.ts';
import { JOIN_WITHIN_MS, MATCH_MS, MAX_WAITING, SAME_PARTNER_MS, WIDEN_MATCH_MS } from './limits.ts';
import { isBusy, type Switchboard, type Waiting } from './state.ts';

type Meta = Pick<CommandMeta, 'at' | 'actor'>;
type Of<Type extends SwitchboardCommand['type']> = Extract<SwitchboardCommand, { type: Type }>;

/**
 * heihei, 开始匹配: matched with who waits longest and fits, or put into the queue; asked again, the time to wait begins anew. Who calls, is
 * called or talks: `ChatStateWrong`; a full queue: `LineBusy`.
 */
export function queueMatch(command: Of<'QueueMatch'>, board: Switchboard, { at, actor }: Meta): SwitchboardEvent[] {
  if (actor === 0) throw new DomainError('NotOwner');
  if (isBusy(board, actor, at)) throw new DomainError('ChatStateWrong');
  const known = board.waiting.get(actor);
  const since = known && at < known.until ? known.since : at;
  const me: Waiting = { userId: actor, gender: command.gender, since, until: at + MATCH_MS };
  const over = overdueOf(board, [actor]);
  const partner = partnerFor(me, command.candidates, board, at);
  if (partner) return [...over, ...overdueOf(board, [partner.userId]), matched(command.chatId, me, partner, board, at)];
  if (!known && board.waiting.size >= MAX_WAITING) throw new DomainError('LineBusy');
  // Somebody who came before and did not get a stranger in time begins anew.
  const expired: SwitchboardEvent[] = known && since === at ? [left(actor, 'expired')] : [];
  const { userId, gender, until } = me;
  return [...over, ...expired, { type: 'MatchQueued', data: { userId, gender, until } }];
}

/** Matches somebody who waits, if somebody fits by now; else `[]`. */
export function pairWaiting(command: Of<'PairWaiting'>, board: Switchboard, { at }: Meta): SwitchboardEvent[] {
  const me = board.waiting.get(command.userId);
  if (!me || at >= me.until || isBusy(board, me.userId, at)) return [];
  const partner = partnerFor(me, command.candidates, board, at);
  return partner ? [matched(command.chatId, me, partner, board, at)] : [];
}

/** heihei, 停止匹配; `[]` for who does not wait. */
export function leaveMatch(board: Switchboard, { actor }: Meta): SwitchboardEvent[] {
  return board.waiting.has(actor) ? [left(actor, 'stopped')] : [];
}

export function expireMatch({ userId }: Of<'ExpireMatch'>, board: Switchboard, at: number): SwitchboardEvent[] {
  const waiting = board.waiting.get(userId);
  return waiting && at >= waiting.until ? [left(userId, 'expired')] : [];
}

function left(userId: number, reason: 'stopped' | 'expired'): SwitchboardEvent {
  return { type: 'MatchLeft', data: { userId, reason } };
}

/** Who waits longest and fits: the other gender first, then anybody once one of the two has waited for `WIDEN_MATCH_MS`. */
function partnerFor(me: Waiting, candidates: readonly number[], board: Switchboard, at: number): Waiting | undefined {
  const allowed = new Set(candidates);
  const fitting = [...board.waiting.values()].filter(({ userId, until }) => {
    if (userId === me.userId || at >= until || !allowed.has(userId) || isBusy(board, userId, at)) return false;
    const last = board.partners.get(userId);
    return last?.userId !== me.userId || at - last.at >= SAME_PARTNER_MS;
  });
  const isLong = ({ since }: Waiting) => at - since >= WIDEN_MATCH_MS;
  return fitting.find(({ gender }) => gender !== me.gender) ?? fitting.find((other) => isLong(me) || isLong(other));
}

function matched(chatId: number, me: Waiting, partner: Waiting, board: Switchboard, at: number): SwitchboardEvent {
  const byWait = me.since < partner.since ? [me, partner] : [partner, me];
  const userIds = byWait.map(({ userId }) => userId);
  return { type: 'ChatMatched', data: { chatId: freeChatId(board, chatId), userIds, joinBy: at + JOIN_WITHIN_MS } };
}
