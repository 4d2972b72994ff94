import { expect } from 'chai';
import {
  conferenceDecider,
  currentConference,
  MAX_QUEUED_CALLS,
  waitingCall,
} from '../../../domain/conference/decider.ts';
import {
  CALL_TIMEOUT_MS,
  CONNECT_TIMEOUT_MS,
  type ConferenceEndReason,
  type ConferenceEvent,
} from '../../../domain/conference/events.ts';
import { given, person, T0 } from '../../support/given.ts';

const HOST = 1;
const inLive = { liveId: 5, hostId: HOST };
const room = { ...inLive, viewerIsMember: true, viewerIsMuted: false };
const outside = { ...room, viewerIsMember: false };
const as = (actor: number, at = T0) => ({ actor, at });
const request = (userId: number, callId = `c${userId}`, facts = room) =>
  ({ type: 'RequestCall', room: facts, callId, viewer: person(userId) }) as const;
const call = (userId: number, callId = `c${userId}`, facts = room) =>
  ({ type: 'CallViewer', room: facts, callId, viewer: person(userId) }) as const;
const accept = (userId: number, facts = room) => ({ type: 'AcceptCall', room: facts, userId }) as const;
const refuse = (userId: number) => ({ type: 'RefuseCall', room, userId }) as const;
const join = (facts = room) => ({ type: 'JoinConference', room: facts }) as const;
const confirm = { type: 'ConfirmConference', room } as const;
const quit = { type: 'QuitConference', room } as const;
const expire = (callId = 'c2') => ({ type: 'ExpireCall', callId }) as const;
const timeOut = (conferenceId = 'c2') => ({ type: 'TimeOutConference', conferenceId }) as const;
const gone = (userId: number) => ({ type: 'ViewerGone', userId }) as const;

const asked = (
  type: 'CallRequested' | 'CallInvited',
  userId: number,
  callId = `c${userId}`,
  at = T0,
): ConferenceEvent => ({
  type,
  data: { ...inLive, callId, viewer: person(userId), expiresAt: at + CALL_TIMEOUT_MS },
});
const requested = (userId: number, callId?: string, at?: number) => asked('CallRequested', userId, callId, at);
const invited = (userId: number, callId?: string, at?: number) => asked('CallInvited', userId, callId, at);
const expired = (userId: number, by: 'viewer' | 'host' = 'viewer', callId = `c${userId}`): ConferenceEvent => ({
  type: 'CallExpired',
  data: { ...inLive, callId, userId, by },
});
const refused = (userId: number, refusedBy: number): ConferenceEvent => ({
  type: 'CallRefused',
  data: { ...inLive, callId: `c${userId}`, userId, refusedBy },
});
const withdrawn = (userId: number, callId = `c${userId}`): ConferenceEvent => ({
  type: 'CallWithdrawn',
  data: { ...inLive, callId, userId },
});
const accepted = (userId: number, callId = `c${userId}`, at = T0): ConferenceEvent => ({
  type: 'ConferenceAccepted',
  data: { ...inLive, conferenceId: callId, callId, guest: person(userId), connectBy: at + CONNECT_TIMEOUT_MS },
});
const part = { ...inLive, conferenceId: 'c2' };
const guest = person(2);
const joined = (userId: number, { at = T0, first = false, connected = false } = {}): ConferenceEvent => ({
  type: 'ConferenceJoined',
  data: { ...part, userId, guest, connectBy: at + CONNECT_TIMEOUT_MS, first, connected },
});
const confirmed = (userId: number): ConferenceEvent => ({ type: 'ConferenceConfirmed', data: { ...part, userId } });
const connected: ConferenceEvent = { type: 'ConferenceConnected', data: { ...part, guest } };
const ended = (reason: ConferenceEndReason): ConferenceEvent => ({
  type: 'ConferenceEnded',
  data: { ...part, guest, reason },
});

/** Viewer 2's call was accepted; both came; both succeeded. */
const waiting = [requested(2), accepted(2)];
const bothIn = [...waiting, joined(HOST, { first: true }), joined(2)];
const talking = [...bothIn, confirmed(HOST), confirmed(2), connected];
const story = (...events: ConferenceEvent[]) => given(conferenceDecider, ...events);

