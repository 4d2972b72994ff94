import { expect } from 'chai';
import { capacity, isMember, KNOCK_COOLDOWN_MS, liveDecider, MAX_SEAT_COUNT } from '../../../domain/live/decider.ts';
import type { LeaveReason, LiveEvent, StopReason } from '../../../domain/live/events.ts';
import { given, person, T0 } from '../../support/given.ts';

const HOST = 1;
const host = { actor: HOST };
const as = (actor: number) => ({ actor });
const live = { liveId: 5, roomId: 50 };
const created = (seatCount = 8): LiveEvent => ({
  type: 'LiveCreated',
  data: { ...live, hostId: HOST, host: person(HOST), title: '晚上好', seatCount },
});
const started: LiveEvent = {
  type: 'LiveStarted',
  data: { liveId: 5, hostId: HOST, host: person(HOST), title: '晚上好' },
};
const playing = (seatCount = 8) => [created(seatCount), started];
const stopped = (reason: StopReason = 'host', onlineUsers = 1, totalUsers = 0): LiveEvent => ({
  type: 'LiveStopped',
  data: { ...live, hostId: HOST, title: '晚上好', reason, totalUsers, onlineUsers },
});
const bannedLive: LiveEvent = { type: 'LiveBanned', data: { liveId: 5, hostId: HOST, reason: 'spam' } };
const deleted: LiveEvent = { type: 'LiveDeleted', data: { liveId: 5, hostId: HOST } };
const over = { stopped: [...playing(), stopped()], banned: [created(), bannedLive], deleted: [created(), deleted] };
/** The n-th to join, with `memberCount` counting the host. */
const joined = (userId: number, n: number, byInvitation = false): LiveEvent => ({
  type: 'ViewerJoined',
  data: { liveId: 5, userId, viewer: person(userId), joinTime: T0 + n, byInvitation, memberCount: n + 1 },
});
const left = (userId: number, memberCount: number, reason: LeaveReason = 'quit'): LiveEvent => ({
  type: 'ViewerLeft',
  data: { liveId: 5, userId, reason, memberCount },
});
const invited = (userId: number, liveKey = 'k'): LiveEvent => ({
  type: 'ViewerInvited',
  data: { liveId: 5, userId, liveKey, host: person(HOST) },
});
const locked = (lockedCount: number): LiveEvent => ({ type: 'SeatLocked', data: { liveId: 5, lockedCount } });
const unlocked = (lockedCount: number): LiveEvent => ({ type: 'SeatUnlocked', data: { liveId: 5, lockedCount } });
const join = (userId: number, change: object = {}) =>
  ({ type: 'JoinLive', viewer: person(userId), blockedByHost: false, liveKey: '', ...change }) as const;
const leave = (userId: number, reason: LeaveReason = 'quit') => ({ type: 'LeaveLive', userId, reason }) as const;
const invite = (userId: number) => ({ type: 'InviteViewer', userId, liveKey: 'k', host: person(HOST) }) as const;
const stop = (reason: StopReason = 'host') => ({ type: 'StopLive', reason }) as const;
const knock = (userId: number, blockedByHost = false) =>
  ({ type: 'Knock', viewer: person(userId), blockedByHost }) as const;

