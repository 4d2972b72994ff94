import { deserialize, serialize } from 'node:v8';
import { expect } from 'chai';
import fc from 'fast-check';
import {
  addRow,
  dropKeys,
  dropOldestKeys,
  findRow,
  type KeyTable,
  keyTable,
  setValue,
  valueAt,
} from '../../../domain/kernel/dense/key-table.ts';
import { addPlain, dropOldestPlain, dropPlain, type PlainKeyTable } from '../../support/plain-key-table.ts';

type Step =
  | { do: 'put' | 'touch'; key: number; value: number }
  | { do: 'drop'; max: number }
  | { do: 'pick'; below: number };

/** Of few keys, so that they meet again; some differ in their last digit alone, and some are no UUIDs. */
function nameOf(key: number): string {
  const digit = (key % 16).toString(16);
  if (key % 3 === 0) return `0000000${digit}-0000-4000-8000-000000000000`;
  return key % 3 === 1 ? `00000000-0000-4000-8000-00000000000${digit}` : `key ${key}`;
}

const KEYS = 200;
const key = fc.integer({ min: 0, max: KEYS - 1 });
const value = fc.double({ noNaN: true });
const put = fc.record({ do: fc.constantFrom('put' as const, 'touch' as const), key, value });
const drop = fc.record({ do: fc.constant('drop' as const), max: fc.nat({ max: 60 }) });
const pick = fc.record({ do: fc.constant('pick' as const), below: value });
const steps = fc.array(
  fc.oneof({ arbitrary: put, weight: 20 }, { arbitrary: drop, weight: 1 }, { arbitrary: pick, weight: 1 }),
  {
    maxLength: 600,
    size: 'max',
  },
);

/** The same step on the dense and on the plain table. */
function play(table: KeyTable, plain: PlainKeyTable, step: Step): void {
  if (step.do === 'drop') {
    dropOldestKeys(table, step.max);
    dropOldestPlain(plain, step.max);
    return;
  }
  if (step.do === 'pick') {
    dropKeys(table, (row) => valueAt(table, row, 0) < step.below);
    dropPlain(plain, ([first]) => first! < step.below);
    return;
  }
  const name = nameOf(step.key);
  const values = (step.do === 'put' ? plain.get(name) : undefined) ?? addPlain(plain, name, 2);
  values.splice(0, 2, step.value, -step.value);
  const known = findRow(table, name);
  const row = step.do === 'put' && known >= 0 ? known : addRow(table, name);
  setValue(table, row, 0, step.value);
  setValue(table, row, 1, -step.value);
}

/** Oldest first. */
function contentsOf(table: KeyTable): (string | undefined)[][] {
  const names = new Map(Array.from({ length: KEYS }, (_, n) => [findRow(table, nameOf(n)), nameOf(n)]));
  const rows = [...names].filter(([row]) => row >= 0).sort(([a], [b]) => a - b);
  return rows.map(([row, name]) => [name, String(valueAt(table, row, 0)), String(valueAt(table, row, 1))]);
}