describe('conference: calls', () => {
  it('wait half a minute in the queue', () => {
    story().when(request(2), as(2)).thenExactly(requested(2));
    story(requested(2)).when(request(3), as(3)).thenExactly(requested(3));
  });
  it('asked for twice go on with the same deadline', () => {
    const again = story(requested(2));
    again.when(request(2, 'later'), as(2, T0 + CALL_TIMEOUT_MS - 1)).thenNothing();
    expect(waitingCall(again.state(), 2, T0)?.expiresAt).to.equal(T0 + CALL_TIMEOUT_MS);
  });
  it('that ran out make room for new ones, deadline or no deadline', () => {
    const at = T0 + CALL_TIMEOUT_MS;
    story(requested(2))
      .when(request(2, 'n'), as(2, at))
      .thenExactly(expired(2), requested(2, 'n', at));
    story(requested(2), expired(2))
      .when(request(2, 'n'), as(2, at))
      .thenExactly(requested(2, 'n', at));
  });
  it('are for viewers in the room who may speak', () => {
    story()
      .when(request(2, 'c', outside), as(2))
      .thenFails('ConferenceStateWrong');
    story()
      .when(request(2, 'c', { ...room, viewerIsMuted: true }), as(2))
      .thenFails('Muted');
    story()
      .when(request(2, 'c', { ...outside, viewerIsMuted: true }), as(2))
      .thenFails('ConferenceStateWrong');
  });
  it('are not for the host, nor in another’s name', () => {
    story().when(request(HOST), as(HOST)).thenFails('ConferenceStateWrong');
    story().when(request(2), as(3)).thenFails('ConferenceStateWrong');
  });
  it('may queue while a conference goes on, but its guest’s', () => {
    story(...talking)
      .when(request(3), as(3))
      .thenExactly(requested(3));
    story(...talking)
      .when(request(2, 'n'), as(2))
      .thenFails('ConferenceStateWrong');
    story(...waiting)
      .when(request(2, 'n'), as(2))
      .thenFails('ConferenceStateWrong');
  });
  it('settle a conference that ran out first', () => {
    const at = T0 + CONNECT_TIMEOUT_MS;
    story(...waiting)
      .when(request(2, 'n'), as(2, at))
      .thenExactly(ended('timeout'), requested(2, 'n', at));
  });
  it('accept what the host has offered, unless the host is busy by now', () => {
    story(invited(2)).when(request(2, 'n'), as(2)).thenExactly(accepted(2));
    story(...waiting, invited(3))
      .when(request(3, 'n'), as(3))
      .thenNothing();
  });
  it('are limited in number, counting those that still wait', () => {
    const queue = Array.from({ length: MAX_QUEUED_CALLS }, (_, i) => requested(100 + i));
    story(...queue)
      .when(request(2), as(2))
      .thenFails('ConferenceStateWrong');
    story(...queue.slice(1))
      .when(request(2), as(2))
      .thenExactly(requested(2));
    const at = T0 + CALL_TIMEOUT_MS;
    story(...queue)
      .when(request(2), as(2, at))
      .thenExactly(...queue.map((_, i) => expired(100 + i)), requested(2, 'c2', at));
  });
});

describe('conference: the host calls', () => {
  it('invites a viewer for half a minute, once', () => {
    story().when(call(2), as(HOST)).thenExactly(invited(2));
    story(invited(2)).when(call(2, 'n'), as(HOST)).thenNothing();
    const at = T0 + CALL_TIMEOUT_MS;
    story(invited(2))
      .when(call(2, 'n'), as(HOST, at))
      .thenExactly(expired(2, 'host'), invited(2, 'n', at));
  });
  it('accepts a viewer who is in the queue', () => {
    story(requested(2), requested(3)).when(call(2, 'n'), as(HOST)).thenExactly(accepted(2));
    const at = T0 + CALL_TIMEOUT_MS;
    story(requested(2))
      .when(call(2, 'n'), as(HOST, at))
      .thenExactly(expired(2), invited(2, 'n', at));
  });
  it('is for the host, about a viewer in the room, while free', () => {
    story().when(call(2), as(3)).thenFails('ConferenceStateWrong');
    story().when(call(HOST), as(HOST)).thenFails('ConferenceStateWrong');
    story()
      .when(call(2, 'c', outside), as(HOST))
      .thenFails('ConferenceStateWrong');
    story(...waiting)
      .when(call(3), as(HOST))
      .thenFails('ConferenceStateWrong');
    story(...talking, requested(3))
      .when(call(3), as(HOST))
      .thenFails('ConferenceStateWrong');
  });
});

