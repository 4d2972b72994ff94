import { expect } from 'chai';
import fc from 'fast-check';
import type { ConferenceCommand } from '../../../domain/conference/commands.ts';
import { conferenceDecider } from '../../../domain/conference/decider.ts';
import { CALL_TIMEOUT_MS, CONNECT_TIMEOUT_MS, type ConferenceEvent } from '../../../domain/conference/events.ts';
import type { Decider } from '../../../domain/kernel/decider.ts';
import { DomainError } from '../../../domain/kernel/errors.ts';
import type { DomainEvent } from '../../../domain/kernel/event.ts';
import type { LiveCommand } from '../../../domain/live/commands.ts';
import { capacity, liveDecider } from '../../../domain/live/decider.ts';
import { LIVE_STATUS } from '../../../domain/live/events.ts';
import { MIN_UNLOCKED_SEATS } from '../../../domain/live/limits.ts';
import { decideSafely, metaOf, person, T0 } from '../../support/given.ts';

const HOST = 1;
const viewer = fc.constantFrom(2, 3, 4, 5);
const anyone = fc.constantFrom(0, HOST, 2, 3, 4, 5);

interface Step<Command> {
  command: Command;
  actor: number;
  /** Time passed since the step before. */
  afterMs: number;
}

/** Plays steps through a decider; refusals by rule are fine. `seen` gets each event with the state that it led to. */
function play<State, Command, Event extends DomainEvent>(
  decider: Decider<State, Command, Event>,
  steps: readonly Step<Command>[],
  seen: (event: Event, state: State, step: Step<Command>, at: number) => void,
): State {
  let state = decider.initialState();
  let at = T0;
  for (const step of steps) {
    at += step.afterMs;
    const meta = metaOf({ actor: step.actor, at });
    let events: Event[] = [];
    try {
      events = decideSafely(decider, step.command, state, meta);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
    }
    for (const event of events) {
      state = decider.evolve(state, event, meta);
      seen(event, state, step, at);
    }
  }
  return state;
}

describe('a live, whatever happens', () => {
  const host = person(HOST);
  const pause = fc.constantFrom(0, 0, 1, 70_000);
  const own = (make: (userId: number) => LiveCommand) =>
    fc.tuple(viewer, pause).map(([actor, afterMs]) => ({ command: make(actor), actor, afterMs }));
  const byAnyone = (command: fc.Arbitrary<LiveCommand>) =>
    fc.tuple(command, fc.oneof(fc.constant(HOST), anyone), pause).map(([each, actor, afterMs]) => ({
      command: each,
      actor,
      afterMs,
    }));
  const step: fc.Arbitrary<Step<LiveCommand>> = fc.oneof(
    {
      weight: 4,
      arbitrary: own((id) => ({ type: 'JoinLive', viewer: person(id), blockedByHost: false, invitationKey: 'k' })),
    },
    {
      weight: 4,
      arbitrary: own((id) => ({ type: 'JoinLive', viewer: person(id), blockedByHost: false, invitationKey: '' })),
    },
    { weight: 3, arbitrary: own((userId) => ({ type: 'LeaveLive', userId, reason: 'quit' })) },
    { weight: 2, arbitrary: own((id) => ({ type: 'Knock', viewer: person(id), blockedByHost: false })) },
    {
      weight: 8,
      arbitrary: byAnyone(
        fc.oneof(
          fc.constantFrom<LiveCommand>({ type: 'LockSeat' }, { type: 'LockSeat' }, { type: 'UnlockSeat' }),
          viewer.map((userId): LiveCommand => ({ type: 'InviteViewer', userId, invitationKey: 'k', host })),
          viewer.map((userId): LiveCommand => ({ type: 'KickViewer', userId })),
          viewer.map((userId): LiveCommand => ({ type: 'MuteViewer', userId })),
        ),
      ),
    },
    {
      weight: 1,
      arbitrary: byAnyone(
        fc.constantFrom<LiveCommand>(
          { type: 'PauseLive' },
          { type: 'ContinueLive' },
          { type: 'StopLive', reason: 'host' },
          { type: 'DeleteLive' },
          { type: 'BanLive', reason: '' },
          { type: 'SetLiveVisible', visible: false },
        ),
      ),
    },
  );
  const opening: Step<LiveCommand>[] = [
    { command: { type: 'CreateLive', liveId: 5, roomId: 50, host, title: 'x', seatCount: 3 }, actor: HOST, afterMs: 0 },
    { command: { type: 'StartLive', host }, actor: HOST, afterMs: 0 },
  ];

  it('never seats more than it has seats for, but by invitation, and never loses its host', () => {
    let overfull = 0;
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80, size: 'max' }), (steps) => {
        let lastJoinTime = 0;
        let joins = 0;
        const members = new Set<number>();
        play(liveDecider, [...opening, ...steps], (event, live, { actor }, at) => {
          if (event.type === 'LiveStarted') members.add(HOST);
          if (event.type === 'LiveStopped') members.clear();
          if (event.type === 'ViewerJoined') {
            const { userId, joinTime, byInvitation, memberCount } = event.data;
            members.add(userId);
            joins++;
            expect(joinTime).to.be.greaterThan(lastJoinTime).and.at.least(at);
            lastJoinTime = joinTime;
            expect(memberCount).to.equal(members.size);
            expect(memberCount <= capacity(live) || byInvitation).to.equal(true);
            if (memberCount > capacity(live)) overfull++;
          }
          if (event.type === 'ViewerLeft') {
            members.delete(event.data.userId);
            expect(event.data.memberCount).to.equal(members.size);
            expect([0, HOST, event.data.userId]).to.include(actor);
          }
          if (event.type === 'SeatLocked') expect(capacity(live)).to.be.at.least(members.size);
          const playing = live.status === LIVE_STATUS.playing;
          expect(live.members.has(HOST)).to.equal(playing);
          expect([...live.members.keys()].sort()).to.deep.equal([...members].sort());
          expect(capacity(live)).to.be.at.least(MIN_UNLOCKED_SEATS).and.at.most(live.seatCount);
          expect(live.totalUsers).to.equal(joins);
          for (const kicked of live.kicked) expect(live.members.has(kicked)).to.equal(false);
        });
      }),
      { numRuns: 300 },
    );
    // The histories reach what they are to show: a room filled past its seats by invitation.
    expect(overfull).to.be.greaterThan(0);
  });

  it('once gone stays as it is', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40, size: 'max' }), (steps) => {
        const gone: Step<LiveCommand> = { command: { type: 'DeleteLive' }, actor: HOST, afterMs: 0 };
        const later: string[] = [];
        let isGone = false;
        play(liveDecider, [...opening, gone, ...steps], (event) => {
          if (isGone) later.push(event.type);
          isGone ||= event.type === 'LiveDeleted';
        });
        expect(later).to.deep.equal([]);
      }),
      { numRuns: 50 },
    );
  });
});

