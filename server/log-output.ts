import { type Logger, pino } from 'pino';

/** Most bytes of log lines that wait while standard output takes none; further lines are dropped. */
const MAX_WAITING_BYTES = 64 * 1024;

/**
 * A logger on standard output. While that takes nothing (a full disk, a pipe whose reader has gone), lines wait or are lost, and
 * the process goes on: without a listener such an error would end it.
 */
export function createLogger(level: string): Logger {
  const output = pino.destination({ dest: 1, sync: true, maxLength: MAX_WAITING_BYTES });
  output.on('error', () => {});
  return pino({ level }, output);
}

/** The same for what `console` prints. Call it once, before anything is printed. */
export function surviveLostOutput(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
}
