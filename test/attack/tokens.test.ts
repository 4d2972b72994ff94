import { createHmac, generateKeyPairSync } from 'node:crypto';
import { expect } from 'chai';
import { SignJWT } from 'jose';
import { CODE_INTERVAL_MS } from '../../domain/verification/decider.ts';
import { type Answer, Client } from '../support/client.ts';
import { Arena, codeOf } from './arena.ts';
import { attacks } from './attacks.ts';

const SEND = '/api/user/get-sms-verification-code';
const SIGN_IN = '/api/user/sign-in-cl-by-phone';
const GOLD = '/api/user/user-gold';
const SALON_SECRET = 'tLq0n8vYwK2cZr7mB4xJ9sHd6gPfA1eU';
/** Codes that one address may ask for, and wrong ones that it may try, in an hour. Everybody here has the same address. */
const CODES_PER_ADDRESS = 150;
const DAY_MS = 24 * 3600 * 1000;

/** With the right secret in hand, as whoever has found a way to sign would have it. */
const KEY = createHmac('sha256', SALON_SECRET).update('salon.tokens').digest('base64url');

describe('attacks: tokens and sign-in', () => {
  let arena: Arena;
  let victim: Client;

  before(async () => {
    arena = await Arena.open('tokens', { SALON_SECRET, CODES_PER_ADDRESS: String(CODES_PER_ADDRESS) });
    victim = await arena.person('阿一');
  });
  after(async () => expect(await arena.close()).to.equal('sound'));

  const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const parts = () => victim.token.split('.') as [header: string, payload: string, signature: string];
  const claims = () => JSON.parse(Buffer.from(parts()[1], 'base64url').toString()) as Record<string, unknown>;
  const seconds = () => Math.floor(Date.now() / 1000);
  const kid = () => (JSON.parse(Buffer.from(parts()[0], 'base64url').toString()) as { kid: string }).kid;
  const signed = (change: object, header: object = {}, key = KEY) =>
    new SignJWT({ ...claims(), ...change })
      .setProtectedHeader({ alg: 'HS256', kid: kid(), ...header })
      .sign(Buffer.from(key));
  const answerTo = async (token: string) => codeOf(arena.nobody(token).call(GOLD));
  const forged = (token: () => string | Promise<string>) => async () => answerTo(await token());
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const asymmetric = () => new SignJWT(claims()).setProtectedHeader({ alg: 'RS256', kid: kid() }).sign(rsa.privateKey);

  /** A header that must be understood, and is not: jose itself refuses to sign it. */
  const critical = () => {
    const signedPart = `${encoded({ alg: 'HS256', kid: kid(), crit: ['x'], x: 1 })}.${parts()[1]}`;
    return `${signedPart}.${createHmac('sha256', KEY).update(signedPart).digest('base64url')}`;
  };

  attacks('a forged token', [
    ['none of these refusals is for want of a way to sign: our own signature is taken', forged(() => signed({})), 0],
    ['alg=none', forged(() => `${encoded({ alg: 'none', kid: kid() })}.${parts()[1]}.`), 720],
    [
      'alg=none with a signature',
      forged(() => `${encoded({ alg: 'none', kid: kid() })}.${parts()[1]}.${parts()[2]}`),
      720,
    ],
    ['alg=nOnE', forged(() => `${encoded({ alg: 'nOnE', kid: kid() })}.${parts()[1]}.`), 720],
    ['no signature', forged(() => `${parts()[0]}.${parts()[1]}.`), 720],
    ['a cut signature', forged(() => victim.token.slice(0, -2)), 720],
    ['another payload', forged(() => `${parts()[0]}.${encoded({ ...claims(), sub: '1' })}.${parts()[2]}`), 720],
    ['HS512 with the right key', forged(() => signed({}, { alg: 'HS512' })), 720],
    ['RS256 with a key of the attacker', forged(asymmetric), 720],
    ['another key', forged(() => signed({}, {}, 'another secret, long enough for HS256 too')), 720],
    [
      'a key of zeros and a kid that names an empty file',
      forged(() => signed({}, { kid: '../../dev/null' }, '\0')),
      720,
    ],
    ['a jku and a jwk of the attacker', forged(() => signed({}, { jku: 'http://127.0.0.1:9/', jwk: {} }, 'x')), 720],
    ['a crit that nobody knows', forged(critical), 720],
    ['no kid', forged(() => signed({}, { kid: undefined })), 720],
    ['a kid of nobody’s', forged(() => signed({}, { kid: '__proto__' })), 720],
    ['another audience', forged(() => signed({ aud: 'openim' })), 720],
    ['the audience of another dialect', forged(() => signed({ aud: 'linkv-live' })), 720],
    ['two audiences', forged(() => signed({ aud: ['heihei', 'linkv-live'] })), 720],
    ['no audience', forged(() => signed({ aud: undefined })), 720],
    ['another app', forged(() => signed({ app: 'other' })), 720],
    ['a session that was never opened', forged(() => signed({ sid: 'other' })), 720],
    ['no session', forged(() => signed({ sid: undefined })), 720],
    ['somebody else’s number with the own session', forged(() => signed({ sub: String(victim.userId + 1) })), 720],
    ['a subject that names a stream', forged(() => signed({ sub: `${victim.userId}-x` })), 720],
    ['no expiry', forged(() => signed({ exp: undefined })), 720],
    ['expired', forged(() => signed({ exp: seconds() - 1 })), 720],
    ['not valid yet', forged(() => signed({ nbf: seconds() + 3600 })), 720],
    ['the victim’s token with padding', forged(() => `${victim.token}=`), 720],
    ['the victim’s token with a blank behind it', forged(() => `${victim.token} `), 720],
    [
      '100 KB of dots',
      async () => (await fetch(`${arena.url}${GOLD}`, post(`token=${'.'.repeat(100_000)}`))).status,
      413,
    ],
  ]);

  const post = (body: string) => ({
    method: 'POST',
    body,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });

  /** A token that was good once, after something ended it. */
  async function ended(end: (client: Client) => Promise<unknown>): Promise<number> {
    const client = await arena.person('走了的');
    await end(client);
    return answerTo(client.token);
  }

  attacks('a token that was good once', [
    ['after sign-out', () => ended((client) => client.must('/api/user/sign-out')), 720],
    ['after a ban', () => ended((client) => client.dev('POST', `/dev/users/${client.userId}/ban`)), 720],
    [
      'after a ban that was lifted',
      () =>
        ended(async (client) => {
          await client.dev('POST', `/dev/users/${client.userId}/ban`);
          await client.dev('POST', `/dev/users/${client.userId}/unban`);
        }),
      720,
    ],
  ]);

  async function codeFor(phoneNo: string): Promise<string> {
    await arena.nobody().must(SEND, { phoneNo });
    return String((await arena.nobody().dev('GET', `/dev/sms/${phoneNo}`)).code);
  }
  const wrongOf = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');
  const signIn = (phoneNo: string, verifyCode: string, headers = {}): Promise<Answer> =>
    arena.nobody().call(SIGN_IN, { phoneNo, verifyCode }, headers);

  /** Forty guesses, then the right code from the same address: it must be worth nothing by then. */
  async function guess(headers = {}): Promise<Record<string, number>> {
    const phone = arena.nextPhone();
    const code = await codeFor(phone);
    let wrong = Number(code);
    const answered: Record<string, number> = { tokens: 0 };
    for (let n = 0; n < 40; n++) {
      wrong = (wrong + 1) % 1_000_000;
      const answer = await signIn(phone, String(wrong).padStart(6, '0'), headers);
      if (answer.token !== undefined) answered.tokens!++;
    }
    if ((await signIn(phone, code, headers)).token !== undefined) answered.tokens!++;
    return answered;
  }

  attacks('a code', [
    ['that another phone got', async () => codeOf(signIn(arena.nextPhone(), await codeFor(arena.nextPhone()))), 401],
    [
      'used twice',
      async () => {
        const phone = arena.nextPhone();
        const code = await codeFor(phone);
        return [await codeOf(signIn(phone, code)), await codeOf(signIn(phone, code))];
      },
      [0, 401],
    ],
    ['guessed forty times, then right', () => guess(), { tokens: 0 }],
    [
      'guessed forty times under one Idempotency-Key, then right',
      () => guess({ 'Idempotency-Key': 'k' }),
      { tokens: 0 },
    ],
    [
      'wrong and right, under the key by which the victim signed in: nobody is given the victim’s token',
      async () => {
        const phone = arena.nextPhone();
        const code = await codeFor(phone);
        const headers = { 'Idempotency-Key': 'one-tap' };
        const own = await signIn(phone, code, headers);
        const tokens: unknown[] = [];
        for (const guessed of [wrongOf(code), '', code]) tokens.push((await signIn(phone, guessed, headers)).token);
        return [own.errorcode, tokens.filter((token) => token !== undefined).length];
      },
      [0, 0],
    ],
    [
      'as an object, a list and a wildcard',
      async () => {
        const phone = arena.nextPhone();
        await codeFor(phone);
        const tokens: unknown[] = [];
        for (const verifyCode of [{ $ne: null }, { $gt: '' }, ['000000'], true, null, '%', '.*', '______']) {
          const body = JSON.stringify({ phoneNo: phone, verifyCode });
          const headers = { 'content-type': 'application/json' };
          const answer = (await (await fetch(arena.url + SIGN_IN, { method: 'POST', body, headers })).json()) as Answer;
          if (answer.errorcode === 0) tokens.push(verifyCode);
        }
        return tokens;
      },
      [],
    ],
    [
      'of a banned user: it is right, and opens nothing',
      async () => {
        const client = await arena.person('封了的');
        const phone = String(Number(arena.nextPhone()) - 1);
        await client.dev('POST', `/dev/users/${client.userId}/ban`);
        await client.dev('POST', '/dev/clock', { advanceMs: CODE_INTERVAL_MS });
        return codeOf(signIn(phone, await codeFor(phone)));
      },
      721,
    ],
    [
      'of yesterday',
      async () => {
        const phone = arena.nextPhone();
        const code = await codeFor(phone);
        await victim.dev('POST', '/dev/clock', { advanceMs: DAY_MS });
        return codeOf(signIn(phone, code));
      },
      401,
    ],
  ]);

  attacks('asking for codes', [
    [
      'for one phone, twenty times at once, in different spellings: one is sent',
      async () => {
        const phone = arena.nextPhone();
        const spellings = ['', '+86', '86', '0086', '0'].map((prefix) => prefix + phone);
        const asked = Array.from({ length: 20 }, (_, n) => arena.nobody().call(SEND, { phoneNo: spellings[n % 5]! }));
        return (await Promise.all(asked)).filter(({ errorcode }) => errorcode === 0).length;
      },
      1,
    ],
    [
      'to find out who has an account: known and unknown are answered alike',
      async () => {
        const known = arena.nextPhone();
        await codeOf(signIn(known, await codeFor(known)));
        await victim.dev('POST', '/dev/clock', { advanceMs: CODE_INTERVAL_MS });
        const ask = async (phoneNo: string) => JSON.stringify(await arena.nobody().call(SEND, { phoneNo }));
        const guessed = async (phoneNo: string) => JSON.stringify(await signIn(phoneNo, '12'));
        const unknown = arena.nextPhone();
        return [(await ask(known)) === (await ask(unknown)), (await guessed(known)) === (await guessed(unknown))];
      },
      [true, true],
    ],
    [
      'for many phones under forged addresses: the address of the socket counts',
      async () => {
        await victim.dev('POST', '/dev/clock', { advanceMs: DAY_MS });
        let sent = 0;
        for (let n = 0; n < CODES_PER_ADDRESS + 20; n++) {
          const address = `10.1.2.${n}`;
          const headers = { 'X-Forwarded-For': address, 'X-Real-IP': address, Forwarded: `for=${address}` };
          const phoneNo = arena.nextPhone();
          if ((await codeOf(new Client(arena.url, 'x').call(SEND, { phoneNo }, headers))) === 0) sent++;
        }
        return sent;
      },
      CODES_PER_ADDRESS,
    ],
  ]);
});
