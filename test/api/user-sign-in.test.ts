import { createHmac } from 'node:crypto';
import { expect } from 'chai';
import { SignJWT } from 'jose';
import { normalisePhone, proofOf } from '../../application/accounts/codes.ts';
import { heiNumOf } from '../../application/accounts/hei-people.ts';
import { SESSION_TTL_MS, signToken } from '../../application/accounts/tokens.ts';
import { networkOf } from '../../application/networks.ts';
import { identityDecider } from '../../domain/identity/decider.ts';
import { streamName } from '../../domain/kernel/ids.ts';
import { identityStream } from '../../domain/streams.ts';
import { userDecider } from '../../domain/user/decider.ts';
import {
  CODE_INTERVAL_MS,
  CODE_LIFETIME_MS,
  CODES_PER_DAY,
  MAX_CODE_TRIES,
} from '../../domain/verification/decider.ts';
import { Client } from '../support/client.ts';
import { documentOf, expectShape } from '../support/heihei-document.ts';
import { TEST_LOG_KEY } from '../support/log-key.ts';
import { APP, postJson, startTestApi, type TestApi } from '../support/test-core.ts';

const SEND = '/api/user/get-sms-verification-code';
const SIGN_IN = '/api/user/sign-in-cl-by-phone';
const GOLD = '/api/user/user-gold';
const DAY_MS = 24 * 3600 * 1000;

