import type { Logger } from './logger.ts';

/** Of successful requests one in so many makes a line, by default: enough to see what a usual one is like, at 1 % of the cost. */
export const DEFAULT_SUCCESSES_PER_LINE = 100;
/** Lines are counted for so long, in ms; then what was left out is told. */
const WINDOW_MS = 10_000;

/**
 * Who or what a failure is put down to, and how many lines each makes in a window at most; the rest is counted. A flood of strangers
 * hides nobody else's failures, and all of them together write about 1 GB a day at worst.
 */
const MAX_LINES = {
  /** Whoever proved nothing: a wrong token or signature, no such address, a request that HTTP refuses. */
  stranger: 50,
  /** A rule that a known caller broke. */
  caller: 200,
  /** This server: 5xx, or the dialect's word for it. */
  server: 200,
} as const;
export type Blame = keyof typeof MAX_LINES;

/** One request, without anything that it said: no query, no body, no header but its id. */
export interface RequestLine {
  method: string;
  path: string;
  dialect?: string;
  /** The dialect's. */
  code?: number;
  /** HTTP's. */
  status: number;
  durationMs: number;
  requestId: string;
  tenant?: string;
  userId?: number;
}

interface Window {
  lines: number;
  /** How many were left out, by code. */
  leftOut: Map<string, number>;
}

export interface RequestLogOptions {
  /** 0: no success makes a line. */
  successesPerLine?: number;
  /** Calls back once after `ms`; default: a timer that does not keep the process alive. */
  later?(ms: number, callback: () => void): void;
}

/** One log line a request: every failure as far as MAX_LINES go, and a sample of the successes. */
export class RequestLog {
  private readonly logger: Logger;
  private readonly successesPerLine: number;
  private readonly later: NonNullable<RequestLogOptions['later']>;
  private readonly windows = new Map<Blame, Window>();
  private successes = 0;

  constructor(logger: Logger, options: RequestLogOptions = {}) {
    this.logger = logger;
    this.successesPerLine = options.successesPerLine ?? DEFAULT_SUCCESSES_PER_LINE;
    this.later = options.later ?? ((ms, callback) => void setTimeout(callback, ms).unref());
  }

  /** Whether the next success makes a line: what is not written need not be put together. */
  takesSuccess(): boolean {
    this.successes++;
    if (this.successesPerLine === 0 || this.successes < this.successesPerLine) return false;
    this.successes = 0;
    return true;
  }

  succeeded(line: RequestLine): void {
    this.logger.info(line, 'request');
  }

  failed(blame: Blame, line: RequestLine): void {
    let window = this.windows.get(blame);
    if (!window) {
      window = { lines: 0, leftOut: new Map() };
      this.windows.set(blame, window);
      this.later(WINDOW_MS, () => this.endWindow(blame));
    }
    if (window.lines < MAX_LINES[blame]) {
      window.lines++;
      this.logger.info(line, 'request failed');
      return;
    }
    const code = `${line.dialect ?? 'http'} ${line.code ?? line.status}`;
    window.leftOut.set(code, (window.leftOut.get(code) ?? 0) + 1);
  }

  private endWindow(blame: Blame): void {
    const { leftOut } = this.windows.get(blame)!;
    this.windows.delete(blame);
    if (leftOut.size === 0) return;
    const total = [...leftOut.values()].reduce((sum, count) => sum + count, 0);
    const fields = { blame, leftOut: total, codes: Object.fromEntries(leftOut) };
    this.logger.info(fields, `${total} more requests failed within ${WINDOW_MS / 1000} s`);
  }
}

/** Characters of a path that is no endpoint's, of which a line shows so many. */
const MAX_PATH_CHARS = 80;

/** A path that anybody made up: as far as it looks like one of ours, without what may be a phone, an id or a token. */
export function shownPath(path: string): string {
  const [plain = ''] = /^[\w/.-]*/.exec(path.slice(0, MAX_PATH_CHARS))!;
  return plain.replace(/[\w.-]{25,}/g, '…').replace(/\d{5,}/g, '#');
}