describe('live: lifecycle', () => {
  const create = (change: object = {}) =>
    ({ type: 'CreateLive', ...live, host: person(HOST), title: '晚上好', seatCount: 8, ...change }) as const;
  const start = { type: 'StartLive', host: person(HOST) } as const;

  it('is created once', () => {
    given(liveDecider).when(create(), host).thenExactly(created());
    given(liveDecider, created())
      .when(create({ title: '又来' }), host)
      .thenNothing();
    given(liveDecider, created())
      .when(create({ roomId: 51 }), host)
      .thenFails('IdempotencyConflict');
    given(liveDecider, created())
      .when(create({ host: person(2) }), as(2))
      .thenFails('IdempotencyConflict');
  });
  it('is created in one’s own name', () => given(liveDecider).when(create(), as(2)).thenFails('Forbidden'));
  for (const seatCount of [2, MAX_SEAT_COUNT]) {
    it(`takes ${seatCount} seats`, () =>
      given(liveDecider).when(create({ seatCount }), host).thenExactly(created(seatCount)));
  }
  for (const seatCount of [1, 0, -1, 2.5, MAX_SEAT_COUNT + 1]) {
    it(`refuses ${seatCount} seats`, () =>
      given(liveDecider).when(create({ seatCount }), host).thenFails('InvalidInput', 'seatCount'));
  }
  for (const title of ['', '  ', 'x'.repeat(101)]) {
    it(`refuses a title of ${title.length}`, () =>
      given(liveDecider).when(create({ title }), host).thenFails('InvalidInput', 'title'));
  }

  it('is started by its host, once', () => {
    given(liveDecider, created()).when(start, host).thenExactly(started);
    given(liveDecider, ...playing())
      .when(start, host)
      .thenNothing();
    given(liveDecider, created()).when(start, as(2)).thenFails('NotHost');
    given(liveDecider, ...over.stopped)
      .when(start, host)
      .thenFails('LiveEnded');
  });
  it('seats the host from the start on', () => {
    expect(isMember(given(liveDecider, created()).state(), HOST)).to.equal(false);
    expect(isMember(given(liveDecider, ...playing()).state(), HOST)).to.equal(true);
  });
  it('changes its title in any state but gone', () => {
    const change = { type: 'ChangeLive', title: '新题' } as const;
    const changed: LiveEvent = { type: 'LiveTitleChanged', data: { liveId: 5, title: '新题' } };
    for (const history of [[created()], playing(), over.stopped]) {
      given(liveDecider, ...history)
        .when(change, host)
        .thenExactly(changed);
    }
    given(liveDecider, ...playing(), changed)
      .when(change, host)
      .thenNothing();
    given(liveDecider, ...playing())
      .when({ type: 'ChangeLive', title: ' ' }, host)
      .thenFails('InvalidInput', 'title');
  });
  it('pauses and continues, each once', () => {
    const paused: LiveEvent = { type: 'LivePaused', data: { liveId: 5 } };
    const continued: LiveEvent = { type: 'LiveContinued', data: { liveId: 5 } };
    given(liveDecider, ...playing())
      .when({ type: 'PauseLive' }, host)
      .thenExactly(paused);
    given(liveDecider, ...playing(), paused)
      .when({ type: 'PauseLive' }, host)
      .thenNothing();
    given(liveDecider, ...playing(), paused)
      .when({ type: 'ContinueLive' }, host)
      .thenExactly(continued);
    given(liveDecider, ...playing())
      .when({ type: 'ContinueLive' }, host)
      .thenNothing();
    given(liveDecider, ...playing(), paused, stopped())
      .when({ type: 'ContinueLive' }, host)
      .thenFails('LiveEnded');
  });
  for (const type of ['PauseLive', 'ContinueLive'] as const) {
    it(`${type} knows what has ended and what has not begun`, () => {
      given(liveDecider, ...over.stopped)
        .when({ type }, host)
        .thenFails('LiveEnded');
      given(liveDecider, created()).when({ type }, host).thenFails('LiveNotFound');
    });
  }
  it('is stopped once, by host or system, started or not', () => {
    given(liveDecider, created()).when(stop(), host).thenExactly(stopped('host', 0));
    given(liveDecider, ...playing(), joined(2, 1))
      .when(stop(), host)
      .thenExactly(stopped('host', 2, 1));
    given(liveDecider, ...playing())
      .when(stop('missed-heartbeats'))
      .thenExactly(stopped('missed-heartbeats'));
    given(liveDecider, ...over.stopped)
      .when(stop(), host)
      .thenNothing();
    given(liveDecider, ...playing())
      .when(stop(), as(2))
      .thenFails('NotHost');
  });
  it('that is gone needs no stopping by the system', () => {
    for (const history of Object.values(over))
      given(liveDecider, ...history)
        .when(stop())
        .thenNothing();
    given(liveDecider).when(stop()).thenFails('LiveNotFound');
  });
  it('empties when it ends', () => {
    const state = given(liveDecider, ...playing(), joined(2, 1), invited(3), stopped()).state();
    expect([state.members.size, state.invitations.size, state.totalUsers]).to.deep.equal([0, 0, 1]);
  });
  it('is banned by the system alone, stopped first when it plays', () => {
    const ban = { type: 'BanLive', reason: 'spam' } as const;
    given(liveDecider, created()).when(ban).thenExactly(bannedLive);
    given(liveDecider, ...playing())
      .when(ban)
      .thenExactly(stopped('live-banned'), bannedLive);
    given(liveDecider, ...over.banned)
      .when(ban)
      .thenNothing();
    given(liveDecider, ...over.deleted)
      .when(ban)
      .thenFails('LiveNotFound');
    given(liveDecider, ...playing())
      .when(ban, host)
      .thenFails('Forbidden');
  });
  it('is deleted by its host, stopped first when it plays', () => {
    given(liveDecider, ...playing())
      .when({ type: 'DeleteLive' }, host)
      .thenExactly(stopped(), deleted);
    given(liveDecider, ...over.stopped)
      .when({ type: 'DeleteLive' }, host)
      .thenExactly(deleted);
    given(liveDecider, created()).when({ type: 'DeleteLive' }, host).thenExactly(deleted);
    given(liveDecider, ...over.deleted)
      .when({ type: 'DeleteLive' }, host)
      .thenFails('LiveNotFound');
  });
  it('is shown and hidden', () => {
    const hidden: LiveEvent = { type: 'LiveVisibilitySet', data: { liveId: 5, visible: false } };
    given(liveDecider, ...over.stopped)
      .when({ type: 'SetLiveVisible', visible: false }, host)
      .thenExactly(hidden);
    given(liveDecider, created(), hidden).when({ type: 'SetLiveVisible', visible: false }, host).thenNothing();
    given(liveDecider, created()).when({ type: 'SetLiveVisible', visible: true }, host).thenNothing();
  });
});

