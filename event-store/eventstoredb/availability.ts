import type { StoreStatus } from '../event-store.ts';
import { messageOf } from './failures.ts';

/** When the last answer is older than this, asking for the status polls the server. */
const STALE_MS = 5_000;
/** Pause between polls while the server is away. */
const RETRY_MS = 1_000;
/** A poll still pending after this long counts as "the server does not answer". */
const SILENT_MS = 2_000;

/**
 * Whether the server answers, by the outcomes of all calls. After a failure it polls until the server is back. When no call was
 * answered for STALE_MS, asking for the status polls too.
 */
export class Availability {
  private readonly ask: () => Promise<unknown>;
  private state: StoreStatus = { available: true };
  private heardAtMs = performance.now();
  private asking = false;
  private askedAtMs = 0;
  private stopped = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(ask: () => Promise<unknown>) {
    this.ask = ask;
  }

  status(): StoreStatus {
    if (performance.now() - this.heardAtMs > STALE_MS) void this.find();
    const isSilent = this.asking && this.heardAtMs < this.askedAtMs && performance.now() - this.askedAtMs > SILENT_MS;
    if (!isSilent || !this.state.available) return this.state;
    return { available: false, reason: 'EventStoreDB is silent', sinceMs: this.askedAtMs };
  }

  /** The server has answered. */
  answered(): void {
    this.heardAtMs = performance.now();
    if (!this.state.available) this.state = { available: true };
  }

  /** The server has not answered. */
  failed(error: unknown): void {
    this.heardAtMs = performance.now();
    if (this.state.available) this.state = { available: false, reason: messageOf(error), sinceMs: Date.now() };
    this.askAgain();
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  private askAgain(): void {
    if (this.stopped || this.timer) return;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      if (!this.state.available) void this.find();
    }, RETRY_MS);
  }

  private async find(): Promise<void> {
    if (this.asking || this.stopped) return;
    this.asking = true;
    this.askedAtMs = performance.now();
    try {
      await this.ask();
      this.answered();
    } catch (error) {
      this.failed(error);
    } finally {
      this.asking = false;
    }
  }
}
