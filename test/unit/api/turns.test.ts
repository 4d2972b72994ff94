import { expect } from 'chai';
import type { Proof } from '../../../api/http/dialect.ts';
import type { Cost, Endpoint } from '../../../api/http/endpoint.ts';
import { DEFAULT_LIMITS, RateLimits } from '../../../api/http/rate-limits.ts';
import { TooManyRequests } from '../../../api/http/refusals.ts';
import { LocalTokenBuckets } from '../../../api/http/token-buckets.ts';
import { AT_ONCE_EACH, MAX_WAITING_EACH } from '../../../api/http/turns.ts';
import { rejection } from '../../support/promises.ts';

const person = (userId: number): Proof => ({ appId: 'heihei', caller: { appId: 'heihei', userId } }) as Proof;
const costing = (cost: Cost) => ({ auth: 'user', cost }) as Endpoint;
const settled = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

describe('turns of calls', () => {
  let limits: RateLimits;
  /** What began, in order, and what ends it. */
  let begun: string[];
  let ends: (() => void)[];

  beforeEach(() => {
    limits = new RateLimits(DEFAULT_LIMITS, new LocalTokenBuckets());
    begun = [];
    ends = [];
  });

  async function call(name: string, cost: Cost, proof = person(1)): Promise<void> {
    ends.push(await limits.turn(costing(cost), proof));
    begun.push(name);
  }

  it('come to a person’s calls one after the other, some at a time, in the order in which they were made', async () => {
    for (let n = 0; n < AT_ONCE_EACH + 3; n++) void call(`${n}`, 'read');
    await settled();
    expect(begun).to.deep.equal(['0', '1']);
    expect(limits.turns.metrics.waiting).to.equal(3);
    for (const last of ['2', '3', '4']) {
      ends.shift()!();
      await settled();
      expect(begun.at(-1)).to.equal(last);
    }
    expect(limits.turns.metrics.waiting).to.equal(0);
  });

  it('of one person are not another’s, and reading waits for no change, nor what is paid for anything', async () => {
    for (let n = 0; n < AT_ONCE_EACH; n++) await call('read', 'read');
    void call('search', 'search');
    for (let n = 0; n < AT_ONCE_EACH; n++) await call('write', 'write');
    void call('said', 'fanOut');
    await call('other', 'read', person(2));
    for (let n = 0; n < 20; n++) await call('gift', 'paid');
    await settled();
    expect(begun).to.include('other');
    expect(begun).to.not.include.oneOf(['search', 'said']);
    expect(limits.turns.metrics.waiting).to.equal(2);
  });

  it('are refused to whom too many wait for already, and counted', async () => {
    for (let n = 0; n < AT_ONCE_EACH + MAX_WAITING_EACH; n++) void call(`${n}`, 'write');
    await settled();
    expect(await rejection(limits.turn(costing('write'), person(1)))).to.be.instanceOf(TooManyRequests);
    expect(limits.refused.write).to.equal(1);
  });

  it('are an app’s server’s for all of its people, and nobody’s where nothing is limited', async () => {
    const app = { app: { dialect: 'openim', appId: 'a' }, isPersonal: false } as unknown as Proof;
    for (let n = 0; n < 100 * AT_ONCE_EACH; n++) await call(`${n}`, 'write', app);
    void call('one more', 'write', app);
    await settled();
    expect(begun).to.have.length(200);
    limits = new RateLimits(null, new LocalTokenBuckets());
    for (let n = 0; n < 500; n++) await call(`${n}`, 'write');
  });

  it('keep nothing of callers whose calls are over', async () => {
    for (let n = 0; n < 10; n++) void call(`${n}`, 'read');
    for (let n = 0; n < 10; n++) {
      await settled();
      ends.shift()!();
    }
    await settled();
    expect((limits.turns as unknown as { lines: Map<string, unknown> }).lines.size).to.equal(0);
  });
});
