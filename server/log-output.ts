import { type Logger, pino } from 'pino';

/** Bytes of log lines that wait while standard output takes none; what comes on top is dropped. */
const MAX_WAITING_BYTES = 64 * 1024;

/**
 * The log on standard output. Where that takes nothing (a file on a disk that is full, a pipe whose reader has gone), lines wait or are
 * lost, and the process goes on: without a listener such an error would end it.
 */
export function createLogger(level: string): Logger {
  const output = pino.destination({ dest: 1, sync: true, maxLength: MAX_WAITING_BYTES });
  output.on('error', () => {});
  return pino({ level }, output);
}

/** The same for what is said to an operator by `console`. To be called once, before anything is said. */
export function surviveLostOutput(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
}
