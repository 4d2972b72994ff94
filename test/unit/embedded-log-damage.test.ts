import { closeSync, cpSync, mkdtempSync, openSync, readFileSync, readSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { EmbeddedEventStore } from '../../event-store/embedded/embedded-event-store.ts';
import { BLOCK_EVENTS, LOG_FILE } from '../../event-store/embedded/log-file.ts';
import { DamagedLogError, MAX_READ_EVENTS, type RecordedEvent, START } from '../../event-store/event-store.ts';
import { openDatabase, StoreOpenError } from '../../event-store/sqlite.ts';
import { event } from '../support/log-events.ts';
import { rejection } from '../support/promises.ts';

/** One block is sealed, another is open. */
const EVENTS = BLOCK_EVENTS + 500;
const STREAMS = 40;
const RANDOM_FLIPS = 30;

describe('embedded log: damage', () => {
  let whole: string;
  let dir: string;
  let original: RecordedEvent[];

  before(async () => {
    whole = mkdtempSync(join(tmpdir(), 'salon-damage-'));
    const store = await EmbeddedEventStore.open({ dir: join(whole, 'log') });
    const appends = [];
    for (let i = 0; i < EVENTS; i++) {
      appends.push(
        store.append(`feed-heihei.${i % STREAMS}`, [event({ number: i, text: `marked ${i}!` })], { expected: 'any' }),
      );
    }
    await Promise.all(appends);
    original = await readAll(store);
    await store.close();
    dir = join(whole, 'copy');
  });
  beforeEach(() => cpSync(join(whole, 'log'), dir, { recursive: true }));
  afterEach(() => rmSync(dir, { recursive: true }));
  after(() => rmSync(whole, { recursive: true }));

  const open = () => EmbeddedEventStore.open({ dir });

  for (const [where, number] of [
    ['in a sealed block', 700],
    ['in the block that is still open', EVENTS - 2],
  ] as const) {
    it(`refuses to open with one bit changed ${where}, and names the stretch`, async () => {
      const file = join(dir, LOG_FILE);
      const at = readFileSync(file).indexOf(`marked ${number}!`);
      expect(at).to.be.greaterThan(0);
      flip(file, at + 2, 4);
      const error = (await rejection(open())) as DamagedLogError;
      expect(error).to.be.instanceOf(DamagedLogError);
      expectStretch(error, number + 1);
      expect(error.message).to.include(file).and.include('backup');
    });
  }

  for (const [where, position] of [
    ['in a sealed block', 500],
    ['in the block that is still open', EVENTS - 100],
  ] as const) {
    it(`refuses to open with events missing ${where}, and names the first`, async () => {
      const first = firstOfChunk(position);
      alter(`DELETE FROM chunks WHERE first = ${first}`);
      expect(await rejection(open()))
        .to.be.instanceOf(DamagedLogError)
        .and.include({ position: first });
    });

    it(`refuses to open with events in another place ${where}`, async () => {
      const first = firstOfChunk(position);
      alter(`UPDATE chunks SET last = last + 1 WHERE first = ${first}`);
      expect(await rejection(open()))
        .to.be.instanceOf(DamagedLogError)
        .and.include({ position: first });
    });
  }

  for (const change of [
    `name = 'feed-heihei.99'`,
    'position = position - 1',
    'position = 0',
    'revision = revision - 1',
    'revision = revision + 1000',
  ]) {
    it(`refuses to open with a stream that says ${change}, and names a stream`, async () => {
      alter(`UPDATE streams SET ${change} WHERE name = 'feed-heihei.9'`);
      const error = (await rejection(open())) as DamagedLogError;
      expect(error).to.be.instanceOf(DamagedLogError);
      expect(error.stream).to.match(/^feed-heihei\.9/);
    });
  }

  it('refuses to open with a stream or a mark missing', async () => {
    for (const table of ['streams', 'marks']) {
      alter(`DELETE FROM ${table} WHERE rowid = 7`.replace('marks WHERE rowid', 'marks WHERE stream'));
      expect(await rejection(open()), table).to.be.instanceOf(DamagedLogError);
      rmSync(dir, { recursive: true });
      cpSync(join(whole, 'log'), dir, { recursive: true });
    }
  });

  it('refuses to open with one bit changed in the index of stream names', async () => {
    const file = join(dir, LOG_FILE);
    const database = openDatabase(file, { readOnly: true });
    const index = `SELECT rootpage AS page FROM sqlite_schema WHERE tbl_name = 'streams' AND type = 'index'`;
    const { page } = database.prepare(index).get() as { page: number };
    database.close();
    const start = (page - 1) * 4096;
    const at = readFileSync(file)
      .subarray(start, start + 4096)
      .indexOf('feed-heihei.17');
    expect(at, 'the name stands on the index page').to.be.greaterThan(0);
    flip(file, start + at + 'feed-heihei.1'.length, 1);
    expect(await rejection(open())).to.be.instanceOf(DamagedLogError);
  });

  it('either refuses to open or returns every event unchanged, wherever a bit changed', async () => {
    const file = join(dir, LOG_FILE);
    const { size } = statSync(file);
    const all = JSON.stringify(original);
    const streams = Array.from({ length: STREAMS }, (_, s): [string, string] => {
      const stream = `feed-heihei.${s}`;
      return [stream, JSON.stringify(original.filter((one) => one.stream === stream))];
    });
    let refused = 0;
    for (let i = 0; i < RANDOM_FLIPS; i++) {
      const at = Math.floor(Math.random() * size);
      const bit = Math.floor(Math.random() * 8);
      flip(file, at, bit);
      try {
        const store = await open();
        try {
          // Compared as text: a deep comparison of as many events takes a hundred times as long.
          expect(JSON.stringify(await readAll(store)) === all, `bit ${bit} of byte ${at}`).to.equal(true);
          for (const [stream, expected] of streams)
            expect(JSON.stringify(await store.read(stream)) === expected, `bit ${bit} of byte ${at}`).to.equal(true);
        } finally {
          await store.close();
        }
      } catch (error) {
        if (!(error instanceof DamagedLogError || error instanceof StoreOpenError)) throw error;
        refused++;
      }
      rmSync(dir, { recursive: true });
      cpSync(join(whole, 'log'), dir, { recursive: true });
    }
    expect(refused).to.be.greaterThan(RANDOM_FLIPS / 4);
  });

  it('never returns a record that was damaged after opening', async () => {
    const store = await open();
    try {
      alter(`UPDATE chunks SET body = replace(body, 'marked 700!', 'marked 701!') WHERE first = ${firstOfChunk(701)}`);
      const error = await rejection(store.readAll({ after: 600 }));
      expect(error).to.be.instanceOf(DamagedLogError);
      expectStretch(error as DamagedLogError, 701);
      expect(await rejection(store.read('feed-heihei.20'))).to.be.instanceOf(DamagedLogError);
      expect(await store.readAll({ after: START, limit: 600 })).to.have.length(600);
    } finally {
      await store.close();
    }
  });

  it('is whole again from a backup', async () => {
    const backup = join(whole, 'backup.db');
    const store = await open();
    const [, appended] = await Promise.all([
      store.backup(backup),
      store.append('feed-new', [event()], { expected: 'none' }),
    ]);
    expect(appended.position).to.equal(EVENTS + 1);
    await store.close();
    rmSync(dir, { recursive: true });
    cpSync(backup, join(dir, LOG_FILE));
    const restored = await open();
    expect((await readAll(restored)).slice(0, EVENTS)).to.deep.equal(original);
    await restored.close();
  });

  function firstOfChunk(position: number): number {
    const database = openDatabase(join(dir, LOG_FILE), { readOnly: true });
    const sql = 'SELECT max(first) AS first FROM chunks WHERE first <= ?';
    const { first } = database.prepare(sql).get(position) as { first: number };
    database.close();
    return first;
  }

  function alter(sql: string): void {
    const database = openDatabase(join(dir, LOG_FILE));
    database.exec(sql);
    database.close();
  }
});

function flip(file: string, at: number, bit: number): void {
  const handle = openSync(file, 'r+');
  const byte = Buffer.alloc(1);
  readSync(handle, byte, 0, 1, at);
  byte[0]! ^= 1 << bit;
  writeSync(handle, byte, 0, 1, at);
  closeSync(handle);
}

/** The error names the chunk that the position is in. */
function expectStretch(error: DamagedLogError, position: number): void {
  const [, first, last] = /positions (\d+) to (\d+) fail/.exec(error.message)!.map(Number);
  expect(position).to.be.within(first!, last!);
  expect(last! - first!).to.be.lessThan(32);
  expect(error.position).to.equal(first);
}

async function readAll(store: EmbeddedEventStore): Promise<RecordedEvent[]> {
  const all: RecordedEvent[] = [];
  for (;;) {
    const page = await store.readAll({ after: all[all.length - 1]?.position ?? START, limit: MAX_READ_EVENTS });
    all.push(...page);
    if (page.length === 0) return all;
  }
}
