import { closeSync, cpSync, mkdtempSync, openSync, readFileSync, readSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { EmbeddedEventStore } from '../../event-store/embedded/embedded-event-store.ts';
import { LOG_FILE } from '../../event-store/embedded/log-file.ts';
import { DamagedLogError, MAX_READ_EVENTS, type RecordedEvent, START } from '../../event-store/event-store.ts';
import { openDatabase, StoreOpenError } from '../../event-store/sqlite.ts';
import { event } from '../support/log-events.ts';
import { rejection } from '../support/promises.ts';

const EVENTS = 1500;
const RANDOM_FLIPS = 40;

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
        store.append(`feed-heihei.${i % 40}`, [event({ number: i, text: `marked ${i}!` })], { expected: 'any' }),
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
    it(`refuses to open with one bit changed ${where}, and names the event`, async () => {
      const file = join(dir, LOG_FILE);
      const at = readFileSync(file).indexOf(`marked ${number}!`);
      expect(at).to.be.greaterThan(0);
      flip(file, at + 2, 4);
      const error = (await rejection(open())) as DamagedLogError;
      expect(error).to.be.instanceOf(DamagedLogError);
      expect(error).to.include({ position: number + 1, stream: `feed-heihei.${number % 40}` });
      expect(error.message)
        .to.include(file)
        .and.include(`position ${number + 1}`)
        .and.include('backup');
    });
  }

  it('refuses to open with an event missing, and names its position', async () => {
    alter('DELETE FROM events WHERE position = 500');
    expect(await rejection(open()))
      .to.be.instanceOf(DamagedLogError)
      .and.include({ position: 500 });
  });

  it('refuses to open with an event in another place of the log', async () => {
    alter('UPDATE events SET revision = revision + 1000 WHERE position = 41');
    expect(await rejection(open()))
      .to.be.instanceOf(DamagedLogError)
      .and.include({ position: 41 });
  });

  it('refuses to open with a stream under another name', async () => {
    alter(`UPDATE streams SET name = 'feed-heihei.99' WHERE name = 'feed-heihei.9'`);
    expect(await rejection(open()))
      .to.be.instanceOf(DamagedLogError)
      .and.include({ position: 10 });
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

  it('either refuses to open or returns every event unchanged, wherever a bit changed', async function () {
    this.timeout(180_000);
    const file = join(dir, LOG_FILE);
    const { size } = statSync(file);
    let refused = 0;
    for (let i = 0; i < RANDOM_FLIPS; i++) {
      const at = Math.floor(Math.random() * size);
      const bit = Math.floor(Math.random() * 8);
      flip(file, at, bit);
      try {
        const store = await open();
        try {
          expect(await readAll(store), `bit ${bit} of byte ${at}`).to.deep.equal(original);
          for (let s = 0; s < 40; s++) {
            const stream = `feed-heihei.${s}`;
            const expected = original.filter((one) => one.stream === stream);
            expect(await store.read(stream), `bit ${bit} of byte ${at}`).to.deep.equal(expected);
          }
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
      alter(`UPDATE events SET record = replace(record, 'marked 700!', 'marked 701!') WHERE position = 701`);
      const error = await rejection(store.readAll({ after: 600 }));
      expect(error).to.be.instanceOf(DamagedLogError).and.include({ position: 701 });
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

async function readAll(store: EmbeddedEventStore): Promise<RecordedEvent[]> {
  const all: RecordedEvent[] = [];
  for (;;) {
    const page = await store.readAll({ after: all[all.length - 1]?.position ?? START, limit: MAX_READ_EVENTS });
    all.push(...page);
    if (page.length === 0) return all;
  }
}
