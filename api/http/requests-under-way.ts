/** A handler that is silent for so long is answered for: longer than the engines' own deadlines with their retries. */
export const ANSWER_WITHIN_MS = 30_000;
/** So many requests at a time are a rush rather than chance … */
const MANY_REQUESTS = 32;
/** … for as long after they were seen. */
const RUSH_MS = 50;

interface Entry {
  startedAt: number;
  giveUp(): void;
}

/** The requests whose handlers have not answered yet: which of them are overdue, and whether they are many. */
export class RequestsUnderWay {
  private readonly limitMs: number;
  private readonly all = new Set<Entry>();
  private timer: NodeJS.Timeout | undefined;
  private rushedAt = Number.NEGATIVE_INFINITY;

  constructor(limitMs = ANSWER_WITHIN_MS) {
    this.limitMs = limitMs;
  }

  /** Calls `giveUp` unless the entry is ended within the limit. One timer for all: a timer each would cost more than this. */
  begin(giveUp: () => void): Entry {
    const startedAt = performance.now();
    const entry = { startedAt, giveUp };
    this.all.add(entry);
    if (this.all.size >= MANY_REQUESTS) this.rushedAt = startedAt;
    this.timer ??= this.checkIn(this.limitMs);
    return entry;
  }

  end(entry: Entry): void {
    this.all.delete(entry);
  }

  /** True while many callers wait: what follows from their requests, and nobody waits for, had better let them go first. */
  isRush(): boolean {
    return performance.now() - this.rushedAt < RUSH_MS;
  }

  private checkIn(ms: number): NodeJS.Timeout {
    return setTimeout(() => this.check(), ms).unref();
  }

  private check(): void {
    this.timer = undefined;
    for (const entry of this.all) {
      const leftMs = entry.startedAt + this.limitMs - performance.now();
      if (leftMs > 0) {
        this.timer = this.checkIn(Math.ceil(leftMs));
        return;
      }
      this.all.delete(entry);
      entry.giveUp();
    }
  }
}