describe('conference: answers', () => {
  it('accept: the host a viewer’s call, the viewer the host’s', () => {
    story(requested(2)).when(accept(2), as(HOST)).thenExactly(accepted(2));
    story(invited(2)).when(accept(2), as(2)).thenExactly(accepted(2));
  });
  it('are not given to one’s own call, nor by third parties', () => {
    for (const command of [accept(2), refuse(2)]) {
      story(requested(2)).when(command, as(2)).thenFails('ConferenceStateWrong');
      story(invited(2)).when(command, as(HOST)).thenFails('ConferenceStateWrong');
      story(requested(2)).when(command, as(3)).thenFails('ConferenceStateWrong');
      story(requested(2), expired(2)).when(command, as(2)).thenFails('ConferenceStateWrong');
    }
  });
  it('to a call that never was are wrong', () => {
    for (const actor of [HOST, 2]) {
      story().when(accept(2), as(actor)).thenFails('ConferenceStateWrong');
      story().when(refuse(2), as(actor)).thenFails('ConferenceStateWrong');
      story(...talking)
        .when(accept(3), as(actor))
        .thenFails('ConferenceStateWrong');
    }
  });
  it('accept nobody while busy', () => {
    story(...waiting, requested(3))
      .when(accept(3), as(HOST))
      .thenFails('ConferenceBusy');
    story(...talking, invited(3))
      .when(accept(3), as(3))
      .thenFails('ConferenceBusy');
    story(...waiting)
      .when(accept(2), as(HOST))
      .thenFails('ConferenceBusy');
  });
  it('accept again once that conference ran out', () => {
    const at = T0 + CONNECT_TIMEOUT_MS;
    story(...waiting, requested(3))
      .when(accept(3), as(HOST, at - 1))
      .thenFails('ConferenceBusy');
    story(...waiting, requested(3))
      .when(accept(3), as(HOST, at))
      .thenExactly(ended('timeout'), accepted(3, 'c3', at));
  });
  it('come too late to a call that is over', () => {
    for (const end of [expired(2), refused(2, HOST), withdrawn(2)]) {
      story(requested(2), end).when(accept(2), as(HOST)).thenFails('ConferenceTooLate');
    }
    story(...talking, ended('guest'))
      .when(accept(2), as(HOST))
      .thenFails('ConferenceTooLate');
    story(invited(2), expired(2, 'host')).when(accept(2), as(2)).thenFails('ConferenceTooLate');
  });
  it('come too late when the time has passed, deadline or no deadline', () => {
    const late = (at: number) => story(requested(2)).when(accept(2), as(HOST, at));
    late(T0 + CALL_TIMEOUT_MS).thenFails('ConferenceTooLate');
    late(T0 + CALL_TIMEOUT_MS - 1).thenExactly(accepted(2, 'c2', T0 + CALL_TIMEOUT_MS - 1));
  });
  it('come too late to who has left, and need the answerer in the room', () => {
    story(requested(2)).when(accept(2, outside), as(HOST)).thenFails('ConferenceTooLate');
    story(invited(2)).when(accept(2, outside), as(2)).thenFails('ConferenceStateWrong');
  });
  it('refuse: the host a viewer’s call, the viewer the host’s', () => {
    story(requested(2)).when(refuse(2), as(HOST)).thenExactly(refused(2, HOST));
    story(invited(2)).when(refuse(2), as(2)).thenExactly(refused(2, 2));
  });
  it('refuse what is over without effect, but not what was accepted', () => {
    story(requested(2), refused(2, HOST)).when(refuse(2), as(HOST)).thenNothing();
    story(requested(2))
      .when(refuse(2), as(HOST, T0 + CALL_TIMEOUT_MS))
      .thenNothing();
    story(...waiting)
      .when(refuse(2), as(HOST))
      .thenFails('ConferenceStateWrong');
  });
});

