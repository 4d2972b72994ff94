import type { Redis } from 'ioredis';
import type { Logger } from 'pino';

/** How often a write checks that Redis still takes writes. */
const LOOK_MS = 2_000;
/** When the client has given up for good (on Sentinels), the connection is opened again after this. */
const REOPEN_MS = 1_000;
/** The key of the checking write; it expires soon after the last process has ended. */
const KEY = 'salon:health';
const KEY_MS = 60_000;

/**
 * Knows whether Redis takes writes. An answer is not enough, since a replica answers every PING; so it writes every LOOK_MS and after
 * each new connection. A connection on which a write fails is replaced, which leads to the new primary where the address follows it.
 */
export class Health {
  private readonly client: Redis;
  private readonly logger: Logger;
  private readonly look: NodeJS.Timeout;
  private state: string | null = null;
  private lastError = '';
  private isStopped = false;
  private isLooking = false;

  constructor(client: Redis, logger: Logger) {
    this.client = client;
    this.logger = logger;
    client.on('error', this.onError).on('close', this.onClose).on('ready', this.onReady).on('end', this.onEnd);
    this.look = setInterval(() => void this.write(), LOOK_MS);
  }

  /** What is wrong, in words for people; null when it takes writes. */
  trouble(): string | null {
    return this.state ?? (this.client.status === 'ready' ? null : 'Redis does not answer');
  }

  /** Says that a server was connected to which cannot be used. */
  refused(why: string): void {
    this.lost('Redis takes no writes', `it ${why.split(':')[0]}`);
  }

  stop(): void {
    this.isStopped = true;
    clearInterval(this.look);
    this.client.off('error', this.onError).off('close', this.onClose).off('ready', this.onReady).off('end', this.onEnd);
  }

  private readonly onError = (error: Error) => {
    this.lastError = error.message;
    if (this.state !== null) this.lost('Redis does not answer', error.message);
  };

  private readonly onClose = () => {
    // A server that was refused is disconnected: that is no news.
    if (this.state === null) this.lost('Redis does not answer', this.lastError || 'the connection was closed');
  };

  private readonly onReady = () => void this.write();

  private readonly onEnd = () => {
    setTimeout(() => {
      if (!this.isStopped && this.client.status === 'end') this.client.connect().catch(() => {});
    }, REOPEN_MS).unref();
  };

  private async write(): Promise<void> {
    if (this.client.status !== 'ready' || this.isLooking) return;
    this.isLooking = true;
    try {
      await this.client.set(KEY, '1', 'PX', KEY_MS);
      this.found();
    } catch (error) {
      const { name, message } = error as Error;
      if (this.isStopped) return;
      if (name === 'ReplyError') this.lost('Redis takes no writes', message);
      else this.lost('Redis does not answer', message);
      if (this.client.status === 'ready') this.client.disconnect(true);
    } finally {
      this.isLooking = false;
    }
  }

  private lost(what: string, reason: string): void {
    const state = what === 'Redis does not answer' ? what : `${what} (${reason})`;
    if (this.state !== state) this.logger.warn({ reason }, what);
    this.state = state;
  }

  private found(): void {
    if (this.state !== null) this.logger.warn({}, 'Redis answers again');
    this.state = null;
    this.lastError = '';
  }
}
