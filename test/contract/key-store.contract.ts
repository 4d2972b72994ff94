import { expect } from 'chai';
import { KEY_BYTES, type KeyStore, MAX_KEYS_PER_CALL } from '../../event-store/keys/key-store.ts';
import { rejection } from '../support/promises.ts';

export interface KeysUnderTest {
  store: KeyStore;
  /** Another process's way to the same keys; where there is none, the store itself. */
  other: KeyStore;
  dispose(): Promise<void>;
}

/** What the port's comment promises (event-store/keys/key-store.ts). Every adapter passes it. */
export function keyStoreContract(name: string, make: () => Promise<KeysUnderTest>): void {
  describe(`key store: ${name}`, () => {
    let under: KeysUnderTest;
    let store: KeyStore;
    beforeEach(async () => {
      under = await make();
      store = under.store;
    });
    afterEach(() => under.dispose());

    const keyOf = async (keys: KeyStore, subject: string, appId = 'one') =>
      (await keys.keysOf(appId, [subject])).get(subject)!;

    it('makes a key once, of its own for each subject of each app', async () => {
      const keys = await store.keysOf('one', ['u1', 'u2']);
      expect([...keys.keys()]).to.have.members(['u1', 'u2']);
      const all = [...keys.values(), await keyOf(store, 'u1', 'two')];
      expect(new Set(all.map(({ id }) => id)).size).to.equal(3);
      expect(new Set(all.map(({ secret }) => Buffer.from(secret!).toString('hex'))).size).to.equal(3);
      for (const { id, secret } of all) {
        expect(id).to.match(/^[\w-]{12}$/);
        expect(secret).to.have.length(KEY_BYTES);
      }
      for (const keysNow of [store, under.other]) expect(await keyOf(keysNow, 'u1')).to.deep.equal(keys.get('u1'));
    });

    it('gives the same key to all who ask for it at the same time', async () => {
      const asked = await Promise.all(
        Array.from({ length: 12 }, (_, i) => keyOf(i % 2 === 0 ? store : under.other, `u${i % 3}`)),
      );
      expect(new Set(asked.map(({ id }) => id)).size).to.equal(3);
      for (const key of asked) expect(await keyOf(store, key.subject)).to.deep.equal(key);
    });

    it('finds keys by their numbers, and makes none for a number that is nobody’s', async () => {
      const key = await keyOf(store, 'u1');
      const found = await under.other.keysById([key.id, 'AAAAAAAAAAAA', '']);
      expect([...found]).to.deep.equal([[key.id, key]]);
    });

    it('remembers a destroyed key, and never makes another', async () => {
      const [before, kept] = [await keyOf(store, 'u1'), await keyOf(store, 'u2')];
      await store.destroy('one', ['u1', 'u3']);
      await store.destroy('one', ['u1']);
      const destroyed = { ...before, secret: null };
      expect(await keyOf(under.other, 'u1')).to.deep.equal(destroyed);
      expect((await under.other.keysById([before.id])).get(before.id)).to.deep.equal(destroyed);
      expect((await keyOf(store, 'u3')).secret).to.equal(null);
      expect(await keyOf(store, 'u2')).to.deep.equal(kept);
      expect((await keyOf(store, 'u1', 'two')).secret).to.have.length(KEY_BYTES);
    });

    it('makes another key in the place of one that is renewed', async () => {
      const before = await keyOf(store, 'p1');
      await store.renew('one', ['p1', 'p2']);
      const after = await keyOf(under.other, 'p1');
      expect(after.id).not.to.equal(before.id);
      expect(after.secret).to.have.length(KEY_BYTES);
      expect((await store.keysById([before.id])).get(before.id)!.secret).to.equal(null);
      expect((await keyOf(store, 'p2')).secret).to.have.length(KEY_BYTES);
      await store.renew('one', ['p1']);
      expect((await store.keysById([after.id])).get(after.id)!.secret).to.equal(null);
    });

    it('takes what looks like a pattern or an operator as the text that it is', async () => {
      for (const subject of ["u1' OR 1", '%', '$ne', '{"$gt":""}']) {
        const key = await keyOf(store, subject);
        expect(await keyOf(under.other, subject)).to.deep.equal(key);
        await store.destroy('one', [subject]);
        expect((await keyOf(store, subject)).secret).to.equal(null);
      }
      expect((await keyOf(store, 'u1')).secret).to.have.length(KEY_BYTES);
    });

    it('takes a bounded number at a time', async () => {
      const subjects = Array.from({ length: MAX_KEYS_PER_CALL + 1 }, (_, i) => `u${i}`);
      expect(await rejection(store.keysOf('one', subjects))).to.be.instanceOf(RangeError);
      expect((await store.keysOf('one', subjects.slice(1))).size).to.equal(MAX_KEYS_PER_CALL);
    });
  });
}
