import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import {
  BatchFailure,
  EXPECT_ANY,
  EXPECT_NONE,
  NO_OUTCOME,
  packBatch,
  REFUSED,
  REPEATED,
  WRITTEN,
} from '../../event-store/embedded/batch.ts';
import { EmbeddedEventStore } from '../../event-store/embedded/embedded-event-store.ts';
import { LOG_FILE, LOG_KIND, openForWriting } from '../../event-store/embedded/log-file.ts';
import { verifyLog } from '../../event-store/embedded/log-integrity.ts';
import { LogWriter } from '../../event-store/embedded/log-writer.ts';
import { packUuid, unpackUuid } from '../../event-store/embedded/uuid.ts';
import { ConcurrencyError, START, StoreUnavailableError } from '../../event-store/event-store.ts';
import { type Database, openDatabase, pragma, StoreOpenError } from '../../event-store/sqlite.ts';
import { lockStore } from '../../event-store/store-lock.ts';
import { BareLog, writeImage } from '../support/crashed-log.ts';
import { Collector, event, events } from '../support/log-events.ts';
import { rejection, until } from '../support/promises.ts';
import { ROOT } from '../support/script.ts';

describe('embedded log', () => {
  let dir: string;

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'salon-embedded-'));
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  describe('a full disk', () => {
    it('refuses appends cleanly, keeps what was acknowledged, and goes on when there is room', async () => {
      const store = await EmbeddedEventStore.open({ dir, maxPages: 40 });
      let acknowledged = 0;
      let refusal: Error | undefined;
      while (refusal === undefined && acknowledged < 1000) {
        const results = await Promise.allSettled(
          [0, 1].map((s) => store.append(`feed-${s}`, [event({ text: 'x'.repeat(5000) })], { expected: 'any' })),
        );
        for (const result of results) {
          if (result.status === 'fulfilled') acknowledged++;
          else refusal = result.reason;
        }
      }
      expect(refusal).to.be.instanceOf(StoreUnavailableError);
      expect(await store.readAll({ after: START })).to.have.length(acknowledged);
      // One that still fits is taken: the disk was full, the log is not broken.
      expect((await store.append('live-1', [event()], { expected: 'none' })).revision).to.equal(0);
      await store.close();
      const roomy = await EmbeddedEventStore.open({ dir });
      expect(await roomy.readAll({ after: START })).to.have.length(acknowledged + 1);
      await roomy.append('feed-0', [event({ text: 'x'.repeat(5000) })], { expected: 'any' });
      await roomy.close();
    });

    it('is not available while it refuses writes, and comes back by itself when there is room', async () => {
      const store = await EmbeddedEventStore.open({ dir, maxPages: 20 });
      const large = () => store.append('feed-1', [event({ text: 'x'.repeat(200_000) })], { expected: 'any' });
      expect(store.status()).to.deep.equal({ available: true });
      expect(await rejection(large())).to.be.instanceOf(StoreUnavailableError);
      const status = store.status();
      expect(status.available).to.equal(false);
      expect(!status.available && status.reason).to.match(/full/);
      // A small one finds room, which does not make the disk any larger.
      await store.append('live-1', [event()], { expected: 'none' });
      expect(store.status().available).to.equal(false);
      await store.limitPages(1_000_000);
      await until(() => store.status().available);
      await large();
      expect(await store.readAll({ after: START })).to.have.length(2);
      expect(readdirSync(dir).filter((name) => name.endsWith('-room'))).to.deep.equal([]);
      await store.close();
    });

    it('refuses what builds on an append that found no room', async () => {
      const store = await EmbeddedEventStore.open({ dir, maxPages: 20 });
      const large = store.append('live-1', [event({ text: 'x'.repeat(200_000) })], { expected: 'none' });
      const building = store.append('live-1', [event()], { expected: 0 });
      expect(await rejection(large)).to.be.instanceOf(StoreUnavailableError);
      await rejection(building);
      expect(await store.read('live-1')).to.deep.equal([]);
      await store.close();
    });
  });

  describe('a failing disk', () => {
    const record = (id: number) => `["${String(id).padStart(22, '0')}"]`;
    const one = (stream: string, { id = 0, expected = EXPECT_ANY } = {}) => ({
      stream,
      expected,
      outcome: NO_OUTCOME,
      buildsOn: NO_OUTCOME,
      together: 1,
      position: 0,
      records: [record(id)],
    });
    const append = (stream: string) => packBatch([one(stream)]);
    const failing = (database: Database, sql: string, error: Error): Database => ({
      exec: (text) => database.exec(text),
      close: () => database.close(),
      prepare(text) {
        const statement = database.prepare(text);
        if (text !== sql) return statement;
        const run = () => {
          throw error;
        };
        return { run, get: statement.get, all: statement.all };
      },
    });

    /** Takes so many chunks, refuses one, and takes all after it. */
    const failingOnce = (database: Database, after: number): Database => {
      let left = after;
      return {
        ...failing(database, '', new Error()),
        prepare(text) {
          const statement = database.prepare(text);
          if (!text.includes('INTO chunks')) return statement;
          const run: typeof statement.run = (...values) => {
            if (left-- === 0) throw new Error('no');
            return statement.run(...values);
          };
          return { run, get: statement.get, all: statement.all };
        },
      };
    };

    it('does not know what became of a batch whose sync failed, and writes no more', () => {
      const file = join(dir, LOG_FILE);
      const database = openForWriting(file);
      const writer = new LogWriter(
        failing(database, 'COMMIT', new Error('I/O error')),
        file,
        verifyLog(database, file),
      );
      expect(() => writer.commit(append('a')))
        .to.throw(BatchFailure)
        .with.property('outcome', 'unknown');
      expect(() => writer.commit(append('b')))
        .to.throw(BatchFailure)
        .with.property('outcome', 'unwritten');
      database.close();
    });

    it('rolls a batch back whose write failed, and writes the next in its place', () => {
      const file = join(dir, LOG_FILE);
      const database = openForWriting(file);
      const flaky = failingOnce(database, 1);
      const writer = new LogWriter(flaky, file, verifyLog(database, file));
      expect([...writer.commit(append('a')).result]).to.deep.equal([0, 0, 1]);
      expect(() => writer.commit(append('a')))
        .to.throw(BatchFailure)
        .with.property('outcome', 'unwritten');
      expect([...writer.commit(append('a')).result]).to.deep.equal([0, 1, 2]);
      expect(verifyLog(database, file).head).to.equal(2);
      database.close();
    });

    it('knows a repeated append by what was written in the place of a batch that was rolled back', () => {
      const file = join(dir, LOG_FILE);
      const database = openForWriting(file);
      const writer = new LogWriter(failingOnce(database, 1), file, verifyLog(database, file));
      const first = (id: number) => one('a', { id, expected: EXPECT_NONE });
      expect(() => writer.commit(packBatch([first(1), first(1), one('b')]))).to.throw(BatchFailure);
      expect([...writer.commit(packBatch([first(2)])).result]).to.deep.equal([WRITTEN, 0, 1]);
      expect([...writer.commit(packBatch([first(2), first(1)])).result]).to.deep.equal([REPEATED, 0, 1, REFUSED, 0, 1]);
      database.close();
    });
  });

  it('syncs every commit: a write-ahead log with full sync', () => {
    const database = openForWriting(join(dir, LOG_FILE));
    expect(pragma(database, 'journal_mode')).to.equal('wal');
    expect(pragma(database, 'synchronous')).to.equal(2);
    database.close();
  });

  it('hands a subscription over from the disk to memory without a gap or a double', async () => {
    const store = await EmbeddedEventStore.open({ dir, recent: { maxEvents: 30, maxBytes: 100_000 } });
    const collector = new Collector();
    let slow = true;
    const appends: Promise<unknown>[] = [];
    store.subscribe({
      after: START,
      onBatch: async (batch) => {
        // Falls behind what memory keeps, again and again, then catches up.
        if (slow) await new Promise((resolve) => setTimeout(resolve, 2));
        collector.onBatch(batch);
      },
    });
    for (let i = 0; i < 60; i++) {
      for (let n = 0; n < 10; n++) appends.push(store.append(`feed-${n}`, events(2), { expected: 'any' }));
      if (i % 3 === 0) await Promise.all(appends);
    }
    slow = false;
    await Promise.all(appends);
    await collector.reaches(1200);
    expect(collector.events.map(({ position }) => position)).to.deep.equal(
      Array.from({ length: 1200 }, (_, i) => i + 1),
    );
    await store.close();
  });

  it('refuses what builds on a refused append also when that is in an earlier batch', async () => {
    const store = await EmbeddedEventStore.open({ dir });
    await store.append('live-1', events(2), { expected: 'none' });
    const refused = store.append('live-1', events(1), { expected: 0 });
    // After this the first is on its way, but not answered.
    await new Promise(setImmediate);
    const filler = Array.from({ length: 300 }, (_, i) => store.append(`feed-${i}`, events(1), { expected: 'any' }));
    const building = store.append('live-1', events(1), { expected: 1 });
    expect(await rejection(refused)).to.be.instanceOf(ConcurrencyError);
    expect(await rejection(building)).to.be.instanceOf(ConcurrencyError);
    await Promise.all(filler);
    expect(await store.read('live-1')).to.have.length(2);
    await store.close();
  });

  it('packs ids and brings them back', () => {
    for (let i = 0; i < 200; i++) {
      const { id } = event();
      const packed = packUuid(id)!;
      expect(packed).to.have.length(22);
      expect(unpackUuid(packed)).to.equal(id);
    }
    expect(packUuid('00000000-0000-0000-0000-000000000000')).to.equal('A'.repeat(22));
    for (const id of [
      '',
      'x'.repeat(36),
      '00000000-0000-0000-0000-00000000000G',
      '00000000-0000-0000-0000-00000000000A',
    ]) {
      expect(packUuid(id)).to.equal(undefined);
    }
  });

  describe('what cannot be opened', () => {
    const problemOf = (run: () => unknown) => {
      try {
        run();
      } catch (error) {
        expect(error).to.be.instanceOf(StoreOpenError);
        expect((error as Error).message).to.match(/^[^.].*: .*[a-z].*\.$/s);
        return (error as StoreOpenError).problem;
      }
      return 'none';
    };
    const opening = (dataDir: string) => () => lockStore(dataDir).release();

    it('a directory that this process or another holds, until that one is gone', async () => {
      const data = join(dir, 'data');
      const lock = lockStore(data);
      expect(problemOf(opening(data))).to.equal('in-use');
      lock.release();
      const script = `
        import { lockStore } from ${JSON.stringify(new URL('../../event-store/store-lock.ts', import.meta.url).href)};
        lockStore(${JSON.stringify(data)}); console.log('locked'); setInterval(() => {}, 1000);`;
      writeFileSync(join(dir, 'holder.mts'), script);
      const holder = spawn(process.execPath, ['--import', 'tsx', join(dir, 'holder.mts')], {
        cwd: ROOT,
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      await new Promise((resolve) => holder.stdout.once('data', resolve));
      expect(problemOf(opening(data))).to.equal('in-use');
      holder.kill('SIGKILL');
      await new Promise((resolve) => holder.once('close', resolve));
      expect(problemOf(opening(data))).to.equal('none');
    });

    it('a directory that cannot be made or written', () => {
      writeFileSync(join(dir, 'file'), '');
      expect(problemOf(opening(join(dir, 'file', 'data')))).to.equal('unwritable');
      if (existsSync('/proc/self')) expect(problemOf(opening('/proc/self/salon'))).to.equal('unwritable');
    });

    it('a directory of something else, which stays as it was', () => {
      const foreign = join(dir, 'foreign');
      mkdirSync(foreign);
      writeFileSync(join(foreign, 'thesis.doc'), 'years of work');
      expect(problemOf(opening(foreign))).to.equal('foreign-directory');
      expect(readdirSync(foreign)).to.deep.equal(['thesis.doc']);
      const empty = join(dir, 'empty');
      mkdirSync(join(empty, 'lost+found'), { recursive: true });
      writeFileSync(join(empty, '.gitkeep'), '');
      expect(problemOf(opening(empty))).to.equal('none');
    });

    it('no directory that holds one of ours alone, and not one that holds another program’s database', async () => {
      const [restored, foreign] = [join(dir, 'restored'), join(dir, 'databases')];
      await (await EmbeddedEventStore.open({ dir: restored })).close();
      for (const name of readdirSync(restored)) if (name !== LOG_FILE) rmSync(join(restored, name));
      expect(problemOf(opening(restored))).to.equal('none');
      const crashed = join(dir, 'crashed');
      const log = new BareLog(join(dir, 'first-run.db'));
      log.commit([1], 10);
      writeImage(crashed, { ...log.image(), mark: undefined });
      log.close();
      expect(problemOf(opening(crashed))).to.equal('none');
      mkdirSync(foreign);
      for (const name of [LOG_FILE, 'photos.db', 'empty.db']) writeFileSync(join(foreign, name), '');
      const database = openDatabase(join(foreign, 'photos.db'));
      database.exec('PRAGMA application_id = 4711; CREATE TABLE photos (id INTEGER)');
      database.close();
      expect(problemOf(opening(foreign))).to.equal('foreign-directory');
    });

    it('a log of another program, of a later release, or no database at all', async () => {
      const file = join(dir, LOG_FILE);
      const open = () => EmbeddedEventStore.open({ dir });
      const prepare = (sql: string) => {
        rmSync(file, { force: true });
        const database = openDatabase(file);
        database.exec(sql);
        database.close();
      };
      prepare('CREATE TABLE photos (id INTEGER)');
      expect(await rejection(open()))
        .to.be.instanceOf(StoreOpenError)
        .and.include({ problem: 'foreign-file' });
      prepare(`PRAGMA application_id = ${LOG_KIND.applicationId}; PRAGMA user_version = ${LOG_KIND.version + 1}`);
      expect(await rejection(open()))
        .to.be.instanceOf(StoreOpenError)
        .and.include({ problem: 'newer-version' });
      rmSync(file, { force: true });
      writeFileSync(file, 'a letter to a friend '.repeat(300));
      const before = readFileSync(file, 'utf8');
      expect(await rejection(open()))
        .to.be.instanceOf(StoreOpenError)
        .and.include({ problem: 'foreign-file' });
      expect(readFileSync(file, 'utf8')).to.equal(before);
    });
  });

  it('leaves no process or file behind when closed', async () => {
    const store = await EmbeddedEventStore.open({ dir });
    await store.append('live-1', events(3), { expected: 'none' });
    await store.close();
    const left = readdirSync(dir).filter((name) => name !== LOG_FILE);
    const bytes = left.filter((name) => name.endsWith('-wal')).map((name) => readFileSync(join(dir, name)).length);
    expect(bytes.every((length) => length === 0)).to.equal(true);
    if (existsSync('/proc/self/fd')) expect(openFiles().filter((file) => file.startsWith(dir))).to.deep.equal([]);
  });
});

/** What this process has open, on Linux. Other things may be closed while it looks. */
function openFiles(): string[] {
  return readdirSync('/proc/self/fd').flatMap((name) => {
    try {
      return [readlinkSync(`/proc/self/fd/${name}`)];
    } catch {
      return [];
    }
  });
}
