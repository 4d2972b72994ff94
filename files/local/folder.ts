import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, link, mkdir, open, readdir, rm, stat, statfs, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { readPath } from '../../domain/file/path.ts';
import { StoreUnavailableError } from '../../event-store/event-store.ts';

/** Where bytes lie while they come. Its name is no path of ours, so nobody reads it. */
const COMING = '.coming';
/**
 * Bytes that stay free on the disk: the event log may lie on the same one, and it must go on. Uploads under way count as if they
 * were whole.
 */
export const MIN_FREE_BYTES = 512 * 1024 * 1024;

/** What nobody has written to for so long is left of a process that ended: no upload pauses nearly so long. */
const ABANDONED_MS = 3600_000;

export interface FolderOptions {
  dir: string;
  /** Default: MIN_FREE_BYTES. */
  minFreeBytes?: number;
  /** Bytes that the disk has left; default: as the system says. */
  roomLeft?(): Promise<number>;
}

/** A folder of files that are there whole or not at all. */
export class Folder {
  private readonly dir: string;
  private readonly minFreeBytes: number;
  private readonly roomLeft: () => Promise<number>;
  private reservedBytes = 0;
  private serial = 0;

  private ready: Promise<void> | null = null;

  constructor({ dir, minFreeBytes = MIN_FREE_BYTES, roomLeft = () => roomOf(dir) }: FolderOptions) {
    this.dir = dir;
    this.roomLeft = roomLeft;
    this.minFreeBytes = minFreeBytes;
  }

  /** Makes the folder when the first file comes, and takes away what was coming when a process ended. Another process may share it. */
  private async prepare(): Promise<void> {
    const coming = join(this.dir, COMING);
    await mkdir(coming, { recursive: true, mode: 0o700 });
    for (const name of await readdir(coming)) {
      const left = await stat(join(coming, name)).catch(nullWhenMissing);
      if (left && Date.now() - left.mtimeMs > ABANDONED_MS) await rm(join(coming, name), { force: true });
    }
  }

  /** The place of a path. Throws `RangeError` for every text that is no path of ours. */
  place(path: string): string {
    if (!readPath(path)) throw new RangeError('no path of a file');
    return join(this.dir, path);
  }

  /** Begins a file that has no place yet. Rejects with `StoreUnavailableError` when there is no room for `maxBytes`. */
  async begin(maxBytes: number): Promise<ComingFile> {
    return unlessDiskFails(async () => {
      this.ready ??= this.prepare().catch((error) => {
        this.ready = null;
        throw error;
      });
      await this.ready;
      await this.reserve(maxBytes);
      const name = join(this.dir, COMING, `${process.pid}-${++this.serial}-${randomUUID()}`);
      try {
        const handle = await open(name, 'wx', 0o600);
        return new ComingFile(name, handle, () => {
          this.reservedBytes -= maxBytes;
        });
      } catch (error) {
        this.reservedBytes -= maxBytes;
        throw error;
      }
    });
  }

  private async reserve(maxBytes: number): Promise<void> {
    this.reservedBytes += maxBytes;
    const leftBytes = await this.roomLeft().catch((error) => {
      this.reservedBytes -= maxBytes;
      throw error;
    });
    if (leftBytes - this.reservedBytes >= this.minFreeBytes) return;
    this.reservedBytes -= maxBytes;
    throw new StoreUnavailableError('the disk has no room for more files');
  }

  /** Size and time of change of a file; null for none. */
  async stat(path: string): Promise<{ sizeBytes: number; changedMs: number } | null> {
    const place = this.place(path);
    return unlessDiskFails(async () => {
      const found = await stat(place).catch(nullWhenMissing);
      return found && { sizeBytes: found.size, changedMs: found.mtimeMs };
    });
  }

  /** Bytes `start` to `end` (inclusive) of a file that is there. */
  read(path: string, range: { start?: number; end?: number } = {}): Readable {
    return createReadStream(this.place(path), range);
  }

  async remove(path: string): Promise<void> {
    const place = this.place(path);
    await unlessDiskFails(async () => {
      await unlink(place).catch(nullWhenMissing);
    });
  }
}

/** A file while it comes: written beside the others, then put into its place in one step. */
export class ComingFile {
  /** Bytes written so far. */
  sizeBytes = 0;
  private readonly name: string;
  private readonly handle: FileHandle;
  private readonly free: () => void;
  private isClosed = false;
  private isDiscarded = false;

  constructor(name: string, handle: FileHandle, free: () => void) {
    this.name = name;
    this.handle = handle;
    this.free = free;
  }

  async write(chunk: Uint8Array): Promise<void> {
    await unlessDiskFails(() => this.handle.write(chunk));
    this.sizeBytes += chunk.length;
  }

  /** Reads what was written. */
  read(range: { end?: number } = {}): Readable {
    return createReadStream(this.name, range);
  }

  /**
   * Puts the file into its place, and resolves when it survives a crash there. False when a file lies there already: that one stays.
   */
  async moveTo(place: string): Promise<boolean> {
    return unlessDiskFails(async () => {
      await this.handle.sync();
      await mkdir(dirname(place), { recursive: true, mode: 0o700 });
      try {
        // A link, unlike a rename, never takes another file's place.
        await link(this.name, place);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
        throw error;
      }
      await syncFolder(dirname(place));
      await syncFolder(dirname(dirname(place)));
      return true;
    });
  }

  /** Takes the name under which it came away; what was put into its place stays there. */
  async discard(): Promise<void> {
    if (this.isDiscarded) return;
    this.isDiscarded = true;
    this.free();
    await this.close().catch(() => {});
    await unlink(this.name).catch(() => {});
  }

  /** No more is written. */
  async close(): Promise<void> {
    if (this.isClosed) return;
    this.isClosed = true;
    await this.handle.close();
  }
}

async function roomOf(dir: string): Promise<number> {
  const { bavail, bsize } = await statfs(dir);
  return bavail * bsize;
}

async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function nullWhenMissing(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null;
  throw error;
}

/** The file system's own errors are the disk's trouble: full, read-only, out of descriptors. */
async function unlessDiskFails<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof StoreUnavailableError || (error as NodeJS.ErrnoException).syscall === undefined) throw error;
    throw new StoreUnavailableError(`the files' disk fails: ${(error as NodeJS.ErrnoException).code}`);
  }
}
