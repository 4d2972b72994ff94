import { deserialize, serialize } from 'node:v8';
import { crc32 } from 'node:zlib';
import { AGGREGATE_VERSION, type Aggregate } from '../domain/kernel/aggregate.ts';
import type { Decider } from '../domain/kernel/decider.ts';
import { currentVersion, type DomainEvent } from '../domain/kernel/event.ts';
import type { Position } from './event-store.ts';
import type { Snapshot, SnapshotStore } from './snapshots.ts';

/** A stream gets a new snapshot when it has grown by this many events … */
export const SNAPSHOT_EVERY = 1_000;
/** … and by one event for each of these bytes of state: copying them and handing them on stops the process for 1 to 2 µs. */
const STATE_BYTES_PER_EVENT = 1_536;
/** At most so many saves at a time; a snapshot beyond is taken at the stream's next commit. */
const MAX_SAVES_UNDER_WAY = 4;
/** How long to wait for the snapshot store; after that the stream is folded from its start. */
const LOAD_TIMEOUT_MS = 1_000;
/** After a failure the store is not asked for this long. */
const PAUSE_MS = 5_000;
/** At a body's end: CRC-32 of the rest. Compressed it would be half as large, and take ten times as long to make. */
const CHECKSUM_BYTES = 4;

/** What a fold has come to. */
export interface Folded<State> {
  aggregate: Aggregate<State>;
  /** Id of the last event in it; '' for an empty stream. */
  lastEventId: string;
  /** A position at which all of it is durable. */
  position: Position;
  /** Revision from which on the stream is due for its next snapshot. */
  nextSnapshot: number;
}

/** What a body holds: it names its stream and its last event, so that it is never taken for another log's. */
interface Contents {
  stream: string;
  lastEventId: string;
  aggregate: Aggregate<unknown>;
}

type AnyDecider<State> = Pick<Decider<State, never, DomainEvent>, 'version' | 'eventTypes'>;

/**
 * Takes and reads snapshots for the command handler. Whatever goes wrong costs only the time of a longer fold: nothing here
 * rejects, waits for long, or is waited for by a command.
 */
export class SnapshotKeeper {
  readonly every: number;
  private readonly store: SnapshotStore;
  private readonly onFault: (error: Error) => void;
  private saving = 0;
  private pausedUntil = 0;

  constructor(store: SnapshotStore, every: number, onFault: (error: Error) => void) {
    this.store = store;
    this.every = every;
    this.onFault = onFault;
  }

  /** The stream's newest snapshot; null when this decider can use none. The caller must check that the log has its last event. */
  async restore<State>(decider: AnyDecider<State>, stream: string): Promise<Folded<State> | null> {
    if (this.isPaused()) return null;
    const snapshot = await this.load(stream);
    if (!snapshot) return null;
    if (snapshot.deciderVersion !== versionOf(decider) || snapshot.formatVersion !== AGGREGATE_VERSION) return null;
    try {
      const contents: Contents = unpack(snapshot.body);
      const { aggregate, lastEventId } = contents;
      if (contents.stream !== stream || aggregate.revision !== snapshot.revision) throw new Error('it is not this one');
      return {
        aggregate: aggregate as Aggregate<State>,
        lastEventId,
        position: snapshot.position,
        nextSnapshot: this.next(snapshot.revision, snapshot.body.byteLength),
      };
    } catch (error) {
      this.refuse(stream, messageOf(error));
      return null;
    }
  }

  /** Whether a snapshot would be taken now: not while the store fails, or is busy with others. */
  isReady(): boolean {
    return this.saving < MAX_SAVES_UNDER_WAY && !this.isPaused();
  }

  /** Reports a snapshot that is not used. */
  refuse(stream: string, reason: string): void {
    this.onFault(new Error(`the snapshot of ${stream} is left out: ${reason}`));
  }

  /**
   * Copies the state as it is now, and saves the copy once `durableAt` has told a position at which all that the state was
   * built on is durable; null from it drops the copy. Returns the revision at which the next one is due.
   */
  take<State>(
    decider: AnyDecider<State>,
    stream: string,
    aggregate: Aggregate<State>,
    lastEventId: string,
    durableAt: () => Promise<Position | null>,
  ): number {
    const { revision } = aggregate;
    if (!this.isReady()) return revision;
    let body: Uint8Array;
    try {
      body = pack({ stream, lastEventId, aggregate });
    } catch (error) {
      this.onFault(new Error(`the state of ${stream} cannot be copied: ${messageOf(error)}`, { cause: error }));
      return Number.POSITIVE_INFINITY;
    }
    const versions = { deciderVersion: versionOf(decider), formatVersion: AGGREGATE_VERSION };
    this.saving++;
    const save = async () => {
      try {
        const position = await durableAt();
        if (position === null) return;
        await this.store.saveSnapshot(stream, { ...versions, revision, position, body });
      } catch (error) {
        if (!(error instanceof RangeError)) this.pause();
        this.onFault(new Error(`no snapshot of ${stream} was saved: ${messageOf(error)}`, { cause: error }));
      } finally {
        this.saving--;
      }
    };
    void save();
    return this.next(revision, body.byteLength);
  }

  private async load(stream: string): Promise<Snapshot | null> {
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`no answer within ${LOAD_TIMEOUT_MS} ms`)), LOAD_TIMEOUT_MS);
    });
    try {
      return await Promise.race([this.store.loadSnapshot(stream), tooLate]);
    } catch (error) {
      this.pause();
      this.refuse(stream, messageOf(error));
      return null;
    } finally {
      clearTimeout(timer);
    }
  }

  private next(revision: number, stateBytes: number): number {
    return revision + Math.max(this.every, Math.ceil(stateBytes / STATE_BYTES_PER_EVENT));
  }

  private pause(): void {
    this.pausedUntil = performance.now() + PAUSE_MS;
  }

  private isPaused(): boolean {
    return performance.now() < this.pausedUntil;
  }
}

/** The version of a decider's rules. It covers the event types and versions that it knows: the state of another release may lack one of them. */
function versionOf<State>({ version = 1, eventTypes }: AnyDecider<State>): number {
  if (!eventTypes) return version;
  const known = Object.keys(eventTypes).map((type) => `${type}@${currentVersion(eventTypes, type)}`);
  return crc32(`${version} ${known.sort().join(' ')}`);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function pack(contents: Contents): Uint8Array {
  const bytes = serialize(contents);
  const body = Buffer.allocUnsafeSlow(bytes.byteLength + CHECKSUM_BYTES);
  bytes.copy(body);
  body.writeUInt32LE(crc32(bytes), bytes.byteLength);
  return body;
}

/**
 * Reads a body. Typed arrays of the state share the memory of what they are read from, so that is an aligned copy which nobody else
 * has. Throws when the checksum is wrong.
 */
function unpack(body: Uint8Array): Contents {
  const copy = Buffer.from(new Uint8Array(body).buffer);
  const end = copy.byteLength - CHECKSUM_BYTES;
  if (end < 0 || crc32(copy.subarray(0, end)) !== copy.readUInt32LE(end)) throw new Error('its checksum is wrong');
  return deserialize(copy.subarray(0, end));
}
