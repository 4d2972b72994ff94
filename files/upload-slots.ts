/** Uploads that one process takes at a time: each has a file open, and keeps a disk and a connection busy. */
export const MAX_UPLOADS = 64;
/** Of these by one person. */
export const MAX_UPLOADS_EACH = 4;

/** How many are under way, by whose they are. */
export class Slots {
  private readonly limits: { all: number; each: number };
  private readonly byKey = new Map<string, number>();
  private all = 0;

  constructor(limits: { all: number; each: number } = { all: MAX_UPLOADS, each: MAX_UPLOADS_EACH }) {
    this.limits = limits;
  }

  /** Takes a slot; null when there is none left. `each` replaces the limit of one key. To be given back once, by the function. */
  take(key: string, each = this.limits.each): (() => void) | null {
    const taken = this.byKey.get(key) ?? 0;
    if (this.all >= this.limits.all || taken >= each) return null;
    this.all++;
    this.byKey.set(key, taken + 1);
    let isGiven = false;
    return () => {
      if (isGiven) return;
      isGiven = true;
      this.all--;
      const left = (this.byKey.get(key) ?? 1) - 1;
      if (left === 0) this.byKey.delete(key);
      else this.byKey.set(key, left);
    };
  }
}
