/** Calls of one person that are handled at a time, of each kind: reading, and changing something. */
export const AT_ONCE_EACH = 2;
/** Further ones wait for their turn, this many: an app that opens a screen makes some ten calls at once. Beyond that they are refused. */
export const MAX_WAITING_EACH = 64;

interface Line {
  underWay: number;
  waiting: (() => void)[];
}

/**
 * Lets the calls of one key go on a few at a time, in the order in which they came. What one caller may ask at once would else be handled at once,
 * and everybody else's next call would wait for all of it.
 */
export class Turns {
  private readonly lines = new Map<string, Line>();

  /** Plain numbers for `/metrics`: calls that wait now. */
  readonly metrics = { waiting: 0 };

  /** Resolves when it is this call's turn, with what ends it; null when too many wait. `people`: for how many the key stands. */
  async begin(key: string, people = 1): Promise<(() => void) | null> {
    const line = this.lines.get(key) ?? { underWay: 0, waiting: [] };
    this.lines.set(key, line);
    if (line.underWay >= AT_ONCE_EACH * people) {
      if (line.waiting.length >= MAX_WAITING_EACH * people) return null;
      this.metrics.waiting++;
      await new Promise<void>((resolve) => line.waiting.push(resolve));
      this.metrics.waiting--;
    } else line.underWay++;
    return () => this.end(key, line);
  }

  /** The turn goes to whoever waits longest. */
  private end(key: string, line: Line): void {
    const next = line.waiting.shift();
    if (next) setImmediate(next);
    else if (--line.underWay === 0) this.lines.delete(key);
  }
}