describe('key table', () => {
  for (const kind of ['uuid', 'text'] as const) {
    it(`is the plain table with ${kind} keys, whatever is added, made the newest and dropped`, () => {
      fc.assert(
        fc.property(steps, (run) => {
          const table = keyTable(kind, 2);
          const plain: PlainKeyTable = new Map();
          for (const step of run) {
            play(table, plain, step);
            expect(table.size).to.equal(plain.size);
          }
          const expected = [...plain].map(([name, values]) => [name, ...values.map(String)]);
          expect(contentsOf(table)).to.deep.equal(expected);
          expect(contentsOf(deserialize(serialize(table)))).to.deep.equal(expected);
        }),
        { numRuns: 60 },
      );
    });
  }

  it('allocates nothing while it is empty', () => {
    const { keys, values, index } = keyTable('uuid', 4);
    expect([keys.length, values.length, index.length]).to.deep.equal([0, 0, 0]);
    expect(findRow(keyTable('text', 1), 'x')).to.equal(-1);
  });

  it('starts a key at zeros, and keeps the values of one that becomes the newest', () => {
    const table = keyTable('text', 2);
    for (const name of ['a', 'b', 'a', 'c', 'a', 'b', 'b']) {
      const row = addRow(table, name);
      setValue(table, row, 1, valueAt(table, row, 1) + 1);
    }
    const counts = ['a', 'b', 'c'].map((name) => valueAt(table, findRow(table, name), 1));
    expect(counts).to.deep.equal([3, 3, 1]);
    dropOldestKeys(table, 1);
    expect(['a', 'b', 'c'].map((name) => findRow(table, name))).to.deep.equal([-1, 0, -1]);
    dropOldestKeys(table, 0);
    expect([table.size, findRow(table, 'b'), addRow(table, 'b'), valueAt(table, 0, 1)]).to.deep.equal([0, -1, 0, 0]);
  });

  it('stays as large as its keys make it, however often they become the newest', () => {
    const table = keyTable('text', 1);
    for (let i = 0; i < 100_000; i++) addRow(table, String((i * 7) % 1_000));
    expect(table.size).to.equal(1_000);
    expect(table.values.length).to.be.lessThan(1_500);
    expect(table.index.length).to.equal(2_048);
  });

  it('tells apart keys whose bits differ anywhere, and takes none for a UUID that is not written as one', () => {
    const table = keyTable('uuid', 1);
    const uuid = '01234567-89ab-4cde-8f01-23456789abcd';
    const others = [...uuid].map((char, at) => `${uuid.slice(0, at)}${char === '-' ? 'd' : '-'}${uuid.slice(at + 1)}`);
    const flipped = [...uuid].flatMap((char, at) => {
      const digit = (Number.parseInt(char, 16) ^ 1).toString(16);
      return char === '-' ? [] : [`${uuid.slice(0, at)}${digit}${uuid.slice(at + 1)}`];
    });
    const all = [
      uuid,
      uuid.toUpperCase(),
      ` ${uuid}`,
      uuid.replaceAll('-', ''),
      '',
      'ü'.repeat(36),
      ...others,
      ...flipped,
    ];
    for (const [n, name] of all.entries()) setValue(table, addRow(table, name), 0, n);
    expect(table.size).to.equal(all.length);
    expect(all.map((name) => valueAt(table, findRow(table, name), 0))).to.deep.equal([...all.keys()]);
  });

  const uuidOf = (words: number[]) =>
    Buffer.from(words.flatMap((word) => [word >>> 24, (word >>> 16) & 255, (word >>> 8) & 255, word & 255]))
      .toString('hex')
      .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  for (const word of [0, 1, 2, 3]) {
    for (const [step, each] of Object.entries({ one: 1, 'a power of two': 4_096, 'decimal digits': 0 })) {
      it(`finds its way among keys that are counted up in word ${word}, by ${step}`, () => {
        const keys = Array.from({ length: 20_000 }, (_, i) => {
          const words = [0x6f2c1d2e, 0x5f0b5a57, 0x9d557c1b, 0x8a3f4e10];
          words[word] = each === 0 ? Number.parseInt(String(i), 16) : Math.imul(i, each);
          return uuidOf(words);
        });
        const table = keyTable('uuid', 1);
        for (const one of keys) addRow(table, one);
        expect(table.size).to.equal(20_000);
        expect(averageLooks(table, keys)).to.be.lessThan(4);
      });
    }
  }
});

/** Slots that are looked at to find a key, on the average. */
function averageLooks(table: KeyTable, keys: readonly string[]): number {
  let looks = 0;
  const index = new Proxy(table.index, {
    get(target, slot) {
      if (slot !== 'length') looks++;
      return Reflect.get(target, slot);
    },
  });
  for (const each of keys) findRow({ ...table, index }, each);
  return looks / keys.length;
}
