import { expect } from 'chai';
import { MAX_QUEUED_CALLS, waitingCall } from '../../../domain/conference/decider.ts';
import { CALL_TIMEOUT_MS, CONNECT_TIMEOUT_MS } from '../../../domain/conference/events.ts';
import { T0 } from '../../support/given.ts';
import {
  accept,
  accepted,
  as,
  call,
  ended,
  expired,
  HOST,
  invited,
  outside,
  refuse,
  refused,
  request,
  requested,
  room,
  story,
  talking,
  waiting,
  withdrawn,
} from './conference-samples.ts';

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
