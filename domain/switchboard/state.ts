import { dropOldest } from '../kernel/bounded.ts';
import { assertNever } from '../kernel/event.ts';
import type { Gender } from '../user/events.ts';
import type { SwitchboardEvent } from './events.ts';
import { MAX_CALLERS, MAX_CALLS_OF_CALLER, MAX_PARTNERS, MAX_PAST_CALLS } from './limits.ts';

/** A call that has no answer yet. */
export interface Ring {
  chatId: number;
  fromId: number;
  toId: number;
  /** Epoch ms; from then on it counts as expired, whether its deadline has fired or not. */
  expiresAt: number;
}

/** Two people who were joined: from the acceptance until the talk is over. */
export interface Talk {
  chatId: number;
  userIds: readonly number[];
  /** It is to be ended (`TalkBroken`). */
  broken: boolean;
}

/** Somebody who waits for a stranger. Times are epoch ms. */
export interface Waiting {
  userId: number;
  gender: Gender;
  since: number;
  until: number;
}

/** A call that one person made to another and that was not answered so far. */
export interface UnansweredCall {
  toId: number;
  at: number;
}

/** Who is busy, and who waits. Names and pictures are not kept. */
export interface Switchboard {
  lastChatId: number;
  rings: Map<number, Ring>;
  talks: Map<number, Talk>;
  /** By user: the call or talk that they are in. At most one, which is the point of it all. */
  lines: Map<number, number>;
  /** Longest waiting first. */
  waiting: Map<number, Waiting>;
  /** Calls that are over or were accepted, by chat id: who was called. */
  past: Map<number, { toId: number; accepted: boolean }>;
  /** By caller, oldest first: when they called, … */
  callTimes: Map<number, number[]>;
  /** … and whom in vain. */
  unanswered: Map<number, UnansweredCall[]>;
  /** By user: with whom they were matched last. */
  partners: Map<number, { userId: number; at: number }>;
}

export function emptySwitchboard(): Switchboard {
  return {
    lastChatId: 0,
    rings: new Map(),
    talks: new Map(),
    lines: new Map(),
    waiting: new Map(),
    past: new Map(),
    callTimes: new Map(),
    unanswered: new Map(),
    partners: new Map(),
  };
}

/** The call that rings at `now` (epoch ms) and that the person makes or gets. */
export function ringOf({ lines, rings }: Readonly<Switchboard>, userId: number, now: number): Ring | undefined {
  const ring = rings.get(lines.get(userId) ?? 0);
  return ring && now < ring.expiresAt ? ring : undefined;
}

/** Whether somebody calls, is called or talks at `now` (epoch ms). */
export function isBusy(switchboard: Readonly<Switchboard>, userId: number, now: number): boolean {
  const chatId = switchboard.lines.get(userId);
  return chatId !== undefined && (switchboard.talks.has(chatId) || ringOf(switchboard, userId, now) !== undefined);
}

/** People who wait at `now` (epoch ms), longest first. */
export function waitingAt({ waiting }: Readonly<Switchboard>, now: number): Waiting[] {
  return [...waiting.values()].filter(({ until }) => now < until);
}

export function evolve(board: Switchboard, event: SwitchboardEvent, meta: { at: number }): Switchboard {
  switch (event.type) {
    case 'ChatDue': {
      const { chatId, from, toId, expiresAt } = event.data;
      const fromId = from.userId;
      board.lastChatId = Math.max(board.lastChatId, chatId);
      board.rings.set(chatId, { chatId, fromId, toId, expiresAt });
      board.lines.set(fromId, chatId).set(toId, chatId);
      noteCall(board.callTimes, fromId, meta.at);
      noteCall(board.unanswered, fromId, { toId, at: meta.at });
      return board;
    }
    case 'DueAccepted': {
      const { chatId, fromId, toId } = event.data;
      settle(board, event.data, true);
      board.talks.set(chatId, { chatId, userIds: [fromId, toId], broken: false });
      answered(board, fromId, toId);
      answered(board, toId, fromId);
      return board;
    }
    case 'DueCancelled':
    case 'DueExpired':
    case 'DueDropped':
      settle(board, event.data, false);
      free(board, event.data.chatId, [event.data.fromId, event.data.toId]);
      return board;
    case 'MatchQueued': {
      const { userId, gender, until } = event.data;
      const since = board.waiting.get(userId)?.since ?? meta.at;
      board.waiting.set(userId, { userId, gender, since, until });
      return board;
    }
    case 'MatchLeft':
      board.waiting.delete(event.data.userId);
      return board;
    case 'ChatMatched':
      return matched(board, event.data.chatId, event.data.userIds, meta.at);
    case 'TalkBroken': {
      const talk = board.talks.get(event.data.chatId);
      if (talk) talk.broken = true;
      return board;
    }
    case 'LineFreed':
      board.talks.delete(event.data.chatId);
      free(board, event.data.chatId, event.data.userIds);
      return board;
    default:
      return assertNever(event);
  }
}

function matched(board: Switchboard, chatId: number, userIds: readonly number[], at: number): Switchboard {
  board.lastChatId = Math.max(board.lastChatId, chatId);
  board.talks.set(chatId, { chatId, userIds, broken: false });
  for (const [n, userId] of userIds.entries()) {
    board.waiting.delete(userId);
    board.lines.set(userId, chatId);
    board.partners.delete(userId);
    board.partners.set(userId, { userId: userIds[1 - n]!, at });
  }
  dropOldest(board.partners, MAX_PARTNERS);
  return board;
}

function settle(board: Switchboard, { chatId, toId }: { chatId: number; toId: number }, accepted: boolean): void {
  board.rings.delete(chatId);
  board.past.set(chatId, { toId, accepted });
  dropOldest(board.past, MAX_PAST_CALLS);
}

function free({ lines }: Switchboard, chatId: number, userIds: readonly number[]): void {
  for (const userId of userIds) if (lines.get(userId) === chatId) lines.delete(userId);
}

/** Adds a call to its caller's, who becomes the newest caller. */
function noteCall<Call>(calls: Map<number, Call[]>, callerId: number, call: Call): void {
  const known = calls.get(callerId) ?? [];
  calls.delete(callerId);
  calls.set(callerId, [...known.slice(1 - MAX_CALLS_OF_CALLER), call]);
  dropOldest(calls, MAX_CALLERS);
}

function answered({ unanswered }: Switchboard, callerId: number, byId: number): void {
  const left = (unanswered.get(callerId) ?? []).filter(({ toId }) => toId !== byId);
  if (left.length > 0) unanswered.set(callerId, left);
  else unanswered.delete(callerId);
}
