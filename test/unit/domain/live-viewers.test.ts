import { liveDecider } from '../../../domain/live/decider.ts';
import type { LiveEvent } from '../../../domain/live/events.ts';
import { KNOCK_COOLDOWN_MS } from '../../../domain/live/limits.ts';
import { given, person, T0 } from '../../support/given.ts';
import {
  as,
  created,
  HOST,
  host,
  invited,
  join,
  joined,
  knock,
  leave,
  left,
  locked,
  over,
  playing,
  unlocked,
} from './live-samples.ts';

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
      .thenFails('NotOwner'));
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
    const blocked = join(2, { blockedByHost: true, invitationKey: 'k' });
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
    const withKey = (userId: number, invitationKey: string) =>
      given(liveDecider, ...full, invited(4)).when(join(userId, { invitationKey }), as(userId));
    it('opens a full room to the invited alone', () => {
      withKey(4, 'k').thenExactly(joined(4, 3, true));
      withKey(4, 'wrong').thenFails('RoomFull');
      withKey(4, '').thenFails('RoomFull');
      withKey(6, 'k').thenFails('RoomFull');
    });
    it('opens it once', () => {
      const used = [...full, invited(4), joined(4, 3, true), left(4, 3)];
      given(liveDecider, ...used)
        .when(join(4, { invitationKey: 'k' }), as(4))
        .thenFails('RoomFull');
    });
    it('is used up where a seat was free, too', () =>
      given(liveDecider, ...playing(), invited(2))
        .when(join(2, { invitationKey: 'k' }), as(2))
        .thenExactly(joined(2, 1, true)));
    it('without a key opens nothing', () =>
      given(liveDecider, ...full, invited(4, ''))
        .when(join(4), as(4))
        .thenFails('RoomFull'));
    it('counts only in its latest form', () => {
      const again = [...full, invited(4, 'old'), invited(4, 'new')];
      given(liveDecider, ...again)
        .when(join(4, { invitationKey: 'old' }), as(4))
        .thenFails('RoomFull');
      given(liveDecider, ...again)
        .when(join(4, { invitationKey: 'new' }), as(4))
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
      .thenFails('NotOwner');
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
      .thenFails('AlreadyInLive');
    given(liveDecider, ...playing())
      .when(knock(HOST), host)
      .thenFails('AlreadyInLive');
    given(liveDecider, ...playing())
      .when(knock(2, true), as(2))
      .thenFails('BlockedByHost');
    given(liveDecider, ...playing())
      .when(knock(2), as(3))
      .thenFails('NotOwner');
  });
});
