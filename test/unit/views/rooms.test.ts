import { expect } from 'chai';
import type { SalonEvent } from '../../../domain/events.ts';
import { liveMembers } from '../../../projections/views/live-members.ts';
import { lives } from '../../../projections/views/lives.ts';
import { credited, given, joined, left, liveCreated, liveStarted, liveStopped, T0 } from '../../support/view-events.ts';

describe('view lives', () => {
  const live = (...events: SalonEvent[]) => given(liveCreated, ...events).into(lives)['app.9'];

  it('begins as created', () => {
    expect(live()).to.deep.equal({
      ...{
        appId: 'app',
        liveId: 9,
        roomId: 90,
        hostId: 2,
        title: 'first',
        status: 'created',
        visible: true,
        paused: false,
      },
      ...{ createdAt: T0, startedAt: 0, endedAt: 0, seatCount: 8, lockedCount: 0 },
      ...{ memberCount: 0, totalUsers: 0, totalPoints: 0 },
    });
  });

  it('plays, with the host in it', () => {
    expect(live(liveStarted)).to.include({ status: 'playing', title: 'begun', startedAt: T0 + 1_000, memberCount: 1 });
  });

  it('follows title, pause, visibility, seats, people and earnings', () => {
    const shown = live(
      liveStarted,
      { type: 'LiveTitleChanged', data: { liveId: 9, hostId: 1, title: 'new' } },
      { type: 'LivePaused', data: { liveId: 9 } },
      { type: 'LiveVisibilitySet', data: { liveId: 9, visible: false } },
      { type: 'SeatLocked', data: { liveId: 9, lockedCount: 2 } },
      { type: 'SeatUnlocked', data: { liveId: 9, lockedCount: 1 } },
      joined(3, 5, 2),
      joined(4, 6, 3),
      left(3, 2),
      credited,
    );
    expect(shown).to.include({ title: 'new', paused: true, visible: false, lockedCount: 1 });
    expect(shown).to.include({ memberCount: 2, totalUsers: 2, totalPoints: 60 });
    expect(
      live(liveStarted, { type: 'LivePaused', data: { liveId: 9 } }, { type: 'LiveContinued', data: { liveId: 9 } }),
    ).to.include({ paused: false });
  });

  it('ends: stopped, banned or deleted, at the time of the first', () => {
    const over = { memberCount: 0, endedAt: T0 + 3_000 };
    const deleted: SalonEvent = { type: 'LiveDeleted', data: { liveId: 9, hostId: 2 } };
    const banned: SalonEvent = { type: 'LiveBanned', data: { liveId: 9, hostId: 2, reason: 'r' } };
    const begun = [liveStarted, joined(3, 5, 2)];
    expect(live(...begun, liveStopped)).to.include({ ...over, status: 'stopped', totalUsers: 1 });
    expect(live(...begun, liveStopped, deleted)).to.include({ ...over, status: 'deleted' });
    expect(live(...begun, liveStopped, banned)).to.include({ ...over, status: 'banned' });
    expect(live(...begun, deleted)).to.include({ ...over, status: 'deleted' });
  });

  it('makes nothing of a live that was not created', () => {
    expect(given(liveStarted, joined(3, 5, 2), credited).into(lives)).to.deep.equal({});
  });
});

describe('view live-members', () => {
  it('knows who is there and who was', () => {
    const members = given(liveStarted, joined(3, T0 + 1_001, 2), left(3, 1), joined(4, T0 + 5, 2)).into(liveMembers);
    const common = { appId: 'app', liveId: 9 };
    expect(members).to.deep.equal({
      'app.9.2': { ...common, userId: 2, joinTime: T0, present: true, isHost: true },
      'app.9.3': { ...common, userId: 3, joinTime: T0 + 1_001, present: false, isHost: false },
      'app.9.4': { ...common, userId: 4, joinTime: T0 + 5, present: true, isHost: false },
    });
  });

  it('takes one who comes again by the new time', () => {
    const [member] = Object.values(given(joined(3, 5, 2), left(3, 1), joined(3, 8, 2)).into(liveMembers));
    expect(member).to.include({ joinTime: 8, present: true });
  });

  it('sends the host home when the live stops', () => {
    const members = given(liveStarted, joined(3, 5, 2), liveStopped).into(liveMembers);
    expect(members['app.9.2']).to.include({ present: false, isHost: true });
    expect(members['app.9.3']).to.include({ present: true });
  });
});