describe('live: who may ask, and of which live', () => {
  const hostOnly = [
    { type: 'StartLive', host: person(HOST) },
    { type: 'ChangeLive', title: 'x' },
    { type: 'PauseLive' },
    { type: 'ContinueLive' },
    stop(),
    { type: 'DeleteLive' },
    { type: 'SetLiveVisible', visible: false },
    { type: 'LockSeat' },
    { type: 'UnlockSeat' },
    invite(3),
    { type: 'KickViewer', userId: 2 },
    { type: 'MuteViewer', userId: 2 },
    { type: 'UnmuteViewer', userId: 2 },
  ] as const;
  for (const command of hostOnly) {
    it(`${command.type} is the host’s, of a live that is there`, () => {
      given(liveDecider, ...playing(), joined(2, 1))
        .when(command, as(2))
        .thenFails('NotHost');
      for (const history of [[], over.banned, over.deleted]) {
        given(liveDecider, ...history)
          .when(command, as(2))
          .thenFails('LiveNotFound');
        given(liveDecider, ...history)
          .when(command, host)
          .thenFails('LiveNotFound');
      }
    });
  }
  const whilePlaying = [...hostOnly.slice(7), knock(2)] as const;
  for (const command of whilePlaying) {
    it(`${command.type} is for a live that plays`, () => {
      const asker = command.type === 'Knock' ? as(2) : host;
      given(liveDecider, created()).when(command, asker).thenFails('LiveNotFound');
      given(liveDecider, ...over.stopped)
        .when(command, asker)
        .thenFails('LiveNotFound');
    });
  }
});

