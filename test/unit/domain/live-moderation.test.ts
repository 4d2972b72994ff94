import { expect } from 'chai';
import { capacity, liveDecider } from '../../../domain/live/decider.ts';
import type { LiveEvent } from '../../../domain/live/events.ts';
import { given } from '../../support/given.ts';
import { HOST, host, invite, invited, joined, left, live, locked, playing, unlocked } from './live-samples.ts';

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
