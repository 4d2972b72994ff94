import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { EmbeddedEventStore } from '../../event-store/embedded/embedded-event-store.ts';
import { LOG_FILE } from '../../event-store/embedded/log-file.ts';
import { closeLog } from '../../event-store/embedded/open-log.ts';
import { DamagedLogError, type RecordedEvent, START } from '../../event-store/event-store.ts';
import { type Database, openDatabase } from '../../event-store/sqlite.ts';
import { BareLog, seeded } from '../support/crashed-log.ts';
import { event, events } from '../support/log-events.ts';
import { runs } from '../support/script.ts';

/** The last acknowledged position. */
const MARK = `${LOG_FILE}-acknowledged`;
const KILLS = 4;
/** Acknowledged events after which a process is killed: some batches after it began. */
const ACKS_BEFORE_KILL = 300;
const FLIPS = 40;

describe('embedded log: crashes', () => {
  let dir: string;

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'salon-crash-'));
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  it('keeps every acknowledged event through kill -9, in order, none twice', async () => {
    const acknowledged: string[] = [];
    for (let kill = 0; kill < KILLS; kill++) {
      acknowledged.push(...(await appendAndKill(dir, ACKS_BEFORE_KILL + kill * 97)));
      const kept = await readAll(dir);
      const found = new Map(kept.map(({ id, stream, revision }) => [id, `${stream} ${revision} ${id}`]));
      expect(found.size, 'an event is there twice').to.equal(kept.length);
      for (const line of acknowledged) expect(found.get(line.split(' ')[2]!)).to.equal(line);
      expectGapless(kept);
    }
    expect(acknowledged.length).to.be.greaterThan(KILLS * ACKS_BEFORE_KILL);
  });

  it('closes where the disk has no room to empty the write-ahead log, and loses nothing', () => {
    const file = join(dir, LOG_FILE);
    const log = new BareLog(file);
    for (const stream of [1, 2, 3]) log.commit([stream], 100);
    const { database } = log.log;
    // A reader keeps SQLite from trying once more when the writer closes.
    const reader = openDatabase(file, { readOnly: true });
    reader.exec('BEGIN; SELECT count(*) FROM chunks');
    const full: Database = {
      exec(sql) {
        if (sql.includes('wal_checkpoint')) throw new Error('database or disk is full');
        database.exec(sql);
      },
      prepare: (sql) => database.prepare(sql),
      close: () => database.close(),
    };
    closeLog({ ...log.log, database: full });
    expect(() => database.exec('SELECT 1')).to.throw();
    reader.close();
    const again = new BareLog(file);
    expect(again.head).to.equal(3);
    again.close();
  });

  it('refuses, or keeps every acknowledged event, with a bit changed in what kill -9 left', async () => {
    const random = seeded(6);
    const live = join(dir, 'live');
    const acknowledged = await appendAndKill(live, ACKS_BEFORE_KILL);
    let refused = 0;
    for (let i = 0; i < FLIPS; i++) {
      const copy = join(dir, 'copy');
      copyLog(live, copy);
      const wal = join(copy, `${LOG_FILE}-wal`);
      const bytes = readFileSync(wal);
      const at = random(bytes.length);
      bytes[at]! ^= 1 << random(8);
      writeFileSync(wal, bytes);
      try {
        const log = new BareLog(join(copy, LOG_FILE));
        const { length } = log.records();
        log.close();
        expect(length, `byte ${at}`).to.be.at.least(acknowledged.length);
      } catch (error) {
        if (!(error instanceof DamagedLogError)) throw error;
        refused++;
      }
      rmSync(copy, { recursive: true });
    }
    expect(refused).to.be.greaterThan(FLIPS / 4);
  });

  it('loses only what was not acknowledged when the unsynced tail is cut anywhere', async () => {
    const live = join(dir, 'live');
    const store = await EmbeddedEventStore.open({ dir: live });
    try {
      for (let i = 0; i < 20; i++) await store.append(`feed-${i % 3}`, events(2), { expected: 'any' });
      const wal = join(live, `${LOG_FILE}-wal`);
      const acknowledgedBytes = statSync(wal).size;
      const acknowledged = await store.readAll({ after: START });
      const mark = join(dir, 'mark');
      copyFileSync(join(live, MARK), mark);
      // What comes next stands for what a crash may leave of appends that were never acknowledged.
      for (let i = 0; i < 10; i++) await store.append(`feed-${i % 3}`, events(5), { expected: 'any' });
      const unacknowledgedBytes = statSync(wal).size - acknowledgedBytes;
      for (let cut = 0; cut < 12; cut++) {
        const copy = join(dir, `cut-${cut}`);
        copyLog(live, copy);
        copyFileSync(mark, join(copy, MARK));
        const keep = acknowledgedBytes + Math.floor(Math.random() * unacknowledgedBytes);
        truncateSync(join(copy, `${LOG_FILE}-wal`), keep);
        const kept = await readAll(copy);
        expect(kept.slice(0, acknowledged.length), `cut at byte ${keep}`).to.deep.equal(acknowledged);
        expect((kept.length - acknowledged.length) % 5, 'an append came back in part').to.equal(0);
        expectGapless(kept);
        const again = await EmbeddedEventStore.open({ dir: copy });
        const { revision } = await again.append('feed-0', [event()], { expected: 'any' });
        await again.close();
        const { length } = kept.filter(({ stream }) => stream === 'feed-0');
        expect(revision).to.equal(length);
      }
    } finally {
      await store.close();
    }
  });
});

/** Runs the appending process until it acknowledged enough, kills it, and returns what it acknowledged. */
async function appendAndKill(dir: string, acks: number): Promise<string[]> {
  const child: ChildProcess = spawn(process.execPath, [...runs('test/support/append-forever.ts'), dir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  let killed = false;
  child.stdout!.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    if (killed || output.split('\n').length < acks) return;
    killed = true;
    child.kill('SIGKILL');
  });
  await new Promise((resolve) => child.on('close', resolve));
  expect(child.signalCode).to.equal('SIGKILL');
  const [ready, ...lines] = output.slice(0, output.lastIndexOf('\n')).split('\n');
  expect(ready).to.equal('ready');
  return lines;
}

async function readAll(dir: string): Promise<RecordedEvent[]> {
  const store = await EmbeddedEventStore.open({ dir });
  const all: RecordedEvent[] = [];
  for (;;) {
    const page = await store.readAll({ after: all[all.length - 1]?.position ?? START });
    all.push(...page);
    if (page.length === 0) break;
  }
  await store.close();
  return all;
}

function expectGapless(kept: RecordedEvent[]): void {
  const revisions = new Map<string, number>();
  for (const { stream, revision } of kept) {
    expect(revision).to.equal((revisions.get(stream) ?? -1) + 1);
    revisions.set(stream, revision);
  }
}

/** By another process: closing a file here would drop the locks that SQLite holds on it in this one. */
function copyLog(from: string, to: string): void {
  mkdirSync(to);
  const files = readdirSync(from).filter((name) => !name.endsWith('-shm'));
  execFileSync('cp', [...files.map((name) => join(from, name)), to]);
}
