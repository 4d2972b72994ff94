import type { Logger } from 'pino';
import { ID_EPOCH_MS } from '../application/ids.ts';
import { ConfigError } from '../config.ts';
import { type AdjustableClock, type ClockTrouble, createClock } from '../workers/clock.ts';
import type { Engines } from './engines.ts';

/** Warn when the log ends further ahead of the clock than this: a clock was wrong when it was written, or is wrong now. */
const LOG_AHEAD_TOLD_MS = 60_000;
/** Warn when the clock is further ahead of the log than this: Salon is seldom stopped for so long, so the clock may be wrong. */
const LOG_BEHIND_TOLD_MS = 30 * 24 * 3_600_000;

/**
 * Starts the process's clock, no earlier than the log ends. Warns, at the start and later, about a clock that cannot be right.
 * Throws `ConfigError` for one that is too early to make ids.
 */
export async function startClock(engines: Engines, logger: Logger): Promise<AdjustableClock> {
  const { time, advance } = engines;
  // Later moves go by the clock itself, which moves its timers with it.
  const movedBeforeMs = advance?.totalMs() ?? 0;
  const source = time ? "Redis' clock" : "This machine's clock";
  const lastAt = (await engines.log.last())?.meta.at;
  const clock = createClock({
    notBeforeMs: lastAt,
    ...(time && { shared: { now: () => time.now() + movedBeforeMs } }),
    onTrouble(trouble) {
      const { text, ...fields } = sayTrouble(trouble, time !== null);
      logger.warn(fields, text);
      void time?.ask();
    },
  });
  advance?.onMoved((byMs) => clock.advance(byMs));
  const sourceMs = clock.wall();
  if (clock.now() < ID_EPOCH_MS) {
    throw new ConfigError([`${source} says ${iso(sourceMs)}: set it right, then start Salon.`]);
  }
  if (lastAt !== undefined) {
    const sentence = compare(source, sourceMs, lastAt);
    if (sentence) logger.warn({ lastEventAt: lastAt, clockAt: sourceMs }, sentence);
  }
  return clock;
}

/** A warning about a clock that disagrees with the log's last event; null when it can be right. */
export function compare(source: string, sourceMs: number, lastAt: number): string | null {
  const [clock, log] = [iso(sourceMs), iso(lastAt)];
  if (lastAt - sourceMs > LOG_AHEAD_TOLD_MS) {
    return (
      `${source} (${clock}) is ${span(lastAt - sourceMs)} behind the log's last event (${log}): Salon goes on from the log's time, ` +
      'because times in the log never go back. Either the clock is wrong now, or it was far ahead when that event was written.'
    );
  }
  if (sourceMs - lastAt > LOG_BEHIND_TOLD_MS) {
    return (
      `${source} (${clock}) is ${span(sourceMs - lastAt)} ahead of the log's last event (${log}): unless Salon was stopped for so long, ` +
      'stop it and set the clock right, because times in the log never go back.'
    );
  }
  return null;
}

function sayTrouble(trouble: ClockTrouble, isShared: boolean): { text: string; ms: number } {
  if (trouble.kind === 'suspended') {
    const text = `This process did nothing for ${span(trouble.forMs)} (suspended, or its event loop was blocked): everybody has the full time for heartbeats again.`;
    return { text, ms: Math.round(trouble.forMs) };
  }
  const { byMs } = trouble;
  const way = byMs > 0 ? 'forwards' : 'back';
  const then = isShared
    ? "Salon goes by Redis' clock."
    : "Salon's own time goes on evenly and comes nearer by 3 s a minute; a restart takes up the machine's time at once, unless the log is ahead of it.";
  const text = `This machine's clock was set ${way} by ${span(Math.abs(byMs))} (or the machine was paused): ${then}`;
  return { text, ms: Math.round(byMs) };
}

const iso = (ms: number) => new Date(ms).toISOString();

/** A span of time in words, in its greatest unit. */
export function span(ms: number): string {
  const seconds = ms / 1_000;
  if (seconds < 120) return `${seconds.toFixed(1)} s`;
  if (seconds < 2 * 3_600) return `${Math.round(seconds / 60)} minutes`;
  return seconds < 2 * 86_400 ? `${Math.round(seconds / 3_600)} hours` : `${Math.round(seconds / 86_400)} days`;
}
