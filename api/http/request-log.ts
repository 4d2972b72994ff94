import type { Logger } from './logger.ts';

/** One log line per this many successful requests, by default: enough to see a usual one, at 1 % of the cost. */
export const DEFAULT_SUCCESSES_PER_LINE = 100;
/** Length of a window in which lines are counted, in ms; at its end one line says how many were left out. */
const WINDOW_MS = 10_000;

/**
 * Most lines in a window, by who is to blame for the failure; further ones are only counted. Each has its own limit, so that a
 * flood of strangers does not hide other failures. Together they write about 1 GB a day at worst.
 */
const MAX_LINES = {
  /** Callers that proved nothing: a wrong token or signature, no such address, a request that HTTP refuses. */
  stranger: 50,
  /** A rule that a known caller broke. */
  caller: 200,
  /** This server: 5xx, or a failure that the dialect calls unexpected. */
  server: 200,
} as const;
export type Blame = keyof typeof MAX_LINES;

/** One request, without its content: no query, no body, no header but its id. */
export interface RequestLine {
  method: string;
  path: string;
  dialect?: string;
  /** The dialect's code. */
  code?: number;
  /** HTTP status. */
  status: number;
  durationMs: number;
  requestId: string;
  tenant?: string;
  userId?: number;
  /** Why a callback was refused: its sender tells nobody. */
  why?: string;
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

/** Logs failed requests, up to MAX_LINES in a window, and a sample of the successful ones. */
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

  /** Counts a success and says whether it gets a line, so that callers need not build a line that is not written. */
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

/** Longest part that is shown of a path that is no endpoint's, in characters. */
const MAX_PATH_CHARS = 80;

/** A request path as logs show it: cut where it stops looking like one of ours, without what may be a phone, an id or a token. */
export function shownPath(path: string): string {
  const [plain = ''] = /^[\w/.-]*/.exec(path.slice(0, MAX_PATH_CHARS))!;
  return plain.replace(/[\w.-]{25,}/g, '…').replace(/\d{5,}/g, '#');
}
