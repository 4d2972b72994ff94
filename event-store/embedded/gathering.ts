/** While a few appends come at a time, batches begin at least this far apart, in ms: callers wait no longer, and 500 gifts a second need half as many syncs. */
const BETWEEN_BATCHES_MS = 5;
/** A batch with this many appends is never put off: its sync serves enough of them. */
const ENOUGH_APPENDS = 8;
/** A timer cannot wait for less, in ms. */
const LEAST_WAIT_MS = 1;
/** Batches that are not put off after one that nothing joined meanwhile: doubled each time from the first number up to the last. */
const FIRST_REST_BATCHES = 1;
const LAST_REST_BATCHES = 256;

/**
 * Decides how long a batch of appends waits for others that share its sync, and everything else that follows from a commit. It goes by what
 * waiting has brought: a caller who sends one append after the other gains nothing by it, and is soon left alone.
 */
export class Gathering {
  private begunAtMs = Number.NEGATIVE_INFINITY;
  /** How many appends waited when the next batch was put off; null when it was not. */
  private putOffWith: number | null = null;
  private restBatches = 0;
  private nextRestBatches = FIRST_REST_BATCHES;

  /** How long the next batch, of `count` appends so far, is to be put off, in ms; 0: not at all. `nowMs`: monotonic. */
  waitMs(count: number, nowMs: number): number {
    if (count >= ENOUGH_APPENDS || this.restBatches > 0) return 0;
    const waitMs = this.begunAtMs + BETWEEN_BATCHES_MS - nowMs;
    return waitMs < LEAST_WAIT_MS ? 0 : waitMs;
  }

  /** The next batch is put off. */
  putOff(count: number): void {
    this.putOffWith ??= count;
  }

  /** A batch of `count` appends begins. */
  begin(count: number, nowMs: number): void {
    this.begunAtMs = nowMs;
    if (this.restBatches > 0) this.restBatches--;
    if (this.putOffWith === null) return;
    if (count > this.putOffWith) this.nextRestBatches = FIRST_REST_BATCHES;
    else {
      this.restBatches = this.nextRestBatches;
      this.nextRestBatches = Math.min(2 * this.nextRestBatches, LAST_REST_BATCHES);
    }
    this.putOffWith = null;
  }
}
