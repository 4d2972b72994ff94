import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EXPECT_ANY, NO_OUTCOME, packBatch } from '../../event-store/embedded/batch.ts';
import { LOG_FILE } from '../../event-store/embedded/log-file.ts';
import { LogReader, type Stretch } from '../../event-store/embedded/log-reader.ts';
import { LogWriter } from '../../event-store/embedded/log-writer.ts';
import { closeLog, type OpenLog, openLog } from '../../event-store/embedded/open-log.ts';
import { packUuid } from '../../event-store/embedded/uuid.ts';

/** Numbers from 0 up to `limit`, the same for the same seed (mulberry32). */
export function seeded(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * limit);
  };
}

/** The files of a log as a crash left them; `mark` is absent where it was lost. */
export interface Image {
  database: Buffer;
  wal: Buffer;
  mark: Buffer | undefined;
}

const MARK = `${LOG_FILE}-acknowledged`;

export function writeImage(dir: string, { database, wal, mark }: Image): string {
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, LOG_FILE), database);
  writeFileSync(join(dir, `${LOG_FILE}-wal`), wal);
  if (mark) writeFileSync(join(dir, MARK), mark);
  return join(dir, LOG_FILE);
}

/** A log without its threads, so that a test can look at the disk after each commit. */
export class BareLog {
  readonly log: OpenLog;
  private readonly file: string;
  private readonly writer: LogWriter;

  constructor(file: string) {
    this.file = file;
    this.log = openLog(file);
    this.writer = new LogWriter(this.log.database, file, this.log.end);
  }

  get head(): number {
    return this.writer.head;
  }

  /** One transaction with an event of about `chars` characters for each stream; `acknowledge: false` leaves the mark as it was. */
  commit(streams: number[], chars: number, { acknowledge = true } = {}): void {
    const records = () => [
      `["${packUuid(randomUUID())}","TextSent",["heihei",1,1,"=c"],{"text":"${'x'.repeat(chars)}"}]`,
    ];
    this.writer.commit(
      packBatch(
        streams.map((stream) => ({
          stream: `feed-${stream}`,
          expected: EXPECT_ANY,
          outcome: NO_OUTCOME,
          buildsOn: NO_OUTCOME,
          together: 1,
          position: 0,
          records: records(),
        })),
      ),
    );
    if (acknowledge) this.log.acknowledged.write(this.head);
  }

  /** Leaves uncommitted frames in the write-ahead log, as a transaction does that found the disk full. */
  rollBack(pages: number): void {
    const { database } = this.log;
    database.exec('PRAGMA cache_size = 2; BEGIN IMMEDIATE; CREATE TABLE abandoned (text TEXT)');
    const insert = database.prepare('INSERT INTO abandoned VALUES (?)');
    for (let i = 0; i < pages; i++) insert.run('y'.repeat(4000));
    database.exec('ROLLBACK; PRAGMA cache_size = -65536');
  }

  /** Moves all commits into the database; the next goes to the start of the write-ahead log. */
  checkpoint(): void {
    this.log.database.exec('PRAGMA wal_checkpoint(RESTART)');
  }

  image(): Image {
    const read = (suffix: string) => readFileSync(`${this.file}${suffix}`);
    return { database: read(''), wal: read('-wal'), mark: read('-acknowledged') };
  }

  /** All records of the log, as text: position and content. */
  records(): string[] {
    const reader = new LogReader(this.log.database, this.file);
    const page = reader.read({ kind: 'all', after: 0, limit: 1_000_000 });
    const stretches = JSON.parse(Buffer.from(page.json).toString()) as Stretch[];
    return stretches.flatMap(([first, ...entries]) =>
      entries.map((entry, i) => `${first + i} ${JSON.stringify(entry)}`),
    );
  }

  close(): void {
    closeLog(this.log);
  }
}
