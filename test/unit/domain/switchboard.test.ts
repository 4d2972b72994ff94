import { expect } from 'chai';
import fc from 'fast-check';
import { DomainError } from '../../../domain/kernel/errors.ts';
import type { SwitchboardCommand } from '../../../domain/switchboard/commands.ts';
import { switchboardDecider } from '../../../domain/switchboard/decider.ts';
import type { SwitchboardEvent } from '../../../domain/switchboard/events.ts';
import {
  JOIN_WITHIN_MS,
  MATCH_MS,
  RETURN_CALL_MS,
  RING_MS,
  SAME_PARTNER_MS,
  WIDEN_MATCH_MS,
} from '../../../domain/switchboard/limits.ts';
import type { Gender } from '../../../domain/user/events.ts';
import { given, metaOf, person } from '../../support/given.ts';

const [ANN, BOB, CYD, DAN] = [1, 2, 3, 4];
const T0 = metaOf().at;

const by = (actor: number, afterMs = 0) => metaOf({ actor, at: T0 + afterMs });
const due = (from: number, to: number, chatId = 100): SwitchboardCommand => ({
  type: 'DueChat',
  chatId,
  from: person(from),
  toId: to,
});
const rang = (from: number, to: number, chatId = 100, atMs = 0): SwitchboardEvent => ({
  type: 'ChatDue',
  data: { chatId, from: person(from), toId: to, isReturn: false, expiresAt: T0 + atMs + RING_MS },
});
const of = (fromId: number, toId: number, chatId = 100) => ({ chatId, fromId, toId });
const accepted = (from: number, to: number, chatId = 100): SwitchboardEvent => ({
  type: 'DueAccepted',
  data: { ...of(from, to, chatId), joinBy: T0 + JOIN_WITHIN_MS },
});
const queued = (userId: number, gender: Gender = 'Female', atMs = 0): SwitchboardEvent => ({
  type: 'MatchQueued',
  data: { userId, gender, until: T0 + atMs + MATCH_MS },
});
const queue = (gender: Gender, candidates: number[]): SwitchboardCommand => ({
  type: 'QueueMatch',
  chatId: 100,
  gender,
  candidates,
});

