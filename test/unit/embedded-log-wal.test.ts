import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { EmbeddedEventStore } from '../../event-store/embedded/embedded-event-store.ts';
import { LOG_FILE } from '../../event-store/embedded/log-file.ts';
import { checkWriteAheadLog } from '../../event-store/embedded/write-ahead-log.ts';
import { DamagedLogError } from '../../event-store/event-store.ts';
import { BareLog, type Image, seeded, writeImage } from '../support/crashed-log.ts';
import { rejection } from '../support/promises.ts';

/** Bytes at random in which a bit changes: most are of pages. */
const FLIPS = 40;
const BLOCKS = 30;
const LIVES = 15;
const CUTS = 20;
const COMMITS = 30;
const HEADER_BYTES = 32;
const FRAME_BYTES = 24 + 4096;

/** A log whose process was killed: all of its commits were acknowledged, and are in the write-ahead log. */
interface Killed {
  image: Image;
  records: string[];
  /** Where each commit ends: the log's head, and the size of the write-ahead log. */
  commits: { head: number; bytes: number }[];
}

describe('embedded log: the write-ahead log after a crash', () => {
  let dir: string;

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'salon-wal-'));
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  const newLog = (name: string) => {
    mkdirSync(join(dir, name));
    return new BareLog(join(dir, name, LOG_FILE));
  };

  /** One whose write-ahead log was begun anew has frames of the generation before behind its last commit. */
  function kill({ begunAnew }: { begunAnew: boolean }): Killed {
    const random = seeded(1);
    const log = newLog('live');
    const commit = () =>
      log.commit(
        Array.from({ length: 1 + random(12) }, () => random(30)),
        random(4) * 300,
      );
    for (let i = 0; begunAnew && i < COMMITS + 15; i++) commit();
    if (begunAnew) log.checkpoint();
    const commits: Killed['commits'] = [];
    for (let i = 0; i < COMMITS; i++) {
      commit();
      commits.push({ head: log.head, bytes: checkWriteAheadLog(join(dir, 'live', LOG_FILE)) });
    }
    const killed = { image: log.image(), records: log.records(), commits };
    log.close();
    return killed;
  }

  /** All records of an image once it was opened, or that it was refused. */
  function outcomeOf(image: Image): 'refused' | string[] {
    try {
      const log = new BareLog(writeImage(join(dir, 'copy'), image));
      const records = log.records();
      log.close();
      return records;
    } catch (error) {
      if (!(error instanceof DamagedLogError)) throw error;
      return 'refused';
    }
  }

  /** What is synced of a write-ahead log that another commit was then written to: nothing if that began it anew. */
  function committedBytes(before: Buffer, after: Buffer): number {
    if (!before.subarray(0, HEADER_BYTES).equals(after.subarray(0, HEADER_BYTES))) return 0;
    return checkWriteAheadLog(
      writeImage(join(dir, 'before'), { database: Buffer.alloc(1), wal: before, mark: undefined }),
    );
  }

  function flipped({ wal, ...rest }: Image, at: number, bit: number): Image {
    const copy = Buffer.from(wal);
    copy[at]! ^= 1 << bit;
    return { ...rest, wal: copy };
  }

  /** Each byte of the log's own header, and of the first and the last frame's. */
  function headersIn(end: number): number[] {
    const bytes = (from: number, count: number) => Array.from({ length: count }, (_, i) => from + i);
    return [...bytes(0, HEADER_BYTES), ...bytes(HEADER_BYTES, 24), ...bytes(end - FRAME_BYTES, 24)];
  }

  for (const begunAnew of [false, true]) {
    const kind = begunAnew ? 'one that was begun anew' : 'a first one';

    it(`refuses or returns every acknowledged event, wherever a bit changed in ${kind}`, () => {
      const killed = kill({ begunAnew });
      expect(outcomeOf(killed.image)).to.deep.equal(killed.records);
      const random = seeded(2);
      let refused = 0;
      const { length } = killed.image.wal;
      for (const at of [
        ...headersIn(killed.commits.at(-1)!.bytes),
        ...Array.from({ length: FLIPS }, () => random(length)),
      ]) {
        const outcome = outcomeOf(flipped(killed.image, at, random(8)));
        if (outcome === 'refused') refused++;
        else expect(outcome, `byte ${at}`).to.deep.equal(killed.records);
      }
      // Most of one that was begun anew may be what the generation before left.
      expect(refused).to.be.greaterThan(FLIPS / 4);
    });

    it(`misses at most the last commit when a power cut took the mark too, with a bit changed in ${kind}`, () => {
      const killed = kill({ begunAnew });
      const { bytes: end } = killed.commits.at(-1)!;
      const { bytes: lastCommit, head } = killed.commits.at(-2)!;
      const random = seeded(3);
      let refused = 0;
      for (const at of [...headersIn(end), ...Array.from({ length: FLIPS }, () => random(end))]) {
        const outcome = outcomeOf(flipped({ ...killed.image, mark: undefined }, at, random(8)));
        if (at < lastCommit) expect(outcome, `byte ${at}`).to.equal('refused');
        else expect(outcome, `byte ${at}`).to.deep.equal(killed.records.slice(0, head));
        if (outcome === 'refused') refused++;
      }
      expect(refused).to.be.greaterThan(FLIPS / 2);
    });
  }

  it('refuses with a block lost in the middle, whatever frames and commits it covered', () => {
    const { image, commits } = kill({ begunAnew: true });
    const random = seeded(4);
    const { bytes } = commits.at(-4)!;
    for (let i = 0; i < BLOCKS; i++) {
      const wal = Buffer.from(image.wal);
      const size = random(2) ? 512 : 4096;
      const at = random(Math.floor(bytes / size)) * size;
      if (random(2)) wal.fill(0, at, at + size);
      else for (let n = at; n < at + size; n++) wal[n] = random(256);
      if (wal.equals(image.wal)) continue;
      expect(outcomeOf({ ...image, wal, mark: undefined }), `${size} bytes from ${at}`).to.equal('refused');
    }
  });

  it('refuses with any bit changed in the header of a commit frame that another commit follows', () => {
    const { image, commits } = kill({ begunAnew: false });
    const start = commits.at(-2)!.bytes - FRAME_BYTES;
    for (let bit = 0; bit < 24 * 8; bit++) {
      const broken = flipped(image, start + (bit >> 3), bit & 7);
      // Without its mark a commit frame begins what looks like one longer transaction.
      if (broken.wal.readUInt32BE(start + 4) === 0) continue;
      const file = writeImage(join(dir, 'copy'), broken);
      expect(() => checkWriteAheadLog(file), `bit ${bit}`).to.throw(DamagedLogError);
    }
  });

  it('takes no commit mark of the generation before for a newer one, where a power cut split a header', () => {
    // The header of frame 42 is in two sectors: page number and mark, salts and checksum.
    const count = 50;
    const older = walOf(
      1,
      Array.from({ length: count }, () => 9),
    );
    const newer = walOf(
      2,
      Array.from({ length: count }, (_, i) => (i === count - 1 ? 9 : 0)),
    );
    const lost = [HEADER_BYTES + 2 * FRAME_BYTES, HEADER_BYTES + 41 * FRAME_BYTES];
    const wal = Buffer.from(newer);
    for (const at of lost) {
      const sector = at - (at % 512);
      older.copy(wal, sector, sector, sector + 512);
    }
    expect(wal.readUInt32BE(lost[1]! + 4), 'the older mark').to.equal(9);
    expect(wal.readUInt32BE(lost[1]! + 8), 'the newer salt').to.equal(2);
    expect(
      checkWriteAheadLog(writeImage(join(dir, 'copy'), { database: Buffer.alloc(1), wal, mark: undefined })),
    ).to.equal(0);
  });

  it('recovers from power cuts in life after life, whatever sectors of the unsynced commit they keep', () => {
    const random = seeded(5);
    let log = newLog('life-0');
    let kept: string[] = [];
    let cutInTwo = 0;
    for (let life = 1; life <= LIVES; life++) {
      const commit = (acknowledge: boolean) =>
        log.commit(
          Array.from({ length: 1 + random(40) }, () => random(200)),
          random(3) * 1_000,
          { acknowledge },
        );
      for (let i = random(4); i > 0; i--) commit(true);
      if (random(3) === 0) log.checkpoint();
      if (random(3) === 0) log.rollBack(20 + random(60));
      if (random(2)) commit(true);
      const before = log.image();
      const acknowledged = log.records();
      commit(false);
      const after = log.image();
      log.close();
      const committed = committedBytes(before.wal, after.wal);
      for (let i = 0; i < CUTS; i++) {
        const file = writeImage(join(dir, 'cut'), { ...after, wal: cut(before.wal, after.wal, random) });
        expect(checkWriteAheadLog(file)).to.be.at.least(committed);
      }
      const wal = cut(before.wal, after.wal, random);
      if (!wal.equals(before.wal) && !wal.equals(after.wal)) cutInTwo++;
      const mark = random(2) ? before.mark : undefined;
      log = new BareLog(writeImage(join(dir, `life-${life}`), { database: after.database, wal, mark }));
      kept = log.records();
      expect(kept.slice(0, acknowledged.length), `life ${life}`).to.deep.equal(acknowledged);
    }
    log.close();
    expect(cutInTwo).to.be.greaterThan(LIVES / 2);
    expect(kept.length).to.be.greaterThan(LIVES);
  });

  it('names what is broken, changes nothing, and refuses again', async () => {
    const { image, commits } = kill({ begunAnew: false });
    const frames = Math.floor(commits[4]!.bytes / FRAME_BYTES);
    const broken = flipped(image, commits[4]!.bytes + 100, 3);
    const file = writeImage(join(dir, 'copy'), broken);
    for (let i = 0; i < 2; i++) {
      const error = await rejection(EmbeddedEventStore.open({ dir: join(dir, 'copy') }));
      expect(error).to.be.instanceOf(DamagedLogError);
      expect(error.message)
        .to.include(`frame ${frames + 1} of its write-ahead log`)
        .and.include('backup');
      expect(readFileSync(`${file}-wal`).equals(broken.wal)).to.equal(true);
    }
    const last = flipped(image, commits.at(-2)!.bytes + 100, 3);
    writeImage(join(dir, 'copy'), last);
    for (let i = 0; i < 2; i++) {
      const error = (await rejection(EmbeddedEventStore.open({ dir: join(dir, 'copy') }))) as DamagedLogError;
      const lost = commits.at(-2)!.head + 1;
      expect(error).to.be.instanceOf(DamagedLogError).and.include({ position: lost });
      expect(error.message).to.match(new RegExp(`positions? ${lost} `));
      expect(readFileSync(`${file}-wal`).equals(last.wal)).to.equal(true);
    }
  });

  it('refuses when the write-ahead log or the database is gone, or the header of the former is wrong', () => {
    const { image } = kill({ begunAnew: false });
    expect(outcomeOf({ ...image, wal: Buffer.alloc(0) })).to.equal('refused');
    expect(outcomeOf({ ...image, database: Buffer.alloc(0), mark: undefined })).to.equal('refused');
    expect(existsSync(join(dir, 'copy', `${LOG_FILE}-wal`))).to.equal(true);
    for (const at of [2, 6, 10, 14, 18, 22, 26, 30]) {
      expect(outcomeOf({ ...flipped(image, at, 1), mark: undefined }), `byte ${at}`).to.equal('refused');
    }
  });

  it('takes a mark that is torn, older or missing for no damage', () => {
    const { image, records } = kill({ begunAnew: false });
    const older = Buffer.from(image.mark!);
    for (const mark of [undefined, Buffer.alloc(0), image.mark!.subarray(0, 9), Buffer.alloc(older.length)]) {
      expect(outcomeOf({ ...image, mark })).to.deep.equal(records);
    }
  });

  it('refuses a log that was replaced by an older one', async () => {
    const store = await EmbeddedEventStore.open({ dir: join(dir, 'log') });
    const file = join(dir, 'log', LOG_FILE);
    await store.backup(join(dir, 'backup'));
    const one = { id: '00000000-0000-4000-8000-000000000001', type: 'TextSent', data: {} };
    const meta = { appId: 'heihei', actor: 1, at: 1, commandId: 'c' };
    await store.append('feed-1', [{ ...one, meta }], { expected: 'none' });
    await store.close();
    const newer = readFileSync(file);
    writeFileSync(file, readFileSync(join(dir, 'backup')));
    expect(await rejection(EmbeddedEventStore.open({ dir: join(dir, 'log') })))
      .to.be.instanceOf(DamagedLogError)
      .and.include({ position: 1 });
    writeFileSync(file, newer);
    await (await EmbeddedEventStore.open({ dir: join(dir, 'log') })).close();
  });
});