describe('conference: connecting', () => {
  it('starts its six seconds anew with the first join, and only then', () => {
    story(...waiting)
      .when(join(), as(2, T0 + 5_000))
      .thenExactly(joined(2, { at: T0 + 5_000, first: true }));
    story(...waiting, joined(2, { at: T0 + 5_000, first: true }))
      .when(join(), as(HOST, T0 + 9_000))
      .thenExactly(joined(HOST, { at: T0 + 5_000 }));
    story(...waiting, joined(2, { at: T0 + 5_000, first: true }))
      .when(join(), as(2, T0 + 9_000))
      .thenExactly(joined(2, { at: T0 + 5_000 }));
  });
  it('lets either side come again for a token once connected', () => {
    const late = T0 + 3_600_000;
    story(...talking)
      .when(join(), as(2, late))
      .thenExactly(joined(2, { connected: true }));
    story(...talking)
      .when(join(), as(HOST, late))
      .thenExactly(joined(HOST, { connected: true }));
  });
  it('fails for whose conference it was', () => {
    for (const actor of [HOST, 2]) {
      story(...talking, ended('host'))
        .when(join(), as(actor))
        .thenFails('ConferenceFailed');
      story(...waiting)
        .when(join(), as(actor, T0 + CONNECT_TIMEOUT_MS))
        .thenFails('ConferenceFailed');
    }
    story(...waiting, ended('timeout'), requested(3), accepted(3))
      .when(join(), as(2))
      .thenFails('ConferenceFailed');
  });
  it('is nobody else’s', () => {
    story(...waiting)
      .when(join(), as(3))
      .thenFails('ConferenceStateWrong');
    story(...talking, ended('host'))
      .when(join(), as(3))
      .thenFails('ConferenceStateWrong');
    story(requested(2)).when(join(), as(2)).thenFails('ConferenceStateWrong');
    story(requested(2)).when(join(), as(HOST)).thenFails('ConferenceStateWrong');
    story(...waiting)
      .when(join(outside), as(2))
      .thenFails('ConferenceStateWrong');
  });
  it('is connected once both sides have confirmed', () => {
    story(...bothIn)
      .when(confirm, as(HOST))
      .thenExactly(confirmed(HOST));
    story(...bothIn, confirmed(HOST))
      .when(confirm, as(2))
      .thenExactly(confirmed(2), connected);
    story(...bothIn, confirmed(2))
      .when(confirm, as(HOST))
      .thenExactly(confirmed(HOST), connected);
  });
  it('is confirmed once by each', () => {
    story(...bothIn, confirmed(HOST))
      .when(confirm, as(HOST))
      .thenNothing();
    story(...talking)
      .when(confirm, as(2, T0 + 3_600_000))
      .thenNothing();
  });
  it('is confirmed by who has joined, in time', () => {
    story().when(confirm, as(HOST)).thenFails('ConferenceStateWrong');
    story(...waiting)
      .when(confirm, as(2))
      .thenFails('ConferenceStateWrong');
    story(...bothIn)
      .when(confirm, as(3))
      .thenFails('ConferenceStateWrong');
    story(...bothIn)
      .when(confirm, as(2, T0 + CONNECT_TIMEOUT_MS))
      .thenFails('ConferenceStateWrong');
    story(...talking, ended('host'))
      .when(confirm, as(2))
      .thenFails('ConferenceStateWrong');
  });
});