describe('the switchboard', () => {
  const board = (...events: SwitchboardEvent[]) => given(switchboardDecider, ...events);

  it('rings for 15 s, with an id that no call had', () => {
    board().when(due(ANN, BOB), by(ANN)).thenExactly(rang(ANN, BOB));
    const over: SwitchboardEvent = { type: 'DueExpired', data: of(ANN, BOB) };
    board(rang(ANN, BOB), over)
      .when(due(CYD, BOB, 7), by(CYD))
      .thenExactly(rang(CYD, BOB, 101));
  });

  it('goes on with a call that is made again, and joins two who call each other', () => {
    board(rang(ANN, BOB))
      .when(due(ANN, BOB, 200), by(ANN))
      .thenNothing();
    board(rang(ANN, BOB))
      .when(due(BOB, ANN, 200), by(BOB))
      .thenExactly(accepted(ANN, BOB));
  });

  it('is busy for who calls, is called or talks, until the line is free', () => {
    for (const events of [[rang(ANN, BOB)], [rang(ANN, BOB), accepted(ANN, BOB)]]) {
      for (const busy of [ANN, BOB]) {
        board(...events)
          .when(due(CYD, busy), by(CYD))
          .thenFails('LineBusy');
        board(...events)
          .when(due(busy, CYD), by(busy))
          .thenFails('LineBusy');
      }
    }
    const freed: SwitchboardEvent = { type: 'LineFreed', data: { chatId: 100, userIds: [ANN, BOB] } };
    board(rang(ANN, BOB), accepted(ANN, BOB)).when({ type: 'FreeLine', chatId: 100 }, by(0)).thenExactly(freed);
    board(rang(ANN, BOB), accepted(ANN, BOB), freed).when({ type: 'FreeLine', chatId: 100 }, by(0)).thenNothing();
    board(rang(ANN, BOB), accepted(ANN, BOB), freed)
      .when(due(CYD, BOB), by(CYD))
      .thenExactly(rang(CYD, BOB, 101));
  });

  it('ends a call whose time has passed before anything new begins, whether its deadline has fired or not', () => {
    board(rang(ANN, BOB))
      .when(due(CYD, BOB), by(CYD, RING_MS))
      .thenExactly({ type: 'DueExpired', data: of(ANN, BOB) }, rang(CYD, BOB, 101, RING_MS));
    board(rang(ANN, BOB))
      .when({ type: 'ExpireDue', chatId: 100 }, by(0, RING_MS - 1))
      .thenNothing();
    board(rang(ANN, BOB))
      .when({ type: 'ExpireDue', chatId: 100 }, by(0, RING_MS))
      .thenExactly({ type: 'DueExpired', data: of(ANN, BOB) });
    board(rang(ANN, BOB), accepted(ANN, BOB)).when({ type: 'ExpireDue', chatId: 100 }, by(0, RING_MS)).thenNothing();
  });

  it('lets the one who is called accept, once, while it rings', () => {
    const accept = (fromId = ANN): SwitchboardCommand => ({ type: 'AcceptDue', chatId: 100, fromId });
    board(rang(ANN, BOB)).when(accept(), by(BOB)).thenExactly(accepted(ANN, BOB));
    board(rang(ANN, BOB), accepted(ANN, BOB)).when(accept(), by(BOB)).thenNothing();
    board(rang(ANN, BOB)).when(accept(), by(BOB, RING_MS)).thenFails('ChatTooLate');
    board(rang(ANN, BOB)).when(accept(CYD), by(BOB)).thenFails('ChatNotFound');
    for (const other of [ANN, CYD]) board(rang(ANN, BOB)).when(accept(), by(other)).thenFails('ChatNotFound');
    const cancelled: SwitchboardEvent = { type: 'DueCancelled', data: { ...of(ANN, BOB), by: person(ANN) } };
    board(rang(ANN, BOB), cancelled).when(accept(), by(BOB)).thenFails('ChatTooLate');
    board(rang(ANN, BOB), cancelled).when(accept(), by(CYD)).thenFails('ChatNotFound');
  });

  it('knows for a day that a call returns one in vain', () => {
    const isReturn = (afterMs: number) => {
      const over: SwitchboardEvent = { type: 'DueExpired', data: of(ANN, BOB) };
      const state = board(rang(ANN, BOB), over).state();
      return switchboardDecider
        .decide(due(BOB, ANN), state, by(BOB, afterMs))
        .map(({ data }) => 'isReturn' in data && data.isReturn);
    };
    expect(isReturn(RETURN_CALL_MS - 1)).to.deep.equal([true]);
    expect(isReturn(RETURN_CALL_MS)).to.deep.equal([false]);
  });

  it('matches the other gender at once, anybody after five seconds, nobody twice in ten minutes', () => {
    const matched = (...userIds: number[]): SwitchboardEvent => ({
      type: 'ChatMatched',
      data: { chatId: 100, userIds, joinBy: T0 + JOIN_WITHIN_MS },
    });
    board(queued(ANN))
      .when(queue('Male', [ANN]), by(BOB))
      .thenExactly(matched(ANN, BOB));
    board(queued(ANN))
      .when(queue('Female', [ANN]), by(CYD))
      .thenExactly(queued(CYD));
    board(queued(ANN)).when(queue('Male', []), by(BOB)).thenExactly(queued(BOB, 'Male'));
    board(queued(ANN), queued(CYD))
      .when({ type: 'PairWaiting', chatId: 100, userId: ANN, candidates: [CYD] }, by(0, WIDEN_MATCH_MS))
      .thenExactly({
        type: 'ChatMatched',
        data: { chatId: 100, userIds: [CYD, ANN], joinBy: T0 + WIDEN_MATCH_MS + JOIN_WITHIN_MS },
      });
    const before: SwitchboardEvent[] = [
      { type: 'ChatMatched', data: { chatId: 99, userIds: [ANN, BOB], joinBy: T0 } },
      { type: 'LineFreed', data: { chatId: 99, userIds: [ANN, BOB] } },
    ];
    board(...before, queued(ANN))
      .when(queue('Male', [ANN]), by(BOB))
      .thenExactly(queued(BOB, 'Male'));
    board(...before, queued(ANN, 'Female', SAME_PARTNER_MS))
      .when(queue('Male', [ANN]), by(BOB, SAME_PARTNER_MS))
      .thenExactly({
        type: 'ChatMatched',
        data: { chatId: 100, userIds: [ANN, BOB], joinBy: T0 + SAME_PARTNER_MS + JOIN_WITHIN_MS },
      });
    board(rang(ANN, BOB)).when(queue('Male', []), by(BOB)).thenFails('ChatStateWrong');
  });

  it('parts people: what they have with one another, or with anybody', () => {
    const part = (userId: number, otherId?: number): SwitchboardCommand => ({
      type: 'PartPeople',
      userId,
      reason: 'blocked',
      ...(otherId !== undefined && { otherId }),
    });
    const dropped: SwitchboardEvent = { type: 'DueDropped', data: { ...of(ANN, BOB), reason: 'blocked' } };
    board(rang(ANN, BOB)).when(part(BOB, ANN), by(0)).thenExactly(dropped);
    board(rang(ANN, BOB)).when(part(BOB), by(0)).thenExactly(dropped);
    board(rang(ANN, BOB)).when(part(BOB, CYD), by(0)).thenNothing();
    const broken: SwitchboardEvent = { type: 'TalkBroken', data: { chatId: 100, reason: 'blocked' } };
    board(rang(ANN, BOB), accepted(ANN, BOB)).when(part(ANN, BOB), by(0)).thenExactly(broken);
    board(rang(ANN, BOB), accepted(ANN, BOB), broken).when(part(ANN, BOB), by(0)).thenNothing();
    board(queued(ANN))
      .when(part(ANN), by(0))
      .thenExactly({ type: 'MatchLeft', data: { userId: ANN, reason: 'blocked' } });
    board(queued(ANN)).when(part(ANN, BOB), by(0)).thenNothing();
    board(rang(ANN, BOB)).when(part(ANN), by(ANN)).thenFails('SystemOnly');
  });

  it('never has anybody in two calls, whatever is asked in whatever order', () => {
    const people = [ANN, BOB, CYD, DAN];
    const someone = fc.constantFrom(...people);
    const step = fc.record({
      what: fc.constantFrom('due', 'accept', 'cancel', 'expire', 'match', 'pair', 'leave', 'free', 'part'),
      who: someone,
      other: someone,
      laterMs: fc.integer({ min: 0, max: 8_000 }),
    });
    const commandOf = (
      { what, who, other }: { what: string; who: number; other: number },
      chatId: number,
      open: number,
    ) => {
      const commands: Record<string, [SwitchboardCommand, number]> = {
        due: [due(who, other, chatId), who],
        accept: [{ type: 'AcceptDue', chatId: open, fromId: other }, who],
        cancel: [{ type: 'CancelDue', chatId: open, by: person(who) }, who],
        expire: [{ type: 'ExpireDue', chatId: open }, 0],
        match: [queue(who % 2 === 0 ? 'Male' : 'Female', people), who],
        pair: [{ type: 'PairWaiting', chatId, userId: who, candidates: people }, 0],
        leave: [{ type: 'LeaveMatch' }, who],
        free: [{ type: 'FreeLine', chatId: open }, 0],
        part: [{ type: 'PartPeople', userId: who, otherId: other, reason: 'blocked' }, 0],
      };
      return commands[what]!;
    };
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        let state = switchboardDecider.initialState();
        let at = T0;
        for (const [n, each] of steps.entries()) {
          at += each.laterMs;
          const [command, actor] = commandOf(each, 100 + n, state.lastChatId);
          let events: SwitchboardEvent[] = [];
          try {
            events = switchboardDecider.decide(command, state, metaOf({ actor, at }));
          } catch (error) {
            if (!(error instanceof DomainError)) throw error;
          }
          for (const event of events) state = switchboardDecider.evolve(state, event, { at, actor });
          const inCalls = [
            ...[...state.rings.values()].flatMap(({ fromId, toId }) => [fromId, toId]),
            ...[...state.talks.values()].flatMap(({ userIds }) => userIds),
          ];
          expect(inCalls.length).to.equal(new Set(inCalls).size);
          expect([...state.lines.keys()].sort()).to.deep.equal(inCalls.sort());
          for (const userId of state.waiting.keys()) expect(inCalls).not.to.include(userId);
        }
      }),
      { numRuns: 300 },
    );
  });
});
