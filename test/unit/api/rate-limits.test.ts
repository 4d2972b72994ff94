import { expect } from 'chai';
import { heiheiEndpoints } from '../../../api/heihei/endpoints.ts';
import { DEFAULT_LIMITS, readLimits } from '../../../api/http/rate-limits.ts';
import { linkvLiveEndpoints } from '../../../api/linkv-live/endpoints.ts';
import { openimEndpoints } from '../../../api/openim/endpoints.ts';

describe('rate limits', () => {
  it('are read from a setting, each with its reason to be refused', () => {
    expect(readLimits('off')).to.equal(null);
    expect(readLimits('')).to.deep.equal(DEFAULT_LIMITS);
    expect(readLimits('read=1/2, notify=0.25/7')).to.deep.equal({
      ...DEFAULT_LIMITS,
      read: { perSecond: 1, burst: 2 },
      notify: { perSecond: 0.25, burst: 7 },
    });
    for (const wrong of [
      'on',
      'read',
      'read=1',
      'read=1/',
      'reads=1/2',
      '__proto__=1/2',
      'read=-1/2',
      'read=1/2.5',
      'read=1e3/2',
    ]) {
      expect(() => readLimits(wrong), wrong).to.throw(RangeError, /takes off, or read/);
    }
    for (const wrong of ['read=0/2', 'paid=1/0'])
      expect(() => readLimits(wrong), wrong).to.throw(RangeError, /positive/);
  });

  it('have several times as much at once as in a second, so that nobody trips over them by opening a screen', () => {
    for (const { perSecond, burst } of Object.values(DEFAULT_LIMITS)) expect(burst).to.be.at.least(6 * perSecond);
  });

  /** What is left out here is a read. */
  const COSTS = {
    search: ['/api/user/search', '/manager/get_all_users_uid'],
    write: [
      ...['/api/user/sign-out', '/api/user/update', '/api/user/follow', '/api/user/unfollow', '/api/user/block-user'],
      ...['/api/user/unblock-user', '/api/live/create-live', '/api/live/delete-live', '/open/v0/thGetToken'],
      ...['/api/user/erase', '/api/user/export'],
      ...['message-del', 'message-read-all', 'read-all-msg', 'read-im', 'revoke-im', 'read-one-msg', 'delete-msg'].map(
        (name) => `/api/msg/${name}`,
      ),
      ...['/api/user/push-device-info', '/api/user/update-config'],
      '/api/sys/oss-token',
      ...['/auth/user_register', '/auth/user_token', '/user/update_user_info', '/manager/delete_user'],
      '/friend/add_blacklist',
      ...['upload-record', 'read-record', 'delete-record'].map((name) => `/api/record/${name}`),
    ],
    fanOut: [
      '/api/msg/send-msg',
      ...['live-like', 'join-live', 'quit-live', 'pause-live', 'continue-live', 'stop-live', 'change-live'].map(live),
      ...['set-live-visible', 'share-live', 'shutupuser', 'shutupopen', 'kick-out-user', 'lock-live-seat'].map(live),
      ...['call-request', 'accept-conference', 'refuse-conference', 'join-conference', 'conference-success'].map(live),
      live('quit-conference'),
      ...['cancel-due-chat', 'match-chat', 'stop-match-chat', 'join-chat', 'stop-chat'].map(chat),
      ...['change-topic', 'pause-chat', 'continue-chat'].map(chat),
    ],
    notify: [
      ...['/api/msg/send-im', '/manager/send_msg', '/friend/import_friend'],
      ...['create_group', 'invite_user_to_group', 'kick_group'].map((name) => `/group/${name}`),
      ...['start-live', 'invite-user', 'knock-live-room'].map(live),
      ...['due-chat', 'accept-chat'].map(chat),
    ],
    paid: [
      ...['buy-gift', 'buy-bullet'].map(live),
      chat('buy-gift'),
      '/open/finanv0/orderSuccess',
      '/open/finanv0/changeGold',
    ],
  };
  function chat(name: string): string {
    return `/api/chat/${name}`;
  }
  function live(name: string): string {
    return `/api/live/${name}`;
  }

  it('know what each endpoint costs others', () => {
    const declared = [...heiheiEndpoints, ...linkvLiveEndpoints, ...openimEndpoints].filter(
      ({ cost = 'read' }) => cost !== 'read',
    );
    const pairs = declared.map(({ path, cost }) => `${cost} ${path}`);
    const expected = Object.entries(COSTS).flatMap(([cost, paths]) => paths.map((path) => `${cost} ${path}`));
    expect(pairs).to.have.members(expected);
  });
});
