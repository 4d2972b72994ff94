import { expect } from 'chai';
import { currentConference } from '../../../domain/conference/decider.ts';
import { CALL_TIMEOUT_MS, CONNECT_TIMEOUT_MS } from '../../../domain/conference/events.ts';
import { T0 } from '../../support/given.ts';
import {
  accepted,
  as,
  bothIn,
  confirm,
  confirmed,
  connected,
  ended,
  expire,
  expired,
  gone,
  HOST,
  invited,
  join,
  joined,
  outside,
  quit,
  refused,
  requested,
  story,
  talking,
  timeOut,
  waiting,
  withdrawn,
} from './conference-samples.ts';

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