describe('live: joining and leaving', () => {
  const full = [...playing(3), joined(2, 1), joined(3, 2)];

  it('takes viewers until the seats are gone', () => {
    given(liveDecider, ...playing(3), joined(2, 1))
      .when(join(3), as(3))
      .thenExactly(joined(3, 2));
    given(liveDecider, ...full)
      .when(join(4), as(4))
      .thenFails('RoomFull');
    given(liveDecider, ...full, left(2, 2))
      .when(join(4), { ...as(4), at: T0 + 9 })
      .thenExactly({
        type: 'ViewerJoined',
        data: { liveId: 5, userId: 4, viewer: person(4), joinTime: T0 + 9, byInvitation: false, memberCount: 3 },
      });
  });
  it('counts locked seats as gone', () => {
    given(liveDecider, ...playing(3), locked(1), joined(2, 1))
      .when(join(3), as(3))
      .thenFails('RoomFull');
    given(liveDecider, ...playing(3), locked(1), unlocked(0), joined(2, 1))
      .when(join(3), as(3))
      .thenExactly(joined(3, 2));
  });
  it('gives out each joinTime once, even when the clock goes back', () =>
    given(liveDecider, ...playing(), joined(2, 7))
      .when(join(3), { ...as(3), at: T0 - 50 })
      .thenExactly({
        type: 'ViewerJoined',
        data: { liveId: 5, userId: 3, viewer: person(3), joinTime: T0 + 8, byInvitation: false, memberCount: 3 },
      }));
  it('is nothing new for the host or a member, full or not', () => {
    given(liveDecider, ...full)
      .when(join(HOST), host)
      .thenNothing();
    given(liveDecider, ...full)
      .when(join(2), as(2))
      .thenNothing();
  });
  it('is in one’s own name', () =>
    given(liveDecider, ...playing())
      .when(join(2), as(3))
      .thenFails('Forbidden'));
  it('needs a live that plays', () => {
    given(liveDecider, created()).when(join(2), as(2)).thenFails('LiveNotRunning');
    given(liveDecider, ...over.stopped)
      .when(join(2), as(2))
      .thenFails('LiveNotRunning');
    for (const history of [[], over.banned, over.deleted]) {
      given(liveDecider, ...history)
        .when(join(2), as(2))
        .thenFails('LiveNotFound');
    }
  });
  it('is refused to whom the host blocks, invited or not', () => {
    const blocked = join(2, { blockedByHost: true, liveKey: 'k' });
    given(liveDecider, ...playing(), invited(2))
      .when(blocked, as(2))
      .thenFails('BlockedByHost');
  });
  it('is refused to who was kicked, until invited', () => {
    const kicked = [...playing(), joined(2, 1), left(2, 1, 'kicked')];
    given(liveDecider, ...kicked)
      .when(join(2), as(2))
      .thenFails('BlockedByHost');
    given(liveDecider, ...kicked, invited(2))
      .when(join(2), { ...as(2), at: T0 + 2 })
      .thenExactly({
        type: 'ViewerJoined',
        data: { liveId: 5, userId: 2, viewer: person(2), joinTime: T0 + 2, byInvitation: false, memberCount: 2 },
      });
  });
  it('stays open to who left otherwise', () => {
    for (const reason of ['quit', 'missed-heartbeats', 'blocked'] as const) {
      const outcome = given(liveDecider, ...playing(), joined(2, 1), left(2, 1, reason)).when(join(2), as(2));
      outcome.thenExactly({ ...joined(2, 2), data: { ...joined(2, 2).data, memberCount: 2 } } as LiveEvent);
    }
  });

  describe('by invitation', () => {
    const withKey = (userId: number, liveKey: string) =>
      given(liveDecider, ...full, invited(4)).when(join(userId, { liveKey }), as(userId));
    it('opens a full room to the invited alone', () => {
      withKey(4, 'k').thenExactly(joined(4, 3, true));
      withKey(4, 'wrong').thenFails('RoomFull');
      withKey(4, '').thenFails('RoomFull');
      withKey(6, 'k').thenFails('RoomFull');
    });
    it('opens it once', () => {
      const used = [...full, invited(4), joined(4, 3, true), left(4, 3)];
      given(liveDecider, ...used)
        .when(join(4, { liveKey: 'k' }), as(4))
        .thenFails('RoomFull');
    });
    it('is used up where a seat was free, too', () =>
      given(liveDecider, ...playing(), invited(2))
        .when(join(2, { liveKey: 'k' }), as(2))
        .thenExactly(joined(2, 1, true)));
    it('without a key opens nothing', () =>
      given(liveDecider, ...full, invited(4, ''))
        .when(join(4), as(4))
        .thenFails('RoomFull'));
    it('counts only in its latest form', () => {
      const again = [...full, invited(4, 'old'), invited(4, 'new')];
      given(liveDecider, ...again)
        .when(join(4, { liveKey: 'old' }), as(4))
        .thenFails('RoomFull');
      given(liveDecider, ...again)
        .when(join(4, { liveKey: 'new' }), as(4))
        .thenExactly(joined(4, 3, true));
    });
  });

  it('lets members leave, once', () => {
    given(liveDecider, ...full)
      .when(leave(2), as(2))
      .thenExactly(left(2, 2));
    given(liveDecider, ...full, left(2, 2))
      .when(leave(2), as(2))
      .thenNothing();
    given(liveDecider, ...over.stopped)
      .when(leave(2), as(2))
      .thenNothing();
  });
  it('lets the system and the host make them leave, nobody else', () => {
    given(liveDecider, ...full)
      .when(leave(2, 'missed-heartbeats'))
      .thenExactly(left(2, 2, 'missed-heartbeats'));
    given(liveDecider, ...full)
      .when(leave(2, 'blocked'), host)
      .thenExactly(left(2, 2, 'blocked'));
    given(liveDecider, ...full)
      .when(leave(2), as(3))
      .thenFails('Forbidden');
  });
  it('keeps the host until the live stops', () => {
    given(liveDecider, ...full)
      .when(leave(HOST), host)
      .thenNothing();
    given(liveDecider, ...full)
      .when(leave(HOST, 'missed-heartbeats'))
      .thenNothing();
  });
  it('knows no leaving of a live that is not there', () =>
    given(liveDecider).when(leave(2), as(2)).thenFails('LiveNotFound'));
});

