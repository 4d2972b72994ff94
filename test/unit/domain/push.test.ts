import { pushDecider } from '../../../domain/push/decider.ts';
import type { PushEvent } from '../../../domain/push/events.ts';
import { MAX_FANS_PUSHES_PER_HOUR, MAX_PUSHES_PER_DAY, MAX_PUSHES_PER_PAIR_HOUR } from '../../../domain/push/limits.ts';
import { given, T0 } from '../../support/given.ts';

const HOUR_MS = 3600_000;
const source = { stream: 'live-heihei.5', revision: 3 };
const about = (n: number, fromUserId = 9) => ({
  ...{ pushId: `push ${n}`, userId: 7, fromUserId, source, expiresAt: T0 + 48 * HOUR_MS },
});
const request = (n: number, fromUserId = 9) => ({ type: 'RequestPush', ...about(n, fromUserId) }) as const;
const requested = (n: number, fromUserId = 9): PushEvent => ({
  type: 'PushRequested',
  data: about(n, fromUserId),
  ignorable: true,
});
const settle = { type: 'SettlePush', pushId: 'push 1', userId: 7, outcome: 'sent', devices: 2 } as const;
const settled: PushEvent = {
  type: 'PushSettled',
  data: { pushId: 'push 1', userId: 7, outcome: 'sent', devices: 2 },
  ignorable: true,
};

describe('the notifications of a person', () => {
  it('are requested and settled once each', () => {
    given(pushDecider).when(request(1)).thenExactly(requested(1));
    given(pushDecider, requested(1)).when(request(1)).thenNothing();
    given(pushDecider, requested(1)).when(settle).thenExactly(settled);
    given(pushDecider, requested(1), settled).when(settle).thenNothing();
    given(pushDecider)
      .when(request(1), { at: about(1).expiresAt })
      .thenNothing();
  });

  it('are limited a sender and hour, and a day', () => {
    const ofPair = Array.from({ length: MAX_PUSHES_PER_PAIR_HOUR }, (_, n) => requested(n));
    given(pushDecider, ...ofPair)
      .when(request(99))
      .thenNothing();
    given(pushDecider, ...ofPair)
      .when(request(99, 10))
      .thenExactly(requested(99, 10));
    given(pushDecider, ...ofPair)
      .when(request(99), { at: T0 + HOUR_MS })
      .thenExactly(requested(99));
    const ofDay = Array.from({ length: MAX_PUSHES_PER_DAY }, (_, n) => requested(n, 1_000 + n));
    given(pushDecider, ...ofDay)
      .when(request(999))
      .thenNothing();
    given(pushDecider, ...ofDay)
      .when(request(999), { at: T0 + 24 * HOUR_MS })
      .thenExactly(requested(999));
  });
});

describe('the notifications of a host’s followers', () => {
  const ofHost = (n: number) => ({ pushId: `push ${n}`, hostId: 9, source, expiresAt: T0 + 2 * HOUR_MS });
  const forFans = (n = 1): PushEvent => ({ type: 'FansPushRequested', data: ofHost(n), ignorable: true });
  const step = (afterUserId: number | null, devices: number) =>
    ({ type: 'AdvanceFansPush', pushId: 'push 1', hostId: 9, afterUserId, devices }) as const;
  const pushed = (afterUserId: number, devices: number): PushEvent => ({
    type: 'FansPushed',
    data: { pushId: 'push 1', hostId: 9, afterUserId, devices },
    ignorable: true,
  });
  const ended = (outcome: 'done' | 'expired', devices: number): PushEvent => ({
    type: 'FansPushEnded',
    data: { pushId: 'push 1', hostId: 9, outcome, devices },
    ignorable: true,
  });

  it('go on step by step, each counted once, to the end', () => {
    given(pushDecider)
      .when({ type: 'RequestFansPush', ...ofHost(1) })
      .thenExactly(forFans());
    given(pushDecider, forFans()).when(step(500, 3)).thenExactly(pushed(500, 3));
    given(pushDecider, forFans(), pushed(500, 3)).when(step(500, 3)).thenNothing();
    given(pushDecider, forFans(), pushed(500, 3)).when(step(null, 2)).thenExactly(ended('done', 5));
    given(pushDecider, forFans(), ended('done', 5)).when(step(null, 2)).thenNothing();
    const expire = { type: 'ExpireFansPush', pushId: 'push 1', hostId: 9 } as const;
    given(pushDecider, forFans(), pushed(500, 3)).when(expire).thenExactly(ended('expired', 3));
    given(pushDecider, forFans(), ended('done', 5)).when(expire).thenNothing();
  });

  it('are limited an hour', () => {
    const often = Array.from({ length: MAX_FANS_PUSHES_PER_HOUR }, (_, n) => forFans(n));
    given(pushDecider, ...often)
      .when({ type: 'RequestFansPush', ...ofHost(99) })
      .thenNothing();
    given(pushDecider, ...often)
      .when({ type: 'RequestFansPush', ...ofHost(99) }, { at: T0 + HOUR_MS })
      .thenExactly(forFans(99));
  });
});
