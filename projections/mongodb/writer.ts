import type { AnyBulkWriteOperation, ClientSession } from 'mongodb';
import { type Position, StoreUnavailableError } from '../../event-store/event-store.ts';
import type { Catalogue, Claim } from './catalogue.ts';
import type { Connection } from './connect.ts';
import type { StoredRow } from './documents.ts';
import { isWorthRetrying } from './faults.ts';

/** Tries of one write within a call; each has already waited for a primary. The caller tries again later. */
const MAX_TRIES = 4;
const RETRY_BASE_MS = 20;
const RETRY_CAP_MS = 500;

/** What a write does to one table. */
export interface Move {
  claim: Claim;
  checkpoint: Position;
  operations: AnyBulkWriteOperation<StoredRow>[];
}

/** Runs writes one after the other, each in one transaction; the store's class comment says what that promises. */
export class Writer {
  private readonly catalogue: Catalogue;
  private readonly session: ClientSession;
  private readonly operationTimeoutMs: number;

  constructor({ operationTimeoutMs }: Connection, catalogue: Catalogue, session: ClientSession) {
    this.catalogue = catalogue;
    this.session = session;
    this.operationTimeoutMs = operationTimeoutMs;
  }

  /** Throws `OvertakenError`, or the driver's error when all tries have failed. */
  async write(moves: readonly Move[]): Promise<void> {
    if (moves.length === 0) return;
    for (let tries = 1; !(await this.tryWrite(moves, tries)); tries++) {
      if (tries >= MAX_TRIES) throw new StoreUnavailableError('read models (MongoDB): a write cannot get through');
      const delayMs = Math.min(RETRY_CAP_MS, RETRY_BASE_MS * 2 ** tries);
      await new Promise((resolve) => setTimeout(resolve, delayMs));
    }
    for (const { claim } of moves) claim.sequence++;
  }

  /** True when written, false when another try is worthwhile; throws otherwise, and after the last try. */
  private async tryWrite(moves: readonly Move[], tries: number): Promise<boolean> {
    try {
      if (await this.transact(moves)) return true;
      // Either an earlier try was committed after all, and the guards make this one harmless; or the claim is lost, and `catchUp` throws.
      for (const { claim } of moves) await this.catalogue.catchUp(claim);
      return await this.transact(moves);
    } catch (error) {
      if (tries >= MAX_TRIES || !isWorthRetrying(error)) throw error;
      return false;
    }
  }

  /** False, with nothing written, when a claim does not hold. */
  private async transact(moves: readonly Move[]): Promise<boolean> {
    const { session } = this;
    session.startTransaction({
      readConcern: { level: 'snapshot' },
      maxCommitTimeMS: this.operationTimeoutMs,
    });
    try {
      if (!(await this.catalogue.advance(moves, session))) {
        await session.abortTransaction();
        return false;
      }
      for (const { claim, operations } of moves) {
        if (operations.length > 0)
          await this.catalogue.collection(claim.table, claim.generation).bulkWrite(operations, { session });
      }
      await session.commitTransaction();
      return true;
    } catch (error) {
      if (session.inTransaction()) await session.abortTransaction().catch(() => undefined);
      throw error;
    }
  }
}