describe('conference: ending', () => {
  it('is either side’s, at any stage', () => {
    for (const history of [waiting, bothIn, talking]) {
      story(...history)
        .when(quit, as(HOST))
        .thenExactly(ended('host'));
      story(...history)
        .when(quit, as(2))
        .thenExactly(ended('guest'));
    }
  });
  it('takes back a call that waits', () => {
    story(requested(2)).when(quit, as(2)).thenExactly(withdrawn(2));
    story(...waiting, requested(3))
      .when(quit, as(3))
      .thenExactly(withdrawn(3));
  });
  it('is nobody else’s', () => {
    story().when(quit, as(HOST)).thenFails('ConferenceStateWrong');
    story(...talking)
      .when(quit, as(3))
      .thenFails('ConferenceStateWrong');
    story(invited(2)).when(quit, as(2)).thenFails('ConferenceStateWrong');
    story(requested(2))
      .when(quit, as(2, T0 + CALL_TIMEOUT_MS))
      .thenFails('ConferenceStateWrong');
    story(...talking, ended('guest'))
      .when(quit, as(2))
      .thenFails('ConferenceStateWrong');
  });
  it('follows a viewer who goes', () => {
    story(requested(2)).when(gone(2)).thenExactly(withdrawn(2));
    story(invited(2)).when(gone(2)).thenExactly(withdrawn(2));
    story(...talking, requested(3))
      .when(gone(2))
      .thenExactly(ended('guest-left'));
    story(...talking)
      .when(gone(3))
      .thenNothing();
    story().when(gone(2)).thenNothing();
  });
  it('follows the live', () => {
    story(...talking, requested(3), invited(4))
      .when({ type: 'LiveGone' })
      .thenExactly(withdrawn(3), withdrawn(4), ended('live-stopped'));
    story().when({ type: 'LiveGone' }).thenNothing();
  });
});

describe('conference: deadlines', () => {
  it('expire a call that still waits', () => {
    story(requested(2))
      .when(expire(), as(0, T0 + CALL_TIMEOUT_MS))
      .thenExactly(expired(2));
    story(invited(2))
      .when(expire(), as(0, T0 + CALL_TIMEOUT_MS))
      .thenExactly(expired(2, 'host'));
  });
  it('end a conference that did not connect', () => {
    story(...waiting)
      .when(timeOut(), as(0, T0 + CONNECT_TIMEOUT_MS))
      .thenExactly(ended('timeout'));
    story(...bothIn, confirmed(2))
      .when(timeOut(), as(0, T0 + CONNECT_TIMEOUT_MS))
      .thenExactly(ended('timeout'));
  });
  it('change nothing early, or once settled', () => {
    story(requested(2))
      .when(expire(), as(0, T0 + CALL_TIMEOUT_MS - 1))
      .thenNothing();
    story(...waiting)
      .when(timeOut(), as(0, T0 + CONNECT_TIMEOUT_MS - 1))
      .thenNothing();
    const later = as(0, T0 + 3_600_000);
    story(requested(2), refused(2, HOST)).when(expire(), later).thenNothing();
    story(...waiting)
      .when(expire(), later)
      .thenNothing();
    story(...talking)
      .when(timeOut(), later)
      .thenNothing();
    story(...talking, ended('guest'))
      .when(timeOut(), later)
      .thenNothing();
  });
  it('of the acceptance gives way to that of the first join', () =>
    story(...waiting, joined(2, { at: T0 + 5_000, first: true }))
      .when(timeOut(), as(0, T0 + CONNECT_TIMEOUT_MS))
      .thenNothing());
  it('of an old attempt leave the new one alone', () => {
    const later = as(0, T0 + 3_600_000);
    story(requested(2, 'old'), withdrawn(2, 'old'), requested(2, 'new')).when(expire('old'), later).thenNothing();
    story(...waiting, ended('host'), requested(2, 'n'), accepted(2, 'n'))
      .when(timeOut(), later)
      .thenNothing();
  });
});

it('conference: shows what goes on', () => {
  expect(currentConference(story(...talking).state(), T0 + 3_600_000)?.connected).to.equal(true);
  expect(currentConference(story(...waiting).state(), T0 + CONNECT_TIMEOUT_MS - 1)?.guest.userId).to.equal(2);
  expect(currentConference(story(...waiting).state(), T0 + CONNECT_TIMEOUT_MS)).to.equal(null);
});
