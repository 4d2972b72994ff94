import { type Position, StoreUnavailableError } from '../../event-store/event-store.ts';
import { parseTable } from '../../projections/query.ts';
import {
  type DocumentWrite,
  type Note,
  OvertakenError,
  type Query,
  type ReadModelStore,
  type StoredDocument,
  type View,
} from '../../projections/read-models.ts';
import { allViews } from '../../projections/views/all.ts';
import { MemoryReadModelStore } from '../support/memory-read-models.ts';
import type { EngineKind, Io } from './log.ts';
import type { Random } from './random.ts';
import type { Owner } from './scheduler.ts';

/**
 * A rebuild makes some calls for each of all views and starts over where one fails: these fail that much less often, else hardly any process would come
 * to serve anything.
 */
const RARER_FOR_EACH_VIEW = allViews.length;

/** Probabilities, each for one call. */
export interface ReadModelFaults {
  /** A change is refused: nothing of it was written … */
  refused: number;
  /** … or it was, and the caller is told that it was not. */
  answerLost: number;
  readFails: number;
}

export const NO_READ_MODEL_FAULTS: ReadModelFaults = { refused: 0, answerLost: 0, readFails: 0 };

type Change = (store: MemoryReadModelStore) => Promise<void>;
/** Documents of a table, each as it stands with the log up to its position. */
export type TableChange = Parameters<ReadModelStore['write']>[0][number];

/**
 * Read models on a simulated disk: a change is one transaction, seen as soon as it is made and synced some time later. A power
 * cut takes away the last transactions that were not synced, whole ones and from the end.
 */
export class SimReadModels {
  readonly io: Io;
  readonly random: Random;
  readonly kind: EngineKind;
  faults: ReadModelFaults = NO_READ_MODEL_FAULTS;
  isAway = false;
  /** Planted: a power cut takes any of the unsynced transactions, not the last ones. */
  losesAny = false;
  /** As it stands, for whoever looks on from outside. */
  visible = new MemoryReadModelStore();
  /** Told of what was written, at the moment in which it can be seen. */
  onWritten: (changes: readonly TableChange[]) => void = () => {};
  /** By table: who may write to it. */
  readonly writers = new Map<string, object>();
  private changes: Change[] = [];
  private synced = 0;

  constructor(io: Io, random: Random, kind: EngineKind) {
    this.io = io;
    this.random = random;
    this.kind = kind;
  }

  open(owner: Owner): ReadModelStore {
    return new SimReadModelStore(this, owner);
  }

  async make(change: Change): Promise<void> {
    await change(this.visible);
    this.changes.push(change);
    if (this.random.chance(0.2)) this.synced = this.changes.length;
  }

  async powerCut(): Promise<void> {
    const surviving = this.random.integer(this.synced, this.changes.length);
    const isLost = (_: Change, at: number) =>
      this.losesAny ? at >= this.synced && this.random.chance(0.5) : at >= surviving;
    this.changes = this.changes.filter((change, at) => !isLost(change, at));
    this.synced = this.changes.length;
    this.visible = new MemoryReadModelStore();
    // A change may rest on one that was lost only where a bug is planted.
    for (const change of this.changes) await change(this.visible).catch(() => {});
  }
}

class SimReadModelStore implements ReadModelStore {
  private readonly disk: SimReadModels;
  private readonly owner: Owner;
  private busyUntilMs = 0;
  private closed = false;

  constructor(disk: SimReadModels, owner: Owner) {
    this.disk = disk;
    this.owner = owner;
  }

  prepare(table: string, view: View): Promise<void> {
    return this.changeOfView([], async (store) => {
      await store.prepare(table, view);
      this.disk.writers.set(table, this);
    });
  }

  load(table: string, ids: readonly string[]): Promise<(StoredDocument | null)[]> {
    return this.ask((store) => store.load(table, ids));
  }

