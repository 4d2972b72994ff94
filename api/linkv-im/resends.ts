import { createLruCache } from '../../event-store/lru-cache.ts';

/** Requests remembered at a time; each is forgotten a minute later anyway, when its nonce is no longer taken for a resend's. */
const MAX_REMEMBERED = 10_000;
const REMEMBER_MS = 2 * 60_000;

/**
 * Tells a resend from a second message: clients send again, unchanged, what was not answered with success (java and .net do), and
 * some send two equal messages under one nonce. So the same request is the same command until it was answered with success, and
 * another one afterwards. What another process answered is not known here: there it is the same command still.
 */
export class Resends {
  private readonly answered = createLruCache<string, number>(MAX_REMEMBERED, { ttl: REMEMBER_MS });

  /** The key of the request's command now. */
  keyOf(request: string): string {
    return `${request} ${this.answered.get(request) ?? 0}`;
  }

  /** The request was answered with success. */
  done(request: string): void {
    this.answered.set(request, (this.answered.get(request) ?? 0) + 1);
  }
}
