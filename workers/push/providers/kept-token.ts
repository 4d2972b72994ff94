/** An access token, and how long it holds. */
export interface AccessToken {
  value: string;
  lifetimeMs: number;
}

/** A token is asked for anew this long before it ends. */
const EARLY_MS = 60_000;

/** Keeps a provider's access token, and asks for it once, however many want it at a time. */
export class KeptToken {
  private readonly ask: () => Promise<AccessToken>;
  private readonly now: () => number;
  private asking: Promise<string> | null = null;
  private holdsUntil = 0;

  constructor(ask: () => Promise<AccessToken>, now: () => number = Date.now) {
    this.ask = ask;
    this.now = now;
  }

  get(): Promise<string> {
    if (this.asking && this.now() < this.holdsUntil) return this.asking;
    this.holdsUntil = Number.POSITIVE_INFINITY;
    const asking = this.ask().then(
      ({ value, lifetimeMs }) => {
        this.holdsUntil = this.now() + Math.max(0, lifetimeMs - EARLY_MS);
        return value;
      },
      (error) => {
        if (this.asking === asking) this.asking = null;
        throw error;
      },
    );
    this.asking = asking;
    return asking;
  }

  /** The provider does not take it any more. */
  forget(): void {
    this.asking = null;
  }
}