describe('live: seats', () => {
  const lock = { type: 'LockSeat' } as const;
  it('are locked and unlocked one by one', () => {
    given(liveDecider, ...playing())
      .when(lock, host)
      .thenExactly(locked(1));
    given(liveDecider, ...playing(), locked(1), locked(2))
      .when({ type: 'UnlockSeat' }, host)
      .thenExactly(unlocked(1));
    given(liveDecider, ...playing())
      .when({ type: 'UnlockSeat' }, host)
      .thenNothing();
    expect(capacity(given(liveDecider, ...playing(), locked(1), locked(2)).state())).to.equal(6);
  });
  it('stay two at least', () => {
    given(liveDecider, ...playing(3))
      .when(lock, host)
      .thenExactly(locked(1));
    given(liveDecider, ...playing(3), locked(1))
      .when(lock, host)
      .thenFails('SeatsAtMinimum');
    given(liveDecider, ...playing(2))
      .when(lock, host)
      .thenFails('SeatsAtMinimum');
  });
  it('that are taken can’t be locked', () => {
    const three = [joined(2, 1), joined(3, 2)];
    given(liveDecider, ...playing(4), ...three)
      .when(lock, host)
      .thenExactly(locked(1));
    given(liveDecider, ...playing(3), ...three)
      .when(lock, host)
      .thenFails('SeatsAtMinimum');
    given(liveDecider, ...playing(3), ...three, joined(4, 3, true))
      .when(lock, host)
      .thenFails('SeatsAtMinimum');
  });
});

describe('live: knocking', () => {
  const knocked = (userId: number): LiveEvent => ({
    type: 'ViewerKnocked',
    data: { liveId: 5, hostId: HOST, viewer: person(userId) },
  });
  it('reaches the host once a minute for each viewer', () => {
    given(liveDecider, ...playing())
      .when(knock(2), as(2))
      .thenExactly(knocked(2));
    const again = (ms: number) =>
      given(liveDecider, ...playing(), knocked(2)).when(knock(2), { ...as(2), at: T0 + ms });
    again(KNOCK_COOLDOWN_MS - 1).thenFails('KnockedTooOften');
    again(KNOCK_COOLDOWN_MS).thenExactly(knocked(2));
    given(liveDecider, ...playing(), knocked(2))
      .when(knock(3), as(3))
      .thenExactly(knocked(3));
  });
  it('is for those outside whom the host does not block', () => {
    given(liveDecider, ...playing(), joined(2, 1))
      .when(knock(2), as(2))
      .thenFails('Forbidden');
    given(liveDecider, ...playing())
      .when(knock(HOST), host)
      .thenFails('Forbidden');
    given(liveDecider, ...playing())
      .when(knock(2, true), as(2))
      .thenFails('Forbidden');
    given(liveDecider, ...playing())
      .when(knock(2), as(3))
      .thenFails('Forbidden');
  });
});

describe('live: moderation', () => {
  const about = (type: 'KickViewer' | 'MuteViewer' | 'UnmuteViewer', userId = 2) => ({ type, userId }) as const;
  const muted: LiveEvent = { type: 'ViewerMuted', data: { ...live, userId: 2 } };
  const unmuted: LiveEvent = { type: 'ViewerUnmuted', data: { ...live, userId: 2 } };

  it('kicks members', () => {
    given(liveDecider, ...playing(), joined(2, 1))
      .when(about('KickViewer'), host)
      .thenExactly(left(2, 1, 'kicked'));
    given(liveDecider, ...playing())
      .when(about('KickViewer'), host)
      .thenFails('NotInLive');
  });
  it('mutes and unmutes, member or not, each once', () => {
    given(liveDecider, ...playing())
      .when(about('MuteViewer'), host)
      .thenExactly(muted);
    given(liveDecider, ...playing(), muted)
      .when(about('MuteViewer'), host)
      .thenNothing();
    given(liveDecider, ...playing(), muted)
      .when(about('UnmuteViewer'), host)
      .thenExactly(unmuted);
    given(liveDecider, ...playing(), muted, unmuted)
      .when(about('UnmuteViewer'), host)
      .thenNothing();
  });
  it('keeps who is muted muted over leaving and coming back', () =>
    expect(
      given(liveDecider, ...playing(), joined(2, 1), muted, left(2, 1), joined(2, 2))
        .state()
        .muted.has(2),
    ).to.equal(true));
  it('invites anybody', () =>
    given(liveDecider, ...playing())
      .when(invite(3), host)
      .thenExactly(invited(3)));
  for (const command of [
    about('KickViewer', HOST),
    about('MuteViewer', HOST),
    about('UnmuteViewer', HOST),
    invite(HOST),
  ]) {
    it(`${command.type} is not about oneself`, () =>
      given(liveDecider, ...playing())
        .when(command, host)
        .thenFails('TargetIsSelf'));
  }
});
