import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { MAX_SNAPSHOT_BYTES, type Snapshot, type SnapshotStore } from '../../event-store/snapshots.ts';

function snapshot(options: Partial<Snapshot> = {}): Snapshot {
  return { deciderVersion: 1, formatVersion: 1, revision: 999, position: 5_000, body: randomBytes(64), ...options };
}

const plain = (found: Snapshot | null) => found && { ...found, body: Buffer.from(found.body).toString('hex') };

/** What every snapshot store promises; `open` gives a new, empty one. */
export function snapshotStoreContract(
  name: string,
  open: () => Promise<SnapshotStore & { close?(): Promise<void> }>,
): void {
  describe(`snapshot store: ${name}`, () => {
    let store: SnapshotStore & { close?(): Promise<void> };
    beforeEach(async () => {
      store = await open();
    });
    afterEach(() => store.close?.());

    it('has none of a stream that it was never given', async () => {
      expect(await store.loadSnapshot('wallet-a.1')).to.equal(null);
    });

    it('gives back what it was given, byte for byte', async () => {
      const whole = Uint8Array.from({ length: 256 }, (_, byte) => byte);
      const saved = snapshot({ deciderVersion: 3, formatVersion: 2, position: Number.MAX_SAFE_INTEGER, body: whole });
      await store.saveSnapshot('wallet-a.1', saved);
      await store.saveSnapshot('wallet-a.2', snapshot({ body: new Uint8Array() }));
      const found = await store.loadSnapshot('wallet-a.1');
      expect(found?.body).to.be.instanceOf(Uint8Array);
      expect(plain(found)).to.deep.equal(plain(saved));
      expect((await store.loadSnapshot('wallet-a.2'))?.body).to.have.length(0);
    });

    it('takes bytes that are part of a larger memory', async () => {
      const part = Buffer.from('----state----').subarray(4, 9);
      await store.saveSnapshot('wallet-a.1', snapshot({ body: part }));
      expect(Buffer.from((await store.loadSnapshot('wallet-a.1'))!.body).toString()).to.equal('state');
    });

    it('replaces an older one, also one of the same revision', async () => {
      await store.saveSnapshot('wallet-a.1', snapshot({ revision: 999 }));
      const newer = snapshot({ revision: 1_999, deciderVersion: 2 });
      await store.saveSnapshot('wallet-a.1', newer);
      expect(plain(await store.loadSnapshot('wallet-a.1'))).to.deep.equal(plain(newer));
      const other = snapshot({ revision: 1_999, deciderVersion: 1 });
      await store.saveSnapshot('wallet-a.1', other);
      expect(plain(await store.loadSnapshot('wallet-a.1'))).to.deep.equal(plain(other));
    });

    it('never replaces a newer one by an older one, in whatever order they come', async () => {
      const snapshots = Array.from({ length: 12 }, (_, i) => snapshot({ revision: ((i * 7) % 12) * 1_000 }));
      await Promise.all(snapshots.map((one) => store.saveSnapshot('feed-a.1', one)));
      const newest = snapshots.find(({ revision }) => revision === 11_000)!;
      expect(plain(await store.loadSnapshot('feed-a.1'))).to.deep.equal(plain(newest));
      await store.saveSnapshot('feed-a.1', snapshot({ revision: 10_999 }));
      expect(plain(await store.loadSnapshot('feed-a.1'))).to.deep.equal(plain(newest));
    });

    it('keeps the streams apart, whatever their names', async () => {
      const names = ['wallet-a.1', 'wallet-a.10', '$where', '{"$gt":""}', "a'; DROP TABLE snapshots; --", '流-间.1'];
      for (const [revision, stream] of names.entries()) await store.saveSnapshot(stream, snapshot({ revision }));
      for (const [revision, stream] of names.entries()) {
        expect((await store.loadSnapshot(stream))?.revision, stream).to.equal(revision);
      }
    });

    it('takes as many bytes as the limit says, and no more', async () => {
      const body = randomBytes(MAX_SNAPSHOT_BYTES);
      await store.saveSnapshot('wallet-a.1', snapshot({ body }));
      const found = await store.loadSnapshot('wallet-a.1');
      expect(body.equals(found!.body)).to.equal(true);
      const tooLarge = snapshot({ revision: 5_000, body: new Uint8Array(MAX_SNAPSHOT_BYTES + 1) });
      expect(await failure(store.saveSnapshot('wallet-a.1', tooLarge))).to.be.instanceOf(RangeError);
      expect(await failure(store.saveSnapshot('wallet-a.1', snapshot({ revision: 1.5 })))).to.be.instanceOf(RangeError);
      expect((await store.loadSnapshot('wallet-a.1'))?.revision).to.equal(999);
    });
  });
}

function failure(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => null,
    (error) => error,
  );
}
