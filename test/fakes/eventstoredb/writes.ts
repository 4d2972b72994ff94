import type { FakeAppend, FakeLog, FakeOutcome } from './log.ts';
import type { StateFile } from './state-file.ts';

interface Queued {
  append: FakeAppend;
  resolve(outcome: FakeOutcome): void;
}

/**
 * Writes what has come in together, with one sync, and tells who follows. Appends that come together are taken in no certain
 * order, since the real server promises none: every other time last first.
 */
export class Writes {
  private readonly log: FakeLog;
  private readonly file: StateFile | undefined;
  private readonly onWritten: () => void;
  private readonly commitMs: () => number;
  private queue: Queued[] = [];
  private flushes = 0;

  constructor(log: FakeLog, file: StateFile | undefined, onWritten: () => void, commitMs: () => number) {
    this.log = log;
    this.file = file;
    this.onWritten = onWritten;
    this.commitMs = commitMs;
  }

  append(append: FakeAppend): Promise<FakeOutcome> {
    return new Promise((resolve) => {
      if (this.queue.length === 0) {
        const ms = this.commitMs();
        if (ms > 0) setTimeout(() => this.flush(), ms);
        else setImmediate(() => this.flush());
      }
      this.queue.push({ append, resolve });
    });
  }

  private flush(): void {
    const queue = this.queue.splice(0);
    if (this.flushes++ % 2 === 1) queue.reverse();
    const first = this.log.records.length;
    const outcomes = queue.map(({ append }) => {
      const before = this.log.records.length === 0 ? this.log.systemEvents() : [];
      const outcome = this.log.append(append);
      if (before.length === 0) this.log.systemEvents();
      return outcome;
    });
    this.file?.write(this.log.records.slice(first));
    queue.forEach(({ resolve }, i) => {
      resolve(outcomes[i]!);
    });
    this.onWritten();
  }
}
