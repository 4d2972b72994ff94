import { Binary, type Collection, type Db, MongoServerError } from 'mongodb';
import { checkSnapshot, type Snapshot } from '../../event-store/snapshots.ts';

const DUPLICATE_KEY = 11000;

interface SnapshotRow extends Omit<Snapshot, 'body'> {
  _id: string;
  body: Binary;
}

/** The snapshots of long streams, a document each. Every process reads and writes them: the higher revision stays. */
export class Snapshots {
  private readonly rows: Collection<SnapshotRow>;
  private readonly maxTimeMS: number;

  constructor(db: Db, maxTimeMs: number) {
    this.rows = db.collection('snapshots');
    this.maxTimeMS = maxTimeMs;
  }

  async load(stream: string): Promise<Snapshot | null> {
    const row = await this.rows.findOne({ _id: { $eq: stream } }, { maxTimeMS: this.maxTimeMS });
    if (!row) return null;
    const { deciderVersion, formatVersion, revision, position } = row;
    const body = new Uint8Array(row.body.buffer.subarray(0, row.body.length()));
    return { deciderVersion, formatVersion, revision, position, body };
  }

  async save(stream: string, snapshot: Snapshot): Promise<void> {
    checkSnapshot(snapshot);
    const { deciderVersion, formatVersion, revision, position, body } = snapshot;
    const filter = { _id: { $eq: stream }, revision: { $lte: revision } };
    const set = { $set: { deciderVersion, formatVersion, revision, position, body: new Binary(body) } };
    try {
      await this.rows.updateOne(filter, set, { upsert: true, maxTimeMS: this.maxTimeMS });
    } catch (error) {
      // A stored snapshot is newer, or another process has inserted one at the same moment.
      if (!(error instanceof MongoServerError && error.code === DUPLICATE_KEY)) throw error;
      await this.rows.updateOne(filter, set, { maxTimeMS: this.maxTimeMS });
    }
  }
}
