import { expect } from 'chai';
import type { TokenBuckets } from '../../api/http/token-buckets.ts';

export interface TokenBucketsHarness {
  name: string;
  /** Empty buckets, and what lets their time pass. */
  open(): Promise<{ buckets: TokenBuckets; pass(ms: number): Promise<void>; close(): Promise<void> }>;
}

/** What every adapter must do, on a machine that may stall for seconds at any point. */
export function describeTokenBuckets({ name, open }: TokenBucketsHarness): void {
  describe(`token buckets: ${name}`, () => {
    let world: Awaited<ReturnType<TokenBucketsHarness['open']>>;
    let n = 0;
    /** A key of the test's own. */
    const fresh = () => `key ${process.pid} ${n++}`;
    before(async () => {
      world = await open();
    });
    after(() => world.close());

    const SLOW = { perSecond: 0.01, burst: 3 };

    it('give what a full one holds at once, then tell how long to wait', async () => {
      const key = fresh();
      for (let taken = 0; taken < 3; taken++) expect(await world.buckets.take(key, SLOW)).to.equal(0);
      expect(await world.buckets.take(key, SLOW)).to.be.within(60_000, 100_000);
    });

    it('are a key’s own', async () => {
      const [key, other] = [fresh(), fresh()];
      for (let taken = 0; taken < 3; taken++) await world.buckets.take(key, SLOW);
      expect(await world.buckets.take(other, SLOW)).to.equal(0);
    });

    it('lose nothing by a question, and tell it the same', async () => {
      const key = fresh();
      for (let asked = 0; asked < 10; asked++) expect(await world.buckets.take(key, SLOW, 0)).to.equal(0);
      for (let taken = 0; taken < 3; taken++) expect(await world.buckets.take(key, SLOW, 1)).to.equal(0);
      expect(await world.buckets.take(key, SLOW, 0)).to.be.greaterThan(0);
    });

    it('give several tokens together or none of them; more than a full one holds are all of it', async () => {
      const key = fresh();
      expect(await world.buckets.take(key, SLOW, 2)).to.equal(0);
      expect(await world.buckets.take(key, SLOW, 2)).to.be.within(60_000, 100_000);
      expect(await world.buckets.take(key, SLOW, 1)).to.equal(0);
      const other = fresh();
      expect(await world.buckets.take(other, SLOW, 50)).to.equal(0);
      expect(await world.buckets.take(other, SLOW, 0)).to.be.within(60_000, 100_000);
    });

    it('let no more through when many ask at once', async () => {
      const key = fresh();
      const waits = await Promise.all(Array.from({ length: 20 }, () => world.buckets.take(key, SLOW)));
      expect(waits.filter((wait) => wait === 0)).to.have.length(3);
    });

    it('are refilled evenly, up to what a full one holds', async () => {
      const key = fresh();
      const bucket = { perSecond: 0.5, burst: 2 };
      for (let taken = 0; taken < 2; taken++) expect(await world.buckets.take(key, bucket)).to.equal(0);
      await world.pass(7_000);
      const startedAt = performance.now();
      const waits = await Promise.all(Array.from({ length: 9 }, () => world.buckets.take(key, bucket)));
      // A machine that stalls over this gives time for more tokens.
      const more = Math.ceil(((performance.now() - startedAt) / 1_000) * bucket.perSecond);
      expect(waits.filter((wait) => wait === 0).length).to.be.within(2, 2 + more);
    });

    it('a refusal costs nothing: whoever waits as long as told gets a token', async () => {
      const bucket = { perSecond: 1, burst: 1 };
      let key: string;
      let waits: number[];
      // Again where the machine took a second over this, so that a token came in between.
      do {
        key = fresh();
        await world.buckets.take(key, bucket);
        waits = [];
        for (let asked = 0; asked < 6; asked++) waits.push(await world.buckets.take(key, bucket));
      } while (waits.includes(0));
      await world.pass(waits[0]! + 1);
      expect(await world.buckets.take(key, bucket)).to.equal(0);
    });
  });
}