describe('signing in', () => {
  let api: TestApi;
  let anyone: Client;
  beforeEach(async () => {
    api = await startTestApi();
    anyone = new Client(api.url, 'anyone');
  });
  afterEach(() => api.close());

  async function codeFor(phoneNo: string): Promise<string> {
    await anyone.must(SEND, { phoneNo });
    return String((await anyone.dev('GET', `/dev/sms/${phoneNo}`)).code);
  }
  const wrongOf = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');
  const answerTo = async (token: string) => (await anyone.call(GOLD, { token })).errorcode;
  const eventsOfType = (type: string) => api.log.all.filter((event) => event.type === type);

  it('answers as documented', async () => {
    const sent = await anyone.call(SEND, { phoneNo: '13800138000' });
    expect(sent).to.deep.equal(documentOf(SEND).responses[0]);
    const { code } = await anyone.dev('GET', '/dev/sms/13800138000');
    const answer = await anyone.call(SIGN_IN, { phoneNo: '13800138000', verifyCode: String(code) });
    expectShape(answer, documentOf(SIGN_IN).responses[0]);
    expect(answer.needRegist).to.equal(true);
    expect((answer.userInfo as { heiNum: number }).heiNum).to.be.within(10_000_000, 99_999_999);
  });

  it('is registered once: the same user comes back, on as many devices as they like', async () => {
    const first = await new Client(api.url, 'A').signIn('13800138000', { displayName: '阿一' });
    api.clock.advance(CODE_INTERVAL_MS);
    const verifyCode = await codeFor('+13800138000');
    const again = await anyone.call(SIGN_IN, { phoneNo: '13800138000', verifyCode });
    expect(again.needRegist).to.equal(false);
    expect((again.userInfo as { id: number }).id).to.equal(first.userId);
    expect(eventsOfType('UserRegistered')).to.have.lengthOf(1);
    expect(await answerTo(first.token)).to.equal(0);
    expect(await answerTo(String(again.token))).to.equal(0);
  });

  it('sends one code in 60 s a phone, with the same answer for known and unknown phones', async () => {
    await api.user('阿一');
    api.clock.advance(CODE_INTERVAL_MS);
    const known = await anyone.call(SEND, { phoneNo: '13800000000' });
    const unknown = await anyone.call(SEND, { phoneNo: '13800138001' });
    expect(known).to.deep.equal(unknown);
    expect((await anyone.call(SEND, { phoneNo: '13800138001' })).errorcode).to.equal(400);
    api.clock.advance(CODE_INTERVAL_MS);
    expect((await anyone.call(SEND, { phoneNo: '13800138001' })).errorcode).to.equal(0);
  });

  it('sends ten codes in a day to a phone, whoever asks for them', async () => {
    for (let n = 0; n < CODES_PER_DAY; n++) {
      expect((await anyone.call(SEND, { phoneNo: '13800138001' })).errorcode).to.equal(0);
      api.clock.advance(3600 * 1000);
    }
    const refused = await anyone.call(SEND, { phoneNo: '13800138001' });
    expect(refused).to.deep.equal({ errorcode: 400, errormsg: '短信发送太频繁' });
    expect((await anyone.call(SEND, { phoneNo: '13800138002' })).errorcode).to.equal(0);
    api.clock.advance(24 * 3600 * 1000 - CODES_PER_DAY * 3600 * 1000);
    expect((await anyone.call(SEND, { phoneNo: '13800138001' })).errorcode).to.equal(0);
  });

  it('takes a code once, from its own phone, in its lifetime', async () => {
    const verifyCode = await codeFor('13800138000');
    expect((await anyone.call(SIGN_IN, { phoneNo: '13800138002', verifyCode })).errorcode).to.equal(401);
    await codeFor('13800138002');
    expect((await anyone.call(SIGN_IN, { phoneNo: '13800138002', verifyCode })).errorcode).to.equal(401);
    expect((await anyone.call(SIGN_IN, { phoneNo: '13800138000', verifyCode: '1' })).errorcode).to.equal(401);
    expect((await anyone.call(SIGN_IN, { phoneNo: '13800138000', verifyCode })).errorcode).to.equal(0);
    expect((await anyone.call(SIGN_IN, { phoneNo: '13800138000', verifyCode })).errorcode).to.equal(401);

    const late = await codeFor('13800138003');
    api.clock.advance(CODE_LIFETIME_MS);
    expect((await anyone.call(SIGN_IN, { phoneNo: '13800138003', verifyCode: late })).errorcode).to.equal(401);
  });

  it('burns a code after five wrong tries, also when they come at once', async () => {
    const code = await codeFor('13800138000');
    const verifyCode = wrongOf(code);
    const tries = Array.from({ length: 20 }, () => anyone.call(SIGN_IN, { phoneNo: '13800138000', verifyCode }));
    for (const answer of await Promise.all(tries)) expect(answer.errorcode).to.equal(401);
    expect((await anyone.call(SIGN_IN, { phoneNo: '13800138000', verifyCode: code })).errorcode).to.equal(401);
    expect(eventsOfType('CodeRejected')).to.have.lengthOf(MAX_CODE_TRIES);
    expect(eventsOfType('UserRegistered')).to.have.lengthOf(0);
  });

  it('keeps codes out of the log', async () => {
    const code = await codeFor('13800138000');
    await anyone.call(SIGN_IN, { phoneNo: '13800138000', verifyCode: code });
    for (const { data, meta } of api.log.all) {
      const { proof, ...rest } = data as Record<string, unknown>;
      expect(Object.values(rest)).to.not.include(code);
      expect(Object.values(meta)).to.not.include(code);
      expect(proof).to.not.equal(createHmac('sha256', '').update(code).digest('base64url'));
    }
  });

  it('limits codes by address, and believes no header about it', async () => {
    await api.close();
    const codesPerAddress = 5;
    api = await startTestApi({ settings: { codesPerAddress } });
    anyone = new Client(api.url, 'anyone');
    const send = (n: number) =>
      anyone.call(
        SEND,
        { phoneNo: String(13_900_000_000 + n) },
        { 'X-Forwarded-For': `10.0.0.${n}`, Forwarded: `for=${n}` },
      );
    for (let n = 0; n < codesPerAddress; n++) expect((await send(n)).errorcode).to.equal(0);
    expect((await send(99)).errorcode).to.equal(400);
    expect(eventsOfType('CodeIssued')).to.have.lengthOf(codesPerAddress);
    api.clock.advance(3600 * 1000);
    expect((await send(99)).errorcode).to.equal(0);
    // A code that the phone's own limit refuses is not counted.
    for (let n = 0; n < codesPerAddress; n++) expect((await send(99)).errorcode).to.equal(400);
    expect((await send(98)).errorcode).to.equal(0);
  });

  it('counts the addresses of one customer as one', () => {
    expect(networkOf('203.0.113.7')).to.equal('203.0.113.7');
    expect(networkOf('::ffff:203.0.113.7')).to.equal('203.0.113.7');
    expect(networkOf('2001:db8:1:2:3:4:5:6')).to.equal(networkOf('2001:db8:1:2::9'));
    expect(networkOf('2001:db8::1')).to.equal('2001:db8:0:0');
    expect(networkOf('::1')).to.equal('0:0:0:0');
  });

  it('is completed after a crash between the claim of the phone and the registration', async () => {
    const stream = identityStream(APP, 'phone', TEST_LOG_KEY.hashOf(APP, 'phone', '13800138000'));
    const userId = 123_456_789;
    await api.run(identityDecider, stream, { type: 'ClaimIdentity', kind: 'phone', value: '13800138000', userId });
    const client = await new Client(api.url, 'A').signIn('13800138000', { displayName: '阿一' });
    expect(client.userId).to.equal(userId);
    expect(await answerTo(client.token)).to.equal(0);
  });

  it('draws another number when the first is taken', async () => {
    const userId = 123_456_789;
    const phone = identityStream(APP, 'phone', TEST_LOG_KEY.hashOf(APP, 'phone', '13800138000'));
    await api.run(identityDecider, phone, { type: 'ClaimIdentity', kind: 'phone', value: '13800138000', userId });
    const taken = heiNumOf(userId, 1);
    const claim = { type: 'ClaimIdentity', kind: 'heiNum', value: String(taken), userId: 1 } as const;
    await api.run(identityDecider, identityStream(APP, 'heiNum', TEST_LOG_KEY.hashOf(APP, 'heiNum', taken)), claim);
    const verifyCode = await codeFor('13800138000');
    const answer = await anyone.must(SIGN_IN, { phoneNo: '13800138000', verifyCode });
    expect((answer.userInfo as { heiNum: number }).heiNum).to.equal(heiNumOf(userId, 2));
  });

  it('gives two devices that use two codes at once the same account', async () => {
    const verifyCode = await codeFor('13800138000');
    const answers = await Promise.all(
      [1, 2, 3].map(() => anyone.call(SIGN_IN, { phoneNo: '13800138000', verifyCode })),
    );
    expect(answers.filter((answer) => answer.errorcode === 0)).to.have.lengthOf(1);
    expect(eventsOfType('UserRegistered')).to.have.lengthOf(1);
  });

  it('knows no key of whoever is not signed in: each try counts, and nothing is answered again', async () => {
    const code = await codeFor('13800138000');
    const headers = { 'Idempotency-Key': 'one-tap' };
    const signIn = (verifyCode: string) => anyone.call(SIGN_IN, { phoneNo: '13800138000', verifyCode }, headers);
    expect((await signIn(code)).errorcode).to.equal(0);
    expect((await signIn(code)).errorcode, 'the same again').to.equal(401);
    for (let n = 0; n < 2 * MAX_CODE_TRIES; n++) expect((await signIn(wrongOf(code))).errorcode).to.equal(401);
    api.clock.advance(CODE_INTERVAL_MS);
    const next = await codeFor('13800138000');
    for (let n = 0; n < MAX_CODE_TRIES; n++) expect((await signIn(wrongOf(next))).errorcode).to.equal(401);
    expect(eventsOfType('CodeRejected')).to.have.lengthOf(MAX_CODE_TRIES);
    expect((await signIn(next)).errorcode, 'the code is burned').to.equal(401);
    expect(eventsOfType('CodeAccepted')).to.have.lengthOf(1);
    expect(api.log.all.filter(({ meta }) => meta.actor === 0 && meta.fingerprint !== undefined)).to.deep.equal([]);
  });

  it('takes no key for a code to be sent, either: the limit holds', async () => {
    const send = () => anyone.call(SEND, { phoneNo: '13800138000' }, { 'Idempotency-Key': 'once' });
    expect([(await send()).errorcode, (await send()).errorcode]).to.deep.equal([0, 400]);
    expect(eventsOfType('CodeIssued')).to.have.lengthOf(1);
  });

  it('ends with sign-out, a ban, and after 30 days', async () => {
    const signedOut = await api.user('阿一');
    expect(await signedOut.must('/api/user/sign-out')).to.deep.equal(documentOf('/api/user/sign-out').responses[0]);
    expect(await answerTo(signedOut.token)).to.equal(720);

    const banned = await api.user('阿二');
    await banned.dev('POST', `/dev/users/${banned.userId}/ban`, { reason: 'spam' });
    expect(await answerTo(banned.token)).to.equal(720);
    api.clock.advance(CODE_INTERVAL_MS);
    const verifyCode = await codeFor('13800000001');
    expect((await anyone.call(SIGN_IN, { phoneNo: '13800000001', verifyCode })).errorcode).to.equal(721);
    await banned.dev('POST', `/dev/users/${banned.userId}/unban`);
    expect(await answerTo(banned.token), 'a ban ended the session').to.equal(720);

    const old = await api.user('阿三');
    api.clock.advance(30 * DAY_MS - 60_000);
    expect(await answerTo(old.token)).to.equal(0);
    api.clock.advance(60_000);
    expect(await answerTo(old.token)).to.equal(720);
  });

  it('takes no token that is not ours', async () => {
    const victim = await api.user('阿一');
    const [header, payload, signature] = victim.token.split('.') as [string, string, string];
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
    const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const secret = Buffer.from(api.core.settings.tokenSecret);
    const signed = (change: object, protectedHeader: object = {}, key = secret) =>
      new SignJWT({ ...claims, ...change }).setProtectedHeader({ alg: 'HS256', ...protectedHeader }).sign(key);
    const forged: Record<string, string> = {
      empty: ' ',
      garbage: 'not-a-token',
      'alg none': `${encoded({ alg: 'none' })}.${payload}.`,
      'alg none, signed': `${encoded({ alg: 'none' })}.${payload}.${signature}`,
      'alg None': `${encoded({ alg: 'None' })}.${payload}.`,
      'no signature': `${header}.${payload}.`,
      'cut signature': victim.token.slice(0, -2),
      'padded signature': `${victim.token}=`,
      'blanks around it': `${victim.token} `,
      'other payload': `${header}.${encoded({ ...claims, sub: '1' })}.${signature}`,
      'other algorithm': await signed({}, { alg: 'HS512' }),
      'other key': await signed({}, {}, Buffer.from('another secret, long enough for HS256 too')),
      'empty key': await signed({}, { kid: '../../dev/null' }, Buffer.alloc(32)),
      'other issuer': await signed({ iss: 'somebody' }),
      'other audience': await signed({ aud: 'openim' }),
      'other app': await signed({ app: 'other' }),
      'no session': await signed({ sid: undefined }),
      'other session': await signed({ sid: 'other' }),
      'somebody else': await signed({ sub: String(victim.userId + 1) }),
      'no subject': await signed({ sub: undefined }),
      'a subject that names a stream': await signed({ sub: `${victim.userId}-x` }),
      'no expiry': await signed({ exp: undefined }),
      expired: await signed({ exp: Math.floor(api.clock.now() / 1000) }),
      'not yet valid': await signed({ nbf: Math.floor(api.clock.now() / 1000) + 3600 }),
    };
    for (const [name, token] of Object.entries(forged)) expect(await answerTo(token), name).to.equal(720);
    expect(await answerTo(victim.token)).to.equal(0);
    expect((await postJson(api.url + GOLD, {})).errormsg).to.equal('参数错误: token');
  });

  it('takes no token of another installation, nor one for a session that was never opened', async () => {
    const user = await api.user('阿一');
    const caller = { appId: APP, userId: user.userId, sessionId: 'never-opened' };
    const now = api.clock.now();
    expect(await answerTo(await signToken(api.core, 'heihei', caller, now + SESSION_TTL_MS))).to.equal(720);
    // The same session, open in another app: its tokens are not for this dialect.
    const stream = streamName('user', 'other', user.userId);
    const registered = { userId: user.userId, phone: '1', heiNum: 1, displayName: 'x', coverUrl: '' };
    await api.run(userDecider, stream, { type: 'RegisterUser', ...registered });
    await api.run(userDecider, stream, { type: 'OpenSession', sessionId: 's', expiresAt: now + DAY_MS });
    const elsewhere = { appId: 'other', userId: user.userId, sessionId: 's' };
    expect(await answerTo(await signToken(api.core, 'heihei', elsewhere, now + DAY_MS))).to.equal(720);
    const other = await startTestApi({ settings: { tokenSecret: 'another secret, long enough for HS256 too' } });
    const stranger = await other.user('阿一');
    expect(await answerTo(stranger.token)).to.equal(720);
    await other.close();
  });

  it('ends the oldest of more than ten sessions', async () => {
    const user = await api.user('阿一');
    const stream = streamName('user', APP, user.userId);
    for (let n = 0; n < 10; n++) {
      const expiresAt = api.clock.now() + DAY_MS;
      await api.run(userDecider, stream, { type: 'OpenSession', sessionId: `s${n}`, expiresAt }, user.userId);
    }
    expect(await answerTo(user.token)).to.equal(720);
  });

  it('knows a Chinese mobile number in every spelling as the one that it is', () => {
    const spellings = ['+8613800138000', '8613800138000', '008613800138000', '013800138000', '13800138000'];
    expect(new Set(spellings.map(normalisePhone))).to.deep.equal(new Set(['13800138000']));
    for (const other of ['+4915112345678', '85212345678', '1380013800', '12345']) {
      expect(normalisePhone(other)).to.equal(other.replace('+', ''));
    }
  });

  it('binds proofs to phone and secret', () => {
    expect(proofOf('s', '1', '23')).to.not.equal(proofOf('s', '12', '3'));
    expect(proofOf('s', '1', '2')).to.not.equal(proofOf('t', '1', '2'));
  });
});
