import { expect } from 'chai';
import type { SalonEvent } from '../../../domain/events.ts';
import { jobs } from '../../../projections/views/jobs.ts';
import { given, person, T0 } from '../../support/view-events.ts';

describe('view jobs', () => {
  const room = { liveId: 9, hostId: 2 };
  const call = { ...room, callId: 'c1' };
  const conference = { ...room, conferenceId: 'k1' };
  const requested: SalonEvent = { type: 'CallRequested', data: { ...call, viewer: person(3), expiresAt: 30 } };
  const invited: SalonEvent = { type: 'CallInvited', data: { ...call, viewer: person(3), expiresAt: 31 } };
  const accepted: SalonEvent = {
    type: 'ConferenceAccepted',
    data: { ...conference, callId: 'c1', guest: person(3), connectBy: 40 },
  };
  const joins = (first: boolean, connectBy: number): SalonEvent => ({
    type: 'ConferenceJoined',
    data: { ...conference, userId: 3, guest: person(3), connectBy, first, connected: false },
  });
  const command = { kind: 'time-out-conference', liveId: 9, conferenceId: 'k1' };

  it('waits for the answer to a call or an invitation', () => {
    const expire = { kind: 'expire-call', liveId: 9, callId: 'c1' };
    expect(given(requested).into(jobs)).to.deep.equal({
      'app.call.c1': { appId: 'app', dueAt: 30, command: expire },
    });
    expect(given(invited).into(jobs)['app.call.c1']).to.deep.include({ dueAt: 31, command: expire });
  });

  const answers: SalonEvent[] = [
    { type: 'CallExpired', data: { ...call, userId: 3, by: 'viewer' } },
    { type: 'CallRefused', data: { ...call, userId: 3, refusedBy: 2 } },
    { type: 'CallWithdrawn', data: { ...call, userId: 3 } },
  ];
  for (const answer of answers) {
    it(`is settled by ${answer.type}`, () => expect(given(requested, answer).into(jobs)).to.deep.equal({}));
  }

  it('passes on to the conference, whose first join moves it', () => {
    const accept = given(requested, accepted).into(jobs);
    expect(accept).to.deep.equal({ 'app.conference.k1': { appId: 'app', dueAt: 40, command } });
    const moved = given(requested, accepted, joins(true, 50), joins(false, 60)).into(jobs);
    expect(moved).to.deep.equal({ 'app.conference.k1': { appId: 'app', dueAt: 50, command } });
  });

  it('ends when both are connected, or it is over', () => {
    const connected: SalonEvent = { type: 'ConferenceConnected', data: { ...conference, guest: person(3) } };
    const ended: SalonEvent = { type: 'ConferenceEnded', data: { ...conference, guest: person(3), reason: 'host' } };
    expect(given(accepted, joins(true, 50), connected).into(jobs)).to.deep.equal({});
    expect(given(accepted, ended).into(jobs)).to.deep.equal({});
    expect(given(accepted, connected, ended).into(jobs)).to.deep.equal({});
  });

  describe('sending a code', () => {
    /** Events of the phone's stream, whose name has a hash of it. */
    const ofPhone = (...events: SalonEvent[]) =>
      given(...events.map((event) => ({ ...event, stream: 'verification-app.h138' })));
    const codeOf = (codeId: string): SalonEvent => ({
      type: 'CodeIssued',
      data: { phone: '138', codeId, proof: 'p', expiresAt: T0 + 300_000 },
    });
    const open = (codeId: string, dueAt: number) => ({
      'app.code.h138': {
        appId: 'app',
        dueAt,
        command: { kind: 'send-code', phoneHash: 'h138', codeId, expiresAt: T0 + 300_000 },
      },
    });
    const rejected = (triesLeft: number): SalonEvent => ({ type: 'CodeRejected', data: { phone: '138', triesLeft } });

    it('is due at once, and again for the next code', () => {
      expect(ofPhone(codeOf('a')).into(jobs)).to.deep.equal(open('a', T0));
      expect(ofPhone(codeOf('a'), codeOf('b')).into(jobs)).to.deep.equal(open('b', T0 + 1_000));
    });
    const ends: SalonEvent[] = [
      { type: 'CodeDelivered', data: { phone: '138', codeId: 'a' } },
      { type: 'CodeUndelivered', data: { phone: '138', codeId: 'a' } },
      { type: 'CodeAccepted', data: { phone: '138' } },
      rejected(0),
    ];
    it('goes on when one of those who try it has no try left', () => {
      const rejected = { type: 'CodeRejected', data: { phone: '138', triesLeft: 0, from: 'a stranger' } } as const;
      expect(ofPhone(codeOf('a'), rejected).into(jobs)).to.deep.equal(open('a', T0));
    });
    for (const end of ends) {
      it(`is settled by ${end.type}`, () => expect(ofPhone(codeOf('a'), end).into(jobs)).to.deep.equal({}));
    }
    it('outlives a wrong try', () => expect(ofPhone(codeOf('a'), rejected(4)).into(jobs)).to.deep.equal(open('a', T0)));
  });
});