  write(changes: { table: string; documents: DocumentWrite[]; checkpoint: Position }[]): Promise<void> {
    const copy = structuredClone(changes);
    const tables = changes.map(({ table }) => table);
    const change: Change = async (store) => {
      await store.write(copy);
      if (store === this.disk.visible) this.disk.onWritten(copy);
    };
    const isOfView = changes.length === 1 && changes[0]!.documents.length === 0;
    return isOfView ? this.changeOfView(tables, change) : this.change(tables, change);
  }

  checkpoint(name: string): Promise<Position> {
    return this.ask((store) => store.checkpoint(name));
  }

  saveCheckpoint(name: string, position: Position): Promise<void> {
    return this.change([], (store) => store.saveCheckpoint(name, position));
  }

  notes(prefix: string): Promise<Note[]> {
    return this.ask((store) => store.notes(prefix));
  }

  saveNote(name: string, body: string | null): Promise<void> {
    const change: Change = (store) => store.saveNote(name, body);
    return body === null ? this.changeOfView([], change) : this.change([], change);
  }

  find(table: string, view: View, query: Query): Promise<{ id: string; body: string }[]> {
    return this.ask((store) => store.find(table, view, query));
  }

  current(viewName: string): Promise<string | null> {
    return this.ask((store) => store.current(viewName), RARER_FOR_EACH_VIEW);
  }

  switchTo(viewName: string, table: string): Promise<void> {
    return this.changeOfView([], (store) => store.switchTo(viewName, table));
  }

  drop(table: string): Promise<void> {
    return this.changeOfView([], (store) => store.drop(table));
  }

  scan(table: string, afterId: string): Promise<({ id: string } & StoredDocument)[]> {
    return this.ask((store) => store.scan(table, afterId));
  }

  async close(): Promise<void> {
    this.closed = true;
  }

  /** What a rebuild does for each view. */
  private changeOfView(tables: readonly string[], change: Change): Promise<void> {
    return this.change(tables, change, RARER_FOR_EACH_VIEW);
  }

  private change(tables: readonly string[], change: Change, rarer = 1): Promise<void> {
    const { disk } = this;
    return this.inTurn(async () => {
      if (disk.random.chance(disk.faults.refused / rarer))
        throw new StoreUnavailableError('the read models take nothing');
      for (const table of tables) {
        parseTable(table);
        const writer = disk.writers.get(table);
        if (writer && writer !== this) throw new OvertakenError(`${table} has another writer`);
      }
      await disk.make(change);
      if (disk.random.chance(disk.faults.answerLost / rarer)) throw new StoreUnavailableError('no answer in time');
    });
  }

  private ask<Answer>(question: (store: MemoryReadModelStore) => Promise<Answer>, rarer = 1): Promise<Answer> {
    const { disk } = this;
    return this.inTurn(async () => {
      if (disk.random.chance(disk.faults.readFails / rarer))
        throw new StoreUnavailableError('the read models do not answer');
      return question(disk.visible);
    });
  }

  /** One call after the other, as a connection to a store takes them; a shared store ends what a dead process began. */
  private async inTurn<Answer>(call: () => Promise<Answer>): Promise<Answer> {
    const { disk, owner } = this;
    const { io, random } = disk;
    if (this.closed) throw new StoreUnavailableError('the read models are closed');
    const nowMs = 'nowMs' in io ? Number(io.nowMs) : 0;
    this.busyUntilMs = Math.max(this.busyUntilMs, nowMs) + random.between(0.02, 1.5);
    return new Promise((resolve, reject) => {
      io.after(io.world, this.busyUntilMs - nowMs, () => {
        if (!owner.isAlive && (disk.kind === 'embedded' || random.chance(0.5))) return;
        const answered = disk.isAway
          ? Promise.reject<Answer>(new StoreUnavailableError('the read models cannot be reached'))
          : call();
        answered.then(
          (answer) => io.after(owner, 0.01, () => resolve(answer)),
          (error) => io.after(owner, 0.01, () => reject(error)),
        );
      });
    });
  }
}