describe('a conference, whatever happens', () => {
  const roomOf = (viewerIsMuted: boolean) => ({ liveId: 5, hostId: HOST, viewerIsMember: true, viewerIsMuted });
  const facts = fc.constantFrom(roomOf(false), roomOf(false), roomOf(false), roomOf(true));
  // Time stands still, creeps, or jumps over one deadline or both; deadlines fire early, late or never.
  const afterMs = fc.constantFrom(0, 0, 1, 500, CONNECT_TIMEOUT_MS - 1, CONNECT_TIMEOUT_MS, CALL_TIMEOUT_MS);
  const ids = fc.integer({ min: 0, max: 60 }).map((n) => `c${n}`);
  const actor = fc.oneof(fc.constant(HOST), viewer);
  type Draft = Omit<Step<ConferenceCommand>, 'afterMs'>;
  const draft: fc.Arbitrary<Draft> = fc.oneof(
    fc.tuple(facts, viewer).map(([room, id]): Draft => {
      return { command: { type: 'RequestCall', room, callId: '', viewer: person(id) }, actor: id };
    }),
    fc.tuple(facts, viewer).map(([room, id]): Draft => {
      return { command: { type: 'CallViewer', room, callId: '', viewer: person(id) }, actor: HOST };
    }),
    fc
      .tuple(facts, viewer, actor, fc.constantFrom('AcceptCall', 'AcceptCall', 'RefuseCall'))
      .map(([room, userId, by, type]): Draft => ({ command: { type, room, userId } as ConferenceCommand, actor: by })),
    fc
      .tuple(
        facts,
        actor,
        fc.constantFrom('JoinConference', 'JoinConference', 'ConfirmConference', 'ConfirmConference', 'QuitConference'),
      )
      .map(([room, by, type]): Draft => ({ command: { type, room } as ConferenceCommand, actor: by })),
    fc.tuple(ids, fc.boolean()).map(([id, isCall]): Draft => {
      return {
        command: isCall ? { type: 'ExpireCall', callId: id } : { type: 'TimeOutConference', conferenceId: id },
        actor: 0,
      };
    }),
    viewer.map((userId): Draft => ({ command: { type: 'ViewerGone', userId }, actor: 0 })),
  );
  /** The whole way from a call to a conversation, or its beginning; chance alone hardly finds it. */
  const courtship = fc.tuple(viewer, fc.integer({ min: 1, max: 6 })).map(([id, length]): Draft[] => {
    const room = roomOf(false);
    const way: Draft[] = [
      { command: { type: 'RequestCall', room, callId: '', viewer: person(id) }, actor: id },
      { command: { type: 'AcceptCall', room, userId: id }, actor: HOST },
      { command: { type: 'JoinConference', room }, actor: HOST },
      { command: { type: 'JoinConference', room }, actor: id },
      { command: { type: 'ConfirmConference', room }, actor: id },
      { command: { type: 'ConfirmConference', room }, actor: HOST },
    ];
    return way.slice(0, length);
  });
  const stretch = fc.oneof(
    { weight: 6, arbitrary: fc.tuple(draft, afterMs).map((each) => [each]) },
    { weight: 1, arbitrary: courtship.map((way) => way.map((each): [Draft, number] => [each, 500])) },
  );
  const steps = fc.array(stretch, { maxLength: 80, size: 'max' }).map((stretches) =>
    stretches.flat().map(([each, ms], n): Step<ConferenceCommand> => {
      const { command } = each;
      const isCall = command.type === 'RequestCall' || command.type === 'CallViewer';
      return { ...each, afterMs: ms, command: isCall ? { ...command, callId: `c${n}` } : command };
    }),
  );

  it('is one at a time, connects two who both came and confirmed, and no deadline ends another', () => {
    let connections = 0;
    fc.assert(
      fc.property(steps, (history) => {
        const waiting = new Map<string, { by: 'viewer' | 'host'; userId: number; expiresAt: number }>();
        let now: { id: string; guest: number; connectBy: number; ready: Set<string>; connected: boolean } | null = null;
        const settle = (callId: string) => expect(waiting.delete(callId), `${callId} settled once`).to.equal(true);

        const check = (event: ConferenceEvent, { command, actor: by }: Step<ConferenceCommand>, at: number) => {
          switch (event.type) {
            case 'CallRequested':
            case 'CallInvited': {
              const { callId, viewer: asked, expiresAt } = event.data;
              for (const call of waiting.values()) expect(call.userId).to.not.equal(asked.userId);
              expect(now?.guest).to.not.equal(asked.userId);
              waiting.set(callId, {
                by: event.type === 'CallRequested' ? 'viewer' : 'host',
                userId: asked.userId,
                expiresAt,
              });
              return;
            }
            case 'CallExpired':
              expect(at).to.be.at.least(waiting.get(event.data.callId)!.expiresAt);
              if (command.type === 'ExpireCall') expect(event.data.callId).to.equal(command.callId);
              return settle(event.data.callId);
            case 'CallRefused':
            case 'CallWithdrawn':
              return settle(event.data.callId);
            case 'ConferenceAccepted': {
              const { callId, conferenceId, guest, connectBy } = event.data;
              const call = waiting.get(callId)!;
              expect(now, 'one at a time').to.equal(null);
              expect(at).to.be.lessThan(call.expiresAt);
              // Only the side that was asked brings it about.
              expect(by).to.equal(call.by === 'viewer' ? HOST : call.userId);
              expect(guest.userId).to.equal(call.userId);
              settle(callId);
              now = { id: conferenceId, guest: guest.userId, connectBy, ready: new Set(), connected: false };
              return;
            }
            case 'ConferenceJoined':
              expect([HOST, now!.guest]).to.include(event.data.userId);
              now!.ready.add(`joined ${event.data.userId}`);
              now!.connectBy = event.data.connectBy;
              return;
            case 'ConferenceConfirmed':
              now!.ready.add(`confirmed ${event.data.userId}`);
              return;
            case 'ConferenceConnected':
              expect(now!.ready.size, 'both joined, both confirmed').to.equal(4);
              expect(at).to.be.lessThan(now!.connectBy);
              now!.connected = true;
              connections++;
              return;
            case 'ConferenceEnded':
              expect(event.data.conferenceId).to.equal(now!.id);
              if (command.type === 'TimeOutConference') expect(command.conferenceId).to.equal(now!.id);
              if (event.data.reason === 'timeout') {
                expect(now!.connected).to.equal(false);
                expect(at).to.be.at.least(now!.connectBy);
              }
              now = null;
              return;
          }
        };
        const state = play(conferenceDecider, history, (event, _, step, at) => check(event, step, at));
        expect(state.current?.conferenceId ?? null).to.equal((now as { id: string } | null)?.id ?? null);
        expect([...state.calls.values()].map(({ callId }) => callId).sort()).to.deep.equal([...waiting.keys()].sort());
      }),
      { numRuns: 500 },
    );
    // The histories reach what they are to show.
    expect(connections).to.be.greaterThan(0);
  });

  it('leaves nothing behind when the live goes', () => {
    fc.assert(
      fc.property(steps, (history) => {
        const gone: Step<ConferenceCommand> = { command: { type: 'LiveGone' }, actor: 0, afterMs: 0 };
        const state = play(conferenceDecider, [...history, gone], () => {});
        expect([state.calls.size, state.current]).to.deep.equal([0, null]);
      }),
      { numRuns: 50 },
    );
  });
});
