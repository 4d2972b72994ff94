import { expect } from 'chai';
import { isMember, liveDecider } from '../../../domain/live/decider.ts';
import type { LiveEvent } from '../../../domain/live/events.ts';
import { MAX_SEAT_COUNT } from '../../../domain/live/limits.ts';
import { given, person } from '../../support/given.ts';
import {
  as,
  bannedLive,
  created,
  deleted,
  HOST,
  host,
  invite,
  invited,
  joined,
  knock,
  live,
  over,
  playing,
  started,
  stop,
  stopped,
} from './live-samples.ts';

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
  it('is created in one’s own name', () => given(liveDecider).when(create(), as(2)).thenFails('NotOwner'));
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
    const changed: LiveEvent = { type: 'LiveTitleChanged', data: { liveId: 5, hostId: HOST, title: '新题' } };
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
      .thenFails('SystemOnly');
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
