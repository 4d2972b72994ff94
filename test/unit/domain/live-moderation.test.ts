import { expect } from 'chai';
import { capacity, liveDecider } from '../../../domain/live/decider.ts';
import type { LiveEvent } from '../../../domain/live/events.ts';
import { NOTICE_INTERVAL_MS } from '../../../domain/live/limits.ts';
import { given, T0 } from '../../support/given.ts';
import { as, HOST, host, invite, invited, joined, left, live, locked, playing, unlocked } from './live-samples.ts';

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
  it('is also the managers’, over everybody but the host and each other, while they are in the room', () => {
    const manager = (userId: number): LiveEvent => ({ type: 'ManagerAppointed', data: { liveId: 5, userId } });
    const room = () =>
      given(liveDecider, ...playing(), joined(2, 1), joined(3, 2), joined(4, 3), manager(3), manager(4));
    room().when(about('MuteViewer'), as(3)).thenExactly(muted);
    room()
      .when(about('KickViewer'), as(3))
      .thenExactly(left(2, 3, 'kicked'));
    room().when(about('UnmuteViewer'), as(3)).thenNothing();
    for (const userId of [HOST, 3, 4]) {
      for (const type of ['MuteViewer', 'KickViewer', 'UnmuteViewer'] as const) {
        room().when(about(type, userId), as(3)).thenFails('NotHost');
      }
    }
    room().when(invite(7), as(3)).thenFails('NotHost');
    room().when({ type: 'AppointManager', userId: 2 }, as(3)).thenFails('NotHost');
    given(liveDecider, ...playing(), joined(2, 1), manager(3))
      .when(about('KickViewer'), as(3))
      .thenFails('NotHost');
  });
  it('has five managers, whom the host appoints and dismisses', () => {
    const appointed = (userId: number): LiveEvent => ({ type: 'ManagerAppointed', data: { liveId: 5, userId } });
    const dismissed: LiveEvent = { type: 'ManagerDismissed', data: { liveId: 5, userId: 2 } };
    const appoint = (userId: number) => ({ type: 'AppointManager', userId }) as const;
    given(liveDecider, ...playing())
      .when(appoint(2), host)
      .thenExactly(appointed(2));
    given(liveDecider, ...playing(), appointed(2))
      .when(appoint(2), host)
      .thenNothing();
    given(liveDecider, ...playing())
      .when(appoint(HOST), host)
      .thenFails('TargetIsSelf', 'userId');
    const five = [2, 3, 4, 5, 6].map(appointed);
    given(liveDecider, ...playing(), ...five)
      .when(appoint(7), host)
      .thenFails('ManagersTooMany');
    given(liveDecider, ...playing(), ...five, dismissed)
      .when(appoint(7), host)
      .thenExactly(appointed(7));
    given(liveDecider, ...playing(), ...five)
      .when({ type: 'DismissManager', userId: 2 }, host)
      .thenExactly(dismissed);
    given(liveDecider, ...playing())
      .when({ type: 'DismissManager', userId: 2 }, host)
      .thenNothing();
    given(liveDecider, ...playing(), joined(2, 1), appointed(2))
      .when(about('KickViewer'), host)
      .thenExactly(dismissed, left(2, 1, 'kicked'));
    given(liveDecider, ...playing(), joined(2, 1), appointed(2))
      .when({ type: 'LeaveLive', userId: 2, reason: 'blocked' })
      .thenExactly(dismissed, left(2, 1, 'blocked'));
    given(liveDecider, ...playing(), joined(2, 1), appointed(2))
      .when({ type: 'LeaveLive', userId: 2, reason: 'quit' }, as(2))
      .thenExactly(left(2, 1));
  });
  it('tells the room something, not too often', () => {
    const notice = { type: 'GiveNotice', text: ' 抽奖 ' } as const;
    const given1: LiveEvent = { type: 'RoomNoticeGiven', data: { liveId: 5, hostId: HOST, text: '抽奖' } };
    given(liveDecider, ...playing())
      .when(notice, host)
      .thenExactly(given1);
    given(liveDecider, ...playing())
      .when(notice, as(2))
      .thenFails('NotHost');
    given(liveDecider, ...playing())
      .when({ type: 'GiveNotice', text: '长'.repeat(101) }, host)
      .thenFails('InvalidInput', 'text');
    given(liveDecider, ...playing(), given1)
      .when(notice, { ...host, at: T0 + NOTICE_INTERVAL_MS - 1 })
      .thenFails('TooOften');
    given(liveDecider, ...playing(), given1)
      .when(notice, { ...host, at: T0 + NOTICE_INTERVAL_MS })
      .thenExactly(given1);
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
