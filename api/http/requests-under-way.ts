import { Sweeper } from '../../timing/sweeper.ts';

/** A request fails when its handler has not answered after this long: longer than the engines' own deadlines with their retries. */
export const ANSWER_WITHIN_MS = 30_000;
/** How often overdue requests are looked for, in ms. */
const CHECK_MS = 1_000;

interface Entry {
  /** ms of the sweeper's `now`. */
  startedAt: number;
  giveUp(): void;
}

/** The requests whose handlers have not answered yet: which of them are overdue. */
export class RequestsUnderWay {
  private readonly limitMs: number;
  private readonly all = new Set<Entry>();
  private readonly sweeper: Sweeper;

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
    return entry;
  }

  end(entry: Entry): void {
    this.all.delete(entry);
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
