import type { Document } from 'bson';
import type { Index } from './storage.ts';

/**
 * Indexes that are being built. As on the real server, `listIndexes` names one from the moment that its build begins, queries
 * cannot use it before the end, and a `createIndexes` of one that is under way waits for it.
 */
export class IndexBuilds {
  private readonly underWay = new Map<string, { index: Index; done: Promise<void> }>();

  /** Resolves when the command's indexes that are being built, or take `buildMs` now, are done. */
  async run(command: Document, namespace: string, isThere: (name: string) => boolean, buildMs: number): Promise<void> {
    const builds = (command.indexes as Index[]).map((index) => {
      const key = `${namespace}\0${index.name}`;
      const known = this.underWay.get(key);
      if (known) return known.done;
      if (buildMs === 0 || isThere(index.name)) return undefined;
      const done = new Promise<void>((resolve) => setTimeout(resolve, buildMs));
      this.underWay.set(key, { index, done });
      return done.then(() => void this.underWay.delete(key));
    });
    await Promise.all(builds);
  }

  of(namespace: string): Index[] {
    return [...this.underWay].filter(([key]) => key.startsWith(`${namespace}\0`)).map(([, { index }]) => index);
  }
}
