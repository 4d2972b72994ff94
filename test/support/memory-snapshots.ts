import { checkSnapshot, type Snapshot, type SnapshotStore } from '../../event-store/snapshots.ts';

/** A snapshot store in memory, for tests of what uses one. */
export class MemorySnapshotStore implements SnapshotStore {
  readonly all = new Map<string, Snapshot>();

  async loadSnapshot(stream: string): Promise<Snapshot | null> {
    return structuredClone(this.all.get(stream) ?? null);
  }

  async saveSnapshot(stream: string, snapshot: Snapshot): Promise<void> {
    checkSnapshot(snapshot);
    const before = this.all.get(stream);
    if (!before || before.revision <= snapshot.revision) this.all.set(stream, structuredClone(snapshot));
  }
}
