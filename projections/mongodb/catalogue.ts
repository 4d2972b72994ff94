import type { ClientSession, Collection, Db } from 'mongodb';
import { type Position, START } from '../../event-store/event-store.ts';
import { MAX_NOTES, type Note, OvertakenError } from '../read-models.ts';
import type { StoredRow } from './documents.ts';

/** A table's row in the catalogue. It stays when the table is dropped, so that its numbers are never used again. */
interface TableRow {
  _id: string;
  present: boolean;
  /** Counted up each time the table is created anew; part of its collection's name. */
  generation: number;
  /** Counted up by each claim and each drop: the writer's fencing token. */
  epoch: number;
  /** Writes of this epoch. */
  sequence: number;
  checkpoint: Position;
  /** Id (hex) of the session in which the writer's transactions run. */
  session: string;
}

/** The right to write to a table, until another process claims it. */
export interface Claim {
  table: string;
  generation: number;
  epoch: number;
  sequence: number;
}

const DOCUMENT_PREFIX = 'documents.';

/** Keeps which tables there are, who writes to them and their checkpoints; also the other checkpoints and the notes. */
export class Catalogue {
  private readonly db: Db;
  private readonly tables: Collection<TableRow>;
  private readonly views: Collection<{ _id: string; table: string }>;
  private readonly checkpoints: Collection<{ _id: string; position: Position }>;
  private readonly noteRows: Collection<{ _id: string; body: string }>;
  private readonly maxTimeMS: number;

  constructor(db: Db, maxTimeMs: number) {
    this.db = db;
    this.tables = db.collection('tables');
    this.views = db.collection('views');
    this.checkpoints = db.collection('checkpoints');
    this.noteRows = db.collection('notes');
    this.maxTimeMS = maxTimeMs;
  }

  /** The collection that holds a generation of a table. */
  collection(table: string, generation: number): Collection<StoredRow> {
    return this.db.collection(`${DOCUMENT_PREFIX}${table}.${generation}`);
  }

  /** Session of the table's present writer. */
  async writerSession(table: string): Promise<string | null> {
    const row = await this.row(table);
    return row?.session || null;
  }

  /** Takes a table over, creating its row if need be. The previous writer can no longer commit. */
  async claim(table: string, session: string): Promise<Claim> {
    const next = (field: string) => ({ $add: [{ $ifNull: [field, 0] }, 1] });
    const isThere = { $eq: ['$present', true] };
    const claimed: Record<keyof Omit<TableRow, '_id'>, unknown> = {
      present: true,
      generation: { $cond: [isThere, '$generation', next('$generation')] },
      epoch: next('$epoch'),
      sequence: { $literal: 0 },
      checkpoint: { $cond: [isThere, '$checkpoint', START] },
      session: { $literal: session },
    };
    const row = await this.tables.findOneAndUpdate({ _id: { $eq: table } }, [{ $set: claimed }], {
      upsert: true,
      returnDocument: 'after',
      maxTimeMS: this.maxTimeMS,
    });
    if (!row) throw new Error(`the catalogue did not take the table ${table}`);
    return { table, generation: row.generation, epoch: row.epoch, sequence: row.sequence };
  }

  /** Marks a table as dropped and ends every claim. Returns the generation to be deleted; null when there was none. */
  async release(table: string): Promise<number | null> {
    const row = await this.tables.findOneAndUpdate(
      { _id: { $eq: table } },
      { $set: { present: false, checkpoint: START }, $inc: { epoch: 1 } },
      { returnDocument: 'after', maxTimeMS: this.maxTimeMS },
    );
    return row?.generation ?? null;
  }

  /**
   * Counts a write and moves the checkpoints, by compare-and-set on epoch and sequence. False when a claim does not hold: the
   * transaction must be aborted.
   */
  async advance(moves: readonly { claim: Claim; checkpoint: Position }[], session: ClientSession): Promise<boolean> {
    const operations = moves.map(({ claim: { table, epoch, sequence }, checkpoint }) => ({
      updateOne: {
        filter: { _id: { $eq: table }, present: true, epoch, sequence },
        update: { $set: { sequence: sequence + 1 }, $max: { checkpoint } },
      },
    }));
    const { matchedCount } = await this.tables.bulkWrite(operations, { session });
    return matchedCount === moves.length;
  }

  /**
   * After a refused `advance`: takes over the count of an earlier write with unknown outcome that has happened. Throws
   * `OvertakenError` when the claim is lost.
   */
  async catchUp(claim: Claim): Promise<void> {
    const row = await this.row(claim.table);
    if (!row?.present || row.epoch !== claim.epoch) {
      throw new OvertakenError(
        `${claim.table} has another writer, or was dropped: one process at a time keeps a table of read models.`,
      );
    }
    claim.sequence = row.sequence;
  }

  /** The generation that exists now, null when there is none. */
  async generation(table: string): Promise<number | null> {
    const row = await this.row(table);
    return row?.present ? row.generation : null;
  }

  async tableCheckpoint(table: string): Promise<Position> {
    const row = await this.row(table);
    return row?.present ? row.checkpoint : START;
  }

  async checkpoint(name: string): Promise<Position> {
    const row = await this.checkpoints.findOne({ _id: { $eq: name } }, { maxTimeMS: this.maxTimeMS });
    return row?.position ?? START;
  }

  async saveCheckpoint(name: string, position: Position): Promise<void> {
    const update = { $set: { position } };
    await this.checkpoints.updateOne({ _id: { $eq: name } }, update, { upsert: true });
  }

  /** All of them, by name: there are few or none. */
  async notes(): Promise<Note[]> {
    const options = {
      sort: { _id: 1 as const },
      limit: MAX_NOTES,
      batchSize: MAX_NOTES + 1,
      maxTimeMS: this.maxTimeMS,
    };
    const rows = await this.noteRows.find({}, options).toArray();
    return rows.map(({ _id, body }) => ({ name: _id, body }));
  }

  async saveNote(name: string, body: string | null): Promise<void> {
    if (body === null) await this.noteRows.deleteOne({ _id: { $eq: name } });
    else await this.noteRows.updateOne({ _id: { $eq: name } }, { $set: { body } }, { upsert: true });
  }

  async current(viewName: string): Promise<string | null> {
    const row = await this.views.findOne({ _id: { $eq: viewName } }, { maxTimeMS: this.maxTimeMS });
    return row?.table ?? null;
  }

  async switchTo(viewName: string, table: string): Promise<void> {
    if ((await this.generation(table)) === null) throw new Error(`${table} was not prepared`);
    await this.views.updateOne({ _id: { $eq: viewName } }, { $set: { table } }, { upsert: true });
  }

  private row(table: string): Promise<TableRow | null> {
    return this.tables.findOne({ _id: { $eq: table } }, { maxTimeMS: this.maxTimeMS });
  }
}