/** A file after a power cut: of what was written since the last sync, some sectors are there and others not. */
function cut(before: Buffer, after: Buffer, random: (limit: number) => number): Buffer {
  const sector = random(2) ? 512 : 4096;
  const lost = 1 + random(4);
  const length = random(4) === 0 ? before.length + random(after.length - before.length + 1) : after.length;
  const wal = Buffer.alloc(Math.max(length, before.length));
  before.copy(wal);
  // The header of one that is begun anew is synced before its first frame is written.
  after.copy(wal, 0, 0, HEADER_BYTES);
  for (let at = 0; at < length; at += sector) {
    if (random(5) >= lost) after.copy(wal, at, at, Math.min(at + sector, length));
  }
  return wal;
}

/** A write-ahead log by the format's definition, its salts both `salt`, with a frame for each commit mark (0: none). */
function walOf(salt: number, marks: number[]): Buffer {
  const wal = Buffer.alloc(HEADER_BYTES + marks.length * FRAME_BYTES);
  const sums: [number, number] = [0, 0];
  const add = (from: number, to: number) => {
    for (let at = from; at < to; at += 8) {
      sums[0] = (sums[0] + wal.readUInt32LE(at) + sums[1]) >>> 0;
      sums[1] = (sums[1] + wal.readUInt32LE(at + 4) + sums[0]) >>> 0;
    }
  };
  const put = (at: number, ...words: number[]) => words.map((word, i) => wal.writeUInt32BE(word, at + 4 * i));
  put(0, 0x377f0682, 3_007_000, 4096, 0, salt, salt);
  add(0, 24);
  put(24, ...sums);
  marks.forEach((mark, i) => {
    const at = HEADER_BYTES + i * FRAME_BYTES;
    put(at, 5, mark, salt, salt);
    wal.fill(salt, at + 24, at + FRAME_BYTES);
    add(at, at + 8);
    add(at + 24, at + FRAME_BYTES);
    put(at + 16, ...sums);
  });
  return wal;
}
