import { Sweeper } from '../../timing/sweeper.ts';

/** A request fails when its handler has not answered after this long: longer than the engines' own deadlines with their retries. */
export const ANSWER_WITHIN_MS = 30_000;
/** How often overdue requests are looked for, in ms. */
const CHECK_MS = 1_000;
/** Under load (`isUnderLoad`): this many requests were under way at a time … */
const LOAD_REQUESTS = 32;
/** … within this many ms. */
const LOAD_MS = 50;

interface Entry {
  /** ms of the sweeper's `now`. */
  startedAt: number;
  giveUp(): void;
}

/** The requests whose handlers have not answered yet: which of them are overdue, and whether they are many. */
export class RequestsUnderWay {
  private readonly limitMs: number;
  private readonly all = new Set<Entry>();
  private readonly sweeper: Sweeper;
  private loadedAt = Number.NEGATIVE_INFINITY;

  constructor(limitMs = ANSWER_WITHIN_MS) {
    this.limitMs = limitMs;
    this.sweeper = new Sweeper(() => this.sweep(), Math.min(CHECK_MS, limitMs));
  }

  /**
   * Calls `giveUp` unless the entry is ended within the limit. Time in which this process stood still does not count. All entries
   * share one timer, because a timer each would cost more.
   */
  begin(giveUp: () => void): Entry {
    this.sweeper.start();
    const startedAt = this.sweeper.now();
    const entry = { startedAt, giveUp };
    this.all.add(entry);
    if (this.all.size >= LOAD_REQUESTS) this.loadedAt = performance.now();
    return entry;
  }

  end(entry: Entry): void {
    this.all.delete(entry);
  }

  /** True under load: work that no caller waits for (reactors) should then let requests go first. */
  isUnderLoad(): boolean {
    return performance.now() - this.loadedAt < LOAD_MS;
  }

  private sweep(): void {
    for (const entry of this.all) {
      if (this.sweeper.passedSince(entry.startedAt) < this.limitMs) return;
      this.all.delete(entry);
      entry.giveUp();
    }
    this.sweeper.stop();
  }
}
