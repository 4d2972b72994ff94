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
  private asking: Promise<string> | null = null;
  /** By `performance.now()`: somebody may set the machine's clock. */
  private holdsUntil = 0;

  constructor(ask: () => Promise<AccessToken>) {
    this.ask = ask;
  }

  get(): Promise<string> {
    if (this.asking && performance.now() < this.holdsUntil) return this.asking;
    this.holdsUntil = Number.POSITIVE_INFINITY;
    const asking = this.ask().then(
      ({ value, lifetimeMs }) => {
        this.holdsUntil = performance.now() + Math.max(0, lifetimeMs - EARLY_MS);
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
