import { expect } from 'chai';
import { SIGN_IN as HELPS } from '../../api/ops/help-texts.ts';
import { collectNumbers } from '../../api/ops/metrics.ts';
import { SignInLimits, signInLimits } from '../../application/accounts/sign-in-limits.ts';
import {
  CODE_INTERVAL_MS,
  CODES_PER_DAY,
  CODES_PER_PHONE_DAY,
  MAX_CODE_TRIES,
} from '../../domain/verification/decider.ts';
import { Client } from '../support/client.ts';
import { startTestApi, type TestApi } from '../support/test-core.ts';

const SEND = '/api/user/get-sms-verification-code';
const SIGN_IN = '/api/user/sign-in-cl-by-phone';
const HOUR_MS = 3600 * 1000;
const PHONE = '13800138000';
const HOME = '198.51.100.7';
const wrongOf = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

describe('signing in while somebody else is after the phone', () => {
  let api: TestApi;
  let anyone: Client;
  const start = async (settings: Partial<TestApi['core']['settings']> = {}) => {
    // As behind a trusted proxy: the tests say where a request comes from.
    const clientAddress = ({ headers }: { headers: Record<string, unknown> }) => String(headers['x-test-address']);
    api = await startTestApi({ settings: { clientAddress: clientAddress as never, ...settings } });
    anyone = new Client(api.url, 'anyone');
  };
  afterEach(() => api.close());

  const from = (address: string) => ({ 'X-Test-Address': address });
  const ask = async (address: string, phoneNo = PHONE) =>
    (await anyone.call(SEND, { phoneNo }, from(address))).errorcode;
  const tryCode = async (address: string, verifyCode: string, phoneNo = PHONE) =>
    (await anyone.call(SIGN_IN, { phoneNo, verifyCode }, from(address))).errorcode;
  const codeOf = async (phoneNo = PHONE) => String((await anyone.dev('GET', `/dev/sms/${phoneNo}`)).code);

  it('is possible from another address, although a stranger burns all tries and all codes of theirs', async () => {
    await start();
    const stranger = '203.0.113.9';
    for (let n = 0; n < CODES_PER_DAY; n++) {
      expect(await ask(stranger)).to.equal(0);
      for (let tried = 0; tried < 2 * MAX_CODE_TRIES; tried++) {
        expect(await tryCode(stranger, wrongOf(await codeOf()))).to.equal(401);
      }
      api.clock.advance(CODE_INTERVAL_MS);
    }
    expect(await ask(stranger)).to.equal(400);
    expect(await tryCode(stranger, await codeOf()), 'burned for them').to.equal(401);
    expect(await ask(HOME)).to.equal(0);
    expect(await tryCode(HOME, await codeOf())).to.equal(0);
  });

  it('is possible although the stranger asks and tries in between, from many addresses', async () => {
    await start();
    expect(await ask(HOME)).to.equal(0);
    const sent = await codeOf();
    const strangers = Array.from({ length: CODES_PER_PHONE_DAY + 10 }, (_, n) => `203.0.113.${n}`);
    for (const stranger of strangers) {
      await ask(stranger);
      await tryCode(stranger, wrongOf(sent));
    }
    expect(await codeOf(), 'the message names the code that works').to.equal(sent);
    for (let n = 1; n < MAX_CODE_TRIES; n++) expect(await tryCode(HOME, wrongOf(sent))).to.equal(401);
    expect(await tryCode(HOME, sent)).to.equal(0);
    // The day's codes are used up now, but not for the address that the owner has signed in from.
    await ask('203.0.113.98');
    expect(await ask('203.0.113.99')).to.equal(400);
    api.clock.advance(CODE_INTERVAL_MS);
    expect(await ask(HOME)).to.equal(0);
    expect(await tryCode(HOME, await codeOf())).to.equal(0);
  });

  it('counts tries made at once, and wrong ones of one address over all phones', async () => {
    const codesPerAddress = 7;
    await start({ codesPerAddress });
    const phones = Array.from({ length: 3 }, (_, n) => String(13_900_000_000 + n));
    for (const [n, phone] of phones.entries()) expect(await ask(`192.0.2.${n}`, phone)).to.equal(0);
    const codes = await Promise.all(phones.map(codeOf));
    await Promise.all(phones.flatMap((phone, n) => [1, 2, 3].map(() => tryCode(HOME, wrongOf(codes[n]!), phone))));
    const rejected = api.log.all.filter(({ type }) => type === 'CodeRejected').length;
    expect(rejected).to.equal(codesPerAddress);
    expect(await tryCode(HOME, codes[0]!, phones[0]), 'no more tries for this address').to.equal(401);
    expect(await tryCode('192.0.2.0', codes[0]!, phones[0])).to.equal(0);
    api.clock.advance(HOUR_MS);
    expect(await ask('192.0.2.1', phones[1])).to.equal(0);
    expect(await tryCode(HOME, await codeOf(phones[1]), phones[1])).to.equal(0);
  });

  it('has a budget in all, which rings in /metrics and keeps out newcomers alone', async () => {
    await start({ codesPerHour: 10 });
    expect([await ask(HOME), await tryCode(HOME, await codeOf())]).to.deep.equal([0, 0]);
    const { numbers } = signInLimits(api.core);
    collectNumbers(api.metrics.registry, 'sign_in', numbers, HELPS, ['codeBudgetExhausted', 'tryBudgetExhausted']);
    const metric = async (name: string) => {
      const response = await fetch(`${api.url}/metrics`);
      return Number(new RegExp(`^salon_sign_in_${name} (\\d+)$`, 'm').exec(await response.text())?.[1]);
    };
    expect(await metric('try_budget_exhausted')).to.equal(0);
    const phones = Array.from({ length: 9 }, (_, n) => String(13_900_000_000 + n));
    for (const [n, phone] of phones.entries()) expect(await ask(`192.0.2.${n}`, phone)).to.equal(0);
    expect(await metric('code_budget_exhausted')).to.equal(1);
    expect(await ask('192.0.2.100', '13900000100')).to.equal(400);
    for (const [n, phone] of phones.entries()) await tryCode(`192.0.2.${n}`, wrongOf(await codeOf(phone)), phone);
    expect(await metric('try_budget_exhausted')).to.equal(1);
    expect(await tryCode('192.0.2.1', await codeOf(phones[1]), phones[1])).to.equal(401);
    expect(await metric('refused_by_budget_total')).to.equal(1 + 6 + 1);
    api.clock.advance(CODE_INTERVAL_MS);
    expect([await ask(HOME), await tryCode(HOME, await codeOf())], 'who comes back').to.deep.equal([0, 0]);
    api.clock.advance(HOUR_MS);
    expect(await metric('code_budget_exhausted')).to.equal(0);
    expect(await ask('192.0.2.100', '13900000100')).to.equal(0);
  });

  it('leaves no address in the log, nor anything that tells that two phones share one', async () => {
    await start();
    const phones = [PHONE, '13800138001'];
    for (const phone of phones) {
      await ask(HOME, phone);
      await tryCode(HOME, wrongOf(await codeOf(phone)), phone);
    }
    expect(JSON.stringify(api.log.all)).to.not.include(HOME);
    const tags = api.log.all.map(({ data }) => (data as { from: string }).from);
    expect(tags).to.have.lengthOf(4);
    expect(new Set(tags).size).to.equal(2);
  });

  it('is counted within bounds that a fixed clock shows', async () => {
    await start();
    let now = 1_000_000;
    const limits = new SignInLimits({ now: () => now } as never, { codesPerAddress: 2, codesPerHour: 3 });
    const giveBack = limits.takeCode('192.0.2.1', false);
    limits.takeCode('192.0.2.1', false);
    expect(() => limits.takeCode('::ffff:192.0.2.1', false))
      .to.throw()
      .with.property('code', 'CodeSentTooOften');
    limits.takeCode('192.0.2.1', true);
    expect(() => limits.takeCode('192.0.2.2', false)).to.throw();
    giveBack();
    limits.takeCode('192.0.2.2', false);
    now += HOUR_MS;
    limits.takeCode('192.0.2.1', false);
    limits.takeTry('192.0.2.1', false);
    expect(() => limits.takeTry('192.0.2.9', false))
      .to.throw()
      .with.property('code', 'CodeWrong');
    expect(limits.numbers).to.include({ refusedByAddress: 1, refusedByBudget: 2, tryBudgetExhausted: 1 });
  });
});
