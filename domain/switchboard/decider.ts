import type { CommandMeta, Decider } from '../kernel/decider.ts';
import { DomainError } from '../kernel/errors.ts';
import { assertNever } from '../kernel/event.ts';
import { acceptDue, cancelDue, dueChat, expired } from './calls.ts';
import type { SwitchboardCommand } from './commands.ts';
import { type SwitchboardEvent, switchboardEventTypes } from './events.ts';
import { expireMatch, leaveMatch, pairWaiting, queueMatch } from './matches.ts';
import { emptySwitchboard, evolve, type Switchboard } from './state.ts';

export { isBusy, ringOf, type Switchboard, waitingAt } from './state.ts';

/**
 * Who calls whom and who is busy (heihei, 约聊, 开始匹配): one switchboard an app, so that nobody is ever in two calls. A time that has
 * passed counts as passed before its deadline fires; deadlines change nothing once the matter is settled.
 */
export function decide(
  command: SwitchboardCommand,
  board: Switchboard,
  meta: Pick<CommandMeta, 'at' | 'actor'>,
): SwitchboardEvent[] {
  switch (command.type) {
    case 'DueChat':
      return dueChat(command, board, meta);
    case 'AcceptDue':
      return acceptDue(command, board, meta);
    case 'CancelDue':
      return cancelDue(command, board, meta);
    case 'ExpireDue': {
      const ring = board.rings.get(command.chatId);
      return ring && meta.at >= ring.expiresAt ? [expired(ring)] : [];
    }
    case 'QueueMatch':
      return queueMatch(command, board, meta);
    case 'PairWaiting':
      return pairWaiting(command, board, meta);
    case 'LeaveMatch':
      return leaveMatch(board, meta);
    case 'ExpireMatch':
      return expireMatch(command, board, meta.at);
    case 'PartPeople':
      bySystem(meta);
      return partPeople(command, board);
    case 'FreeLine': {
      bySystem(meta);
      const { chatId } = command;
      const talk = board.talks.get(chatId);
      return talk ? [{ type: 'LineFreed', data: { chatId, userIds: talk.userIds } }] : [];
    }
    default:
      return assertNever(command);
  }
}

function bySystem({ actor }: Pick<CommandMeta, 'actor'>): void {
  if (actor !== 0) throw new DomainError('SystemOnly');
}

function partPeople(
  { userId, otherId, reason }: Extract<SwitchboardCommand, { type: 'PartPeople' }>,
  { lines, rings, talks, waiting }: Switchboard,
): SwitchboardEvent[] {
  const chatId = lines.get(userId);
  const isMeant = chatId !== undefined && (otherId === undefined || lines.get(otherId) === chatId);
  const ring = isMeant ? rings.get(chatId) : undefined;
  const talk = isMeant ? talks.get(chatId) : undefined;
  const events: SwitchboardEvent[] = [];
  if (ring) {
    const { fromId, toId } = ring;
    events.push({ type: 'DueDropped', data: { chatId: ring.chatId, fromId, toId, reason } });
  }
  if (talk && !talk.broken) events.push({ type: 'TalkBroken', data: { chatId: talk.chatId, reason } });
  if (otherId === undefined && waiting.has(userId)) events.push({ type: 'MatchLeft', data: { userId, reason } });
  return events;
}

export const switchboardDecider: Decider<Switchboard, SwitchboardCommand, SwitchboardEvent> = {
  category: 'switchboard',
  eventTypes: switchboardEventTypes,
  // Everybody writes here: a command that concerns nobody's call leaves nothing.
  hasPart: (_, { lines, waiting }, { actor }) => lines.has(actor) || waiting.has(actor),
  initialState: emptySwitchboard,
  decide,
  evolve,
};
