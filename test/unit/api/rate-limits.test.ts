import { expect } from 'chai';
import { heiheiEndpoints } from '../../../api/heihei/endpoints.ts';
import type { Proof } from '../../../api/http/dialect.ts';
import type { Endpoint } from '../../../api/http/endpoint.ts';
import { DEFAULT_LIMITS, RateLimits, readLimits } from '../../../api/http/rate-limits.ts';
import { LocalTokenBuckets } from '../../../api/http/token-buckets.ts';
import { linkvLiveEndpoints } from '../../../api/linkv-live/endpoints.ts';
import { openimEndpoints } from '../../../api/openim/endpoints.ts';
import type { App } from '../../../application/apps.ts';
import { DEV_APPS } from '../../../server/served-apis.ts';

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

  it('remember whom they refused by what they showed, and nobody else with the same address', async () => {
    let nowMs = 0;
    const now = () => nowMs;
    const few = { perSecond: 0.01, burst: 1 };
    const limits = new RateLimits({ ...DEFAULT_LIMITS, read: few, stranger: few }, new LocalTokenBuckets(now), { now });
    const shown = { dialect: 'd', bearer: 'a token', address: '10.0.0.1' };
    const endpointOf = (auth: Endpoint['auth'], cost?: Endpoint['cost']) => ({ auth, cost }) as Endpoint;
    const refusals = async (endpoint: Endpoint, proof: Proof) => {
      const outcomes: boolean[] = [];
      for (let n = 0; n < 2; n++) {
        const admitted = limits.admit(endpoint, proof, shown, 0);
        outcomes.push(
          await admitted.then(
            () => false,
            () => true,
          ),
        );
      }
      return outcomes;
    };
    const app: App = { tenant: 't', dialect: 'd', appId: 'a', secret: 's' };
    const read = endpointOf('none');
    expect(limits.again(read, shown)).to.equal(null);
    const ofPerson = { appId: 't', caller: { appId: 't', userId: 7, sessionId: 's' }, app: null };
    expect(await refusals(endpointOf('user'), ofPerson)).to.deep.equal([false, true]);
    expect(limits.again(endpointOf('user'), shown)).to.deep.include({ proof: ofPerson });
    expect(limits.again(endpointOf('user', 'write'), shown)).to.equal(null);
    expect(limits.again(endpointOf('user'), { ...shown, bearer: 'another' })).to.equal(null);
    expect(limits.again(endpointOf('user'), { ...shown, dialect: 'another' })).to.equal(null);
    // A server whose call needs no declared proof, and gives one: another's may have the same address.
    const apps = new RateLimits(
      { ...DEFAULT_LIMITS, read: { perSecond: 0.0001, burst: 0.01 } },
      new LocalTokenBuckets(now),
      { now },
    );
    await apps.admit(read, { appId: 't', caller: null, app }, shown, 0);
    await apps.admit(read, { appId: 't', caller: null, app }, shown, 0).catch(() => {});
    expect(apps.refused.read).to.equal(1);
    expect(apps.again(read, shown)).to.equal(null);
    expect(await refusals(read, { appId: 't', caller: null, app: null })).to.deep.equal([false, true]);
    expect(limits.again(read, shown)?.refusal.caller?.key).to.equal('10.0.0.1');
    nowMs = 200_000;
    expect(limits.again(endpointOf('user'), shown)).to.equal(null);
    expect(limits.again(read, shown)).to.equal(null);
  });

  it('have several times as much at once as in a second, so that nobody trips over them by opening a screen', () => {
    for (const { perSecond, burst } of Object.values(DEFAULT_LIMITS)) expect(burst).to.be.at.least(6 * perSecond);
  });

  it('count a person who calls in an app’s dialect by a token of their own as a person, not as the app', async () => {
    const limits = new RateLimits(
      { ...DEFAULT_LIMITS, read: { perSecond: 0.01, burst: 2 } },
      new LocalTokenBuckets(() => 0),
    );
    const [read] = openimEndpoints.filter(({ cost }) => cost === undefined);
    const [app] = DEV_APPS.filter(({ dialect }) => dialect === 'openim');
    const caller = { appId: app!.tenant, userId: 7, sessionId: 's' };
    const refusedAfter = async (proof: Proof) => {
      for (let calls = 0; ; calls++) {
        try {
          await limits.admit(read!, proof, { dialect: 'openim', bearer: undefined, address: '127.0.0.1' }, 0);
        } catch {
          return calls;
        }
      }
    };
    expect(await refusedAfter({ appId: app!.tenant, caller, app: app!, isPersonal: true })).to.equal(2);
    expect(await refusedAfter({ appId: app!.tenant, caller: null, app: app! })).to.equal(200);
  });

  /** What is left out here is a read. */
  const COSTS = {
    search: [
      ...['/api/user/search', '/api/user/usearch', '/api/user/list-user-byType', '/api/user/list-active-user'],
      '/manager/get_all_users_uid',
    ],
    write: [
      ...['/api/user/sign-out', '/api/user/update', '/api/user/follow', '/api/user/unfollow', '/api/user/block-user'],
      ...['/api/user/unblock-user', '/api/live/create-live', '/api/live/delete-live', '/open/v0/thGetToken'],
      ...['/api/user/erase', '/api/user/export', '/api/payment/verify-alipay'],
      ...['message-del', 'message-read-all', 'read-all-msg', 'read-im', 'revoke-im', 'read-one-msg', 'delete-msg'].map(
        (name) => `/api/msg/${name}`,
      ),
      ...[
        '/api/user/bind-phone',
        '/api/user/push-device-info',
        '/api/user/update-config',
        '/api/usr/report-user',
        '/api/user/report-user',
      ],
      ...[
        ...['update-subject', 'listen-subject'].map((name) => `/api/topic/${name}`),
        '/api/sys/oss-token',
        '/api/sys/upload-log',
      ],
      ...['create-order', 'order-notify', 'alipaycallback', 'wepaycallback', 'applecallback'].map(
        (name) => `/api/payment/${name}`,
      ),
      ...['/auth/user_register', '/auth/user_token', '/user/update_user_info', '/manager/delete_user'],
      '/friend/add_blacklist',
      ...['upload-record', 'read-record', 'delete-record'].map((name) => `/api/record/${name}`),
    ],
    fanOut: [
      '/api/msg/send-msg',
      ...['live-like', 'join-live', 'quit-live', 'pause-live', 'continue-live', 'stop-live', 'change-live'].map(live),
      ...[
        'livemgr',
        'systemnotify',
        'set-live-visible',
        'share-live',
        'shutupuser',
        'shutupopen',
        'kick-out-user',
        'lock-live-seat',
      ].map(live),
      ...['call-request', 'accept-conference', 'refuse-conference', 'join-conference', 'conference-success'].map(live),
      live('quit-conference'),
      ...['cancel-due-chat', 'match-chat', 'stop-match-chat', 'join-chat', 'stop-chat'].map(chat),
      ...['change-topic', 'pause-chat', 'continue-chat'].map(chat),
      ...['join', 'leave'].map(group),
    ],
    notify: [
      '/messageserver/api/msg/send-msg.action',
      ...['/api/msg/send-im', '/manager/send_msg', '/friend/import_friend'],
      ...['create_group', 'invite_user_to_group', 'kick_group'].map((name) => `/group/${name}`),
      ...['start-live', 'invite-user', 'knock-live-room'].map(live),
      ...['due-chat', 'accept-chat'].map(chat),
      ...['create-group', 'change-group', 'transfer-group', 'set-role', 'destroy-group', 'invite', 'kick'].map(group),
      ...['create-subject', 'reply-subject', 'like-subject'].map((name) => `/api/topic/${name}`),
    ],
    paid: [
      '/api/payment/p2g',
      '/api/payment/pay-req',
      ...['buy-gift', 'buy-bullet'].map(live),
      chat('buy-gift'),
      '/api/topic/buy-gift',
      '/open/finanv0/orderSuccess',
      '/open/finanv0/changeGold',
    ],
  };
  function group(name: string): string {
    return `/api/group/${name}`;
  }
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
