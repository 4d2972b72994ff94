import { expect } from 'chai';
import fc from 'fast-check';
import {
  type DocumentWrite,
  MAX_OFFSET,
  MAX_QUERY_DOCUMENTS,
  type Query,
  type ReadModelStore,
  type View,
} from '../../projections/read-models.ts';
import { MemoryReadModelStore } from '../support/memory-read-models.ts';
import { caughtUpContract } from './caught-up.contract.ts';

interface Room extends Record<string, unknown> {
  appId: string;
  title: string;
  open: boolean;
  at: number;
}

const rooms: View<Room> = {
  name: 'rooms',
  version: 3,
  indexes: {
    newest: ['appId', 'open', '-at'],
    byTitle: ['appId', 'title'],
    oldest: ['at'],
  },
  on: {},
};
const view: View = rooms;
const TABLE = 'rooms@3';

const room = (id: string, fields: Partial<Room> = {}, position = 1): DocumentWrite => ({
  id,
  body: JSON.stringify({ appId: 'app', title: id, open: true, at: 0, ...fields }),
  position,
});

/** What every store of read models promises. `makeStore` gives an empty one; the suite closes it. */
export function readModelStoreContract(name: string, makeStore: () => Promise<ReadModelStore>): void {
  describe(`read model store: ${name}`, () => {
    let store: ReadModelStore;
    beforeEach(async () => {
      store = await makeStore();
      await store.prepare(TABLE, view);
    });
    afterEach(() => store.close());

    const write = (documents: DocumentWrite[], checkpoint = 1, table = TABLE) =>
      store.write([{ table, documents, checkpoint }]);
    const find = async (query: Partial<Query>) => {
      const found = await store.find(TABLE, view, { index: 'newest', equals: ['app', true], limit: 100, ...query });
      return found.map(({ id }) => id);
    };
    const rejected = (call: Promise<unknown>) =>
      call.then(
        () => null,
        (error: Error) => error,
      );

    it('gives back what was written, byte for byte, one answer per id in order', async () => {
      const body = '{"appId":"app","title":"ü😀\\u0000\\ud800","open":true,"at":9007199254740991}';
      await write([{ id: 'app.1', body, position: 7 }, room('app.2')]);
      const loaded = await store.load(TABLE, ['app.9', 'app.1', 'app.1', 'app.2']);
      expect(loaded[0]).to.equal(null);
      expect(loaded[1]).to.deep.equal({ body, position: 7 });
      expect(loaded[2]).to.deep.equal(loaded[1]);
      expect(loaded[3]?.position).to.equal(1);
    });

    it('prepares again without harm', async () => {
      await write([room('a')]);
      await store.prepare(TABLE, view);
      expect(await find({})).to.deep.equal(['a']);
    });

    it('can be filled before its indexes are built', async () => {
      await store.prepare('rooms@3b', view, { indexes: false });
      await write([room('b'), room('a')], 5, 'rooms@3b');
      await store.prepare('rooms@3b', view);
      const found = await store.find('rooms@3b', view, { index: 'byTitle', equals: ['app'], limit: 9 });
      expect(found.map(({ id }) => id)).to.deep.equal(['a', 'b']);
    });

    it('keeps a document that is at or above the position of a write', async () => {
      await write([room('a', { title: 'new' }, 5)], 5);
      await write([room('a', { title: 'same' }, 5), room('b', {}, 2)], 6);
      await write([room('a', { title: 'old' }, 4)], 7);
      await write([{ id: 'a', body: null, position: 5 }], 7);
      expect(JSON.parse((await store.load(TABLE, ['a']))[0]!.body).title).to.equal('new');
      expect((await store.load(TABLE, ['b']))[0]).not.to.equal(null);
      await write([room('a', { title: 'newer' }, 6)], 8);
      expect(JSON.parse((await store.load(TABLE, ['a']))[0]!.body).title).to.equal('newer');
    });

    it('deletes a document, from its indexes too', async () => {
      await write([room('a'), room('b')]);
      await write(
        [
          { id: 'a', body: null, position: 2 },
          { id: 'never', body: null, position: 2 },
        ],
        2,
      );
      expect(await store.load(TABLE, ['a', 'never'])).to.deep.equal([null, null]);
      expect(await find({})).to.deep.equal(['b']);
    });

    it('keeps checkpoints with the documents, and other named ones; a table checkpoint never goes back', async () => {
      expect(await store.checkpoint(TABLE)).to.equal(0);
      expect(await store.checkpoint('reactor')).to.equal(0);
      await write([], 40);
      await write([room('a', {}, 2)], 30);
      await store.saveCheckpoint('reactor', 12);
      await store.saveCheckpoint('reactor', 9);
      expect(await store.checkpoint(TABLE)).to.equal(40);
      expect(await store.checkpoint('reactor')).to.equal(9);
    });

    it('keeps notes by name, found by the start of it, whatever becomes of the tables', async () => {
      expect(await store.notes('')).to.deep.equal([]);
      await store.saveNote('stopped rooms', '{"position":7}');
      await store.saveNote('parked rooms 7', '{}');
      await store.saveNote('parked rooms 12', '{"by":"an operator, 操作员"}');
      await store.saveNote('parked rooms 7', '{"again":true}');
      await store.drop(TABLE);
      expect(await store.notes('parked rooms ')).to.deep.equal([
        { name: 'parked rooms 12', body: '{"by":"an operator, 操作员"}' },
        { name: 'parked rooms 7', body: '{"again":true}' },
      ]);
      await store.saveNote('parked rooms 7', null);
      await store.saveNote('never', null);
      expect((await store.notes('')).map(({ name }) => name)).to.deep.equal(['parked rooms 12', 'stopped rooms']);
      expect(await store.notes('parked_rooms')).to.deep.equal([]);
    });

    it('writes all tables or none', async () => {
      await store.prepare('rooms@3b', view);
      const failed = await rejected(
        store.write([
          { table: TABLE, documents: [room('a')], checkpoint: 3 },
          { table: 'rooms@4', documents: [room('a')], checkpoint: 3 },
        ]),
      );
      expect(failed).to.be.instanceOf(Error);
      expect(await store.load(TABLE, ['a'])).to.deep.equal([null]);
      expect(await store.checkpoint(TABLE)).to.equal(0);
    });

    it('applies writes in the order of the calls, and shows each once it has resolved', async () => {
      const writes = [1, 2, 3, 4, 5].map((at) => write([room('a', { at }, at), room(`n${at}`, {}, at)], at));
      await Promise.all(writes);
      expect(await store.checkpoint(TABLE)).to.equal(5);
      expect(JSON.parse((await store.load(TABLE, ['a']))[0]!.body).at).to.equal(5);
      expect(await find({})).to.have.length(6);
    });

    it('walks an index in its direction, ties by id, and back in reverse', async () => {
      await write([room('c', { at: 2 }), room('a', { at: 1 }), room('d', { at: 1 }), room('b', { at: 10 })]);
      expect(await find({})).to.deep.equal(['b', 'c', 'a', 'd']);
      expect(await find({ reverse: true })).to.deep.equal(['d', 'a', 'c', 'b']);
      expect(await find({ limit: 2, offset: 1 })).to.deep.equal(['c', 'a']);
      expect(await find({ limit: 2, offset: 4 })).to.deep.equal([]);
    });

    it('fixes a prefix: numbers as numbers, booleans as booleans, strings by their bytes', async () => {
      await write([
        room('a', { open: false, at: 9 }),
        room('b', { at: 10 }),
        room('c', { at: 100, appId: 'other' }),
        room('d', { at: -1.5 }),
      ]);
      expect(await find({})).to.deep.equal(['b', 'd']);
      expect(await find({ equals: ['app', false] })).to.deep.equal(['a']);
      expect(await find({ equals: ['app', true, 10] })).to.deep.equal(['b']);
      expect(await find({ index: 'oldest', equals: [] })).to.deep.equal(['d', 'a', 'b', 'c']);
      expect(await find({ equals: ["app' OR 1=1 --", true] })).to.deep.equal([]);
    });

    it('searches by prefix of a string', async () => {
      const titles = ['anna', 'ann\u{1f600}', 'ann\uff5e', 'anno', 'Anna', 'bob', "an'n"];
      await write(titles.map((title, at) => room(String(at), { title })));
      const found = await store.find(TABLE, view, {
        index: 'byTitle',
        equals: ['app'],
        from: 'ann',
        before: 'ann\u{10ffff}',
        limit: 9,
      });
      expect(found.map(({ id }) => titles[Number(id)])).to.deep.equal(['anna', 'anno', 'ann\uff5e', 'ann\u{1f600}']);
    });

    it("bounds the next field in the index's own direction", async () => {
      await write([1, 2, 3, 4, 5].map((at) => room(String(at), { at })));
      expect(await find({ after: 4 })).to.deep.equal(['3', '2', '1']);
      expect(await find({ from: 4 })).to.deep.equal(['4', '3', '2', '1']);
      expect(await find({ after: 5, before: 2 })).to.deep.equal(['4', '3']);
      expect(await find({ from: 4, until: 2, reverse: true })).to.deep.equal(['2', '3', '4']);
      const up = { index: 'oldest', equals: [] };
      expect(await find({ ...up, after: 3 })).to.deep.equal(['4', '5']);
      expect(await find({ ...up, from: 2, until: 4 })).to.deep.equal(['2', '3', '4']);
      expect(await find({ ...up, before: 3, reverse: true, limit: 1 })).to.deep.equal(['2']);
    });

    it('agrees with a plain filter and sort for any query', async () => {
      const value = fc.integer({ min: -3, max: 3 });
      const range = fc.record({ after: value, from: value, before: value, until: value }, { requiredKeys: [] });
      const walk = fc.record({ reverse: fc.boolean(), offset: fc.nat(3), limit: fc.integer({ min: 1, max: 6 }) });
      const memory = new MemoryReadModelStore();
      await memory.prepare(TABLE, view);
      let position = 0;
      const documents = fc.array(fc.record({ at: value, open: fc.boolean() }), { maxLength: 12 });
      await fc.assert(
        fc.asyncProperty(documents, range, walk, fc.boolean(), async (fields, bounds, how, open) => {
          position++;
          const filled = Array.from({ length: 12 }, (_, id) => {
            const given = fields[id];
            return given ? room(`r${id}`, given, position) : { id: `r${id}`, body: null, position };
          });
          const change = [{ table: TABLE, documents: filled, checkpoint: position }];
          await Promise.all([store.write(change), memory.write(change)]);
          const query = { index: 'newest', equals: ['app', open], ...bounds, ...how };
          expect(await store.find(TABLE, view, query)).to.deep.equal(await memory.find(TABLE, view, query));
        }),
        { numRuns: 60 },
      );
    });

    it('refuses what passes the limits or is not declared', async () => {
      const tooMany = Array.from({ length: MAX_QUERY_DOCUMENTS + 1 }, (_, at) => room(String(at)));
      const calls: Promise<unknown>[] = [
        write(tooMany),
        store.load(
          TABLE,
          tooMany.map(({ id }) => id),
        ),
        find({ limit: MAX_QUERY_DOCUMENTS + 1 }),
        find({ limit: 0 }),
        find({ limit: 1.5 }),
        find({ offset: MAX_OFFSET + 1 }),
        find({ offset: -1 }),
        find({ index: 'nowhere' }),
        find({ index: 'toString' }),
        find({ equals: ['app', true, 1, 2] }),
        find({ equals: ['app', true, 1], after: 1 }),
        find({ equals: ['app', Number.NaN] }),
        find({ after: null as unknown as number }),
        find({ equals: [{ $ne: 1 } as unknown as string] }),
        store.prepare('rooms@4', view),
        store.prepare('rooms"; DROP TABLE x', view),
        store.load('rooms@3; --', ['a']),
      ];
      for (const [at, call] of calls.entries()) expect(await rejected(call), `call ${at}`).to.be.instanceOf(RangeError);
      expect(await find({ limit: MAX_QUERY_DOCUMENTS, offset: MAX_OFFSET })).to.deep.equal([]);
    });

    it('switches the table that serves a view, and drops the other with its checkpoint', async () => {
      expect(await store.current('rooms')).to.equal(null);
      await store.prepare('rooms@3b', view);
      await store.switchTo('rooms', TABLE);
      await write([room('a')], 3);
      await write([room('b', {}, 2)], 2, 'rooms@3b');
      await store.switchTo('rooms', 'rooms@3b');
      await store.drop(TABLE);
      await store.drop(TABLE);
      expect(await store.current('rooms')).to.equal('rooms@3b');
      expect(await store.checkpoint(TABLE)).to.equal(0);
      expect(await store.checkpoint('rooms@3b')).to.equal(2);
      expect(await rejected(store.load(TABLE, ['a']))).to.be.instanceOf(Error);
      await store.prepare(TABLE, view);
      expect(await store.load(TABLE, ['a'])).to.deep.equal([null]);
    });

    it('scans in id order, page by page', async () => {
      const ids = Array.from({ length: MAX_QUERY_DOCUMENTS + 3 }, (_, at) => `app.${at}`);
      await write(ids.slice(0, MAX_QUERY_DOCUMENTS).map((id) => room(id)));
      await write(ids.slice(MAX_QUERY_DOCUMENTS).map((id) => room(id)));
      const first = await store.scan(TABLE, '');
      const second = await store.scan(TABLE, first[first.length - 1]!.id);
      expect([...first, ...second].map(({ id }) => id)).to.deep.equal([...ids].sort());
      expect(second).to.have.length(3);
      expect(first[0]).to.deep.include({ id: 'app.0', position: 1 });
    });

    it('answers calls under way when it is closed, and refuses later ones', async () => {
      const last = write([room('a')]);
      const closing = store.close();
      await last;
      await closing;
      await store.close();
      expect(await rejected(find({}))).to.be.instanceOf(Error);
    });
  });
  describe(`read models over: ${name}`, () => caughtUpContract(makeStore));
}
