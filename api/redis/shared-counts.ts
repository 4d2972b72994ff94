import type { Redis } from 'ioredis';
import { type Counted, LocalCounts, type SharedCounts } from '../../application/shared-counts.ts';
import type { Clock } from '../../domain/kernel/clock.ts';

/** Wait for Redis at most this long: a sign-in must not wait for its limit. */
const ANSWER_MS = 500;

/** KEYS: of each count. ARGV: the window in ms, then how many each may have. Answers 1 when one more of each was counted, else 0. */
const TAKE = `
for at, key in ipairs(KEYS) do
  if tonumber(redis.call('GET', key) or '0') >= tonumber(ARGV[at + 1]) then return 0 end
end
for _, key in ipairs(KEYS) do
  if redis.call('INCR', key) == 1 then redis.call('PEXPIRE', key, ARGV[1]) end
end
return 1`;

/** Takes one back of each that is still counted; its window ends as it would have. */
const GIVE_BACK = `
for _, key in ipairs(KEYS) do
  if tonumber(redis.call('GET', key) or '0') > 0 then redis.call('DECR', key) end
end`;

/**
 * Counts that all processes share, in Redis under `<prefix>count:`, by Redis' own time. The process counts as well: whoever is over a limit here is over it
 * in total, and while Redis is away these counts decide alone.
 */
export class RedisCounts implements SharedCounts {
  private readonly redis: Redis;
  private readonly prefix: string;
  private readonly own: LocalCounts;
  private readonly answerMs: number;

  /** `answerMs`: waits this long for Redis, then decides alone. */
  constructor(redis: Redis, prefix: string, clock: Clock, answerMs = ANSWER_MS) {
    this.redis = redis;
    this.prefix = `${prefix}count:`;
    this.own = new LocalCounts(clock);
    this.answerMs = answerMs;
  }

  async take(counted: readonly Counted[], windowMs: number): Promise<boolean> {
    if (!this.own.takeNow(counted, windowMs)) return false;
    if (this.redis.status !== 'ready') return true;
    const most = counted.map((one) => one.most);
    const asked = this.redis.eval(TAKE, counted.length, ...this.keysOf(counted), windowMs, ...most);
    // A late failure changes nothing: what depends on Redis reports its state.
    const answer = asked.then(
      (taken) => taken === 1,
      () => true,
    );
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<boolean>((resolve) => {
      timer = setTimeout(() => resolve(true), this.answerMs);
    });
    const isTaken = await Promise.race([answer, tooLate]);
    clearTimeout(timer);
    if (!isTaken) this.own.giveBack(counted, windowMs);
    return isTaken;
  }

  giveBack(counted: readonly Counted[], windowMs: number): void {
    this.own.giveBack(counted, windowMs);
    if (this.redis.status !== 'ready') return;
    this.redis.eval(GIVE_BACK, counted.length, ...this.keysOf(counted)).catch(() => undefined);
  }

  private keysOf(counted: readonly Counted[]): string[] {
    return counted.map(({ key }) => this.prefix + key);
  }
}
