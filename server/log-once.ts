import type { Logger } from 'pino';

/** A cause makes one line in this time, however often it occurs. */
const WINDOW_MS = 60_000;
/** Most causes that are kept apart at a time; further ones share one line. */
const MAX_CAUSES = 100;
/** Length of an error's message that tells causes apart. */
const MAX_MESSAGE_CHARS = 120;
/** Fields of a line that say what failed, not for whom. Lines with the same text and different values here are different causes. */
const CAUSE_FIELDS = ['path', 'kind', 'task', 'reactor', 'reactors', 'event', 'type', 'view', 'code', 'reason'];
/** Errors for which the path does not matter: when the store is away, every endpoint fails for the same cause. */
const SHARED_BY_ALL_PATHS = ['StoreUnavailableError', 'UnknownOutcomeError'];

type Level = 'warn' | 'error';

interface Cause {
  level: Level;
  /** The newest line that was left out. */
  fields: Record<string, unknown>;
  text: string;
  leftOut: number;
}

export interface LogOnceOptions {
  windowMs?: number;
  maxCauses?: number;
  /** Calls back once after `ms`; default: a timer that does not keep the process alive. */
  later?(ms: number, callback: () => void): void;
}

export interface LogOnce {
  /** The given logger, with its `warn` and `error` replaced. */
  logger: Logger;
  /** Writes one line for each cause with lines left out: call it before the process ends. */
  flush(): void;
}

/**
 * Wraps a logger so that warnings and errors are written once a cause and minute: the first in full, with its stack; further ones
 * are counted, and told in one line without a stack when the minute is over. A cause is the line's text, the fields that say what
 * failed (CAUSE_FIELDS), and the error's name, code and message without numbers and ids.
 */
export function logOnce(target: Logger, options: LogOnceOptions = {}): LogOnce {
  const { windowMs = WINDOW_MS, maxCauses = MAX_CAUSES, later = unrefTimer } = options;
  const causes = new Map<string, Cause>();

  function write(level: Level, fields: Record<string, unknown>, text: string): void {
    if (!target.isLevelEnabled(level)) return;
    const own = `${level} ${causeOf(fields, text)}`;
    const key = causes.has(own) || causes.size < maxCauses ? own : `${level} other`;
    const known = causes.get(key);
    if (known) {
      known.leftOut++;
      known.fields = fields;
      known.text = text;
      return;
    }
    causes.set(key, { level, fields, text, leftOut: 0 });
    target[level](fields, text);
    later(windowMs, () => endWindow(key));
  }

  /** A cause that goes on gets another line each minute; one that has ended is forgotten, and written in full when it comes again. */
  function endWindow(key: string): void {
    const cause = causes.get(key);
    if (!cause || cause.leftOut === 0) {
      causes.delete(key);
      return;
    }
    tell(cause);
    later(windowMs, () => endWindow(key));
  }

  function tell(cause: Cause): void {
    const { level, fields, text, leftOut } = cause;
    cause.leftOut = 0;
    const { err, ...rest } = fields;
    const error = err instanceof Error ? { error: `${err.name}: ${err.message}` } : {};
    target[level](
      { ...rest, ...error, leftOut },
      `${text}: ${leftOut} more within ${windowMs / 1000} s, this is the newest`,
    );
  }

  const logger: Logger = Object.assign(Object.create(target), {
    warn: (fields: object, text: string) => write('warn', fields as Record<string, unknown>, text),
    error: (fields: object, text: string) => write('error', fields as Record<string, unknown>, text),
  });
  return {
    logger,
    flush() {
      for (const cause of causes.values()) if (cause.leftOut > 0) tell(cause);
    },
  };
}

function causeOf(fields: Record<string, unknown>, text: string): string {
  const { err } = fields;
  const parts = [text];
  if (err instanceof Error) {
    const { code } = err as NodeJS.ErrnoException;
    parts.push(err.name, String(code ?? ''), withoutIds(err.message));
  }
  const isShared = err instanceof Error && SHARED_BY_ALL_PATHS.includes(err.name);
  for (const field of CAUSE_FIELDS) {
    if (fields[field] !== undefined && !(isShared && field === 'path')) parts.push(`${field}=${fields[field]}`);
  }
  return parts.join('|');
}

/** Replaces words with a digit (ids, positions, phones, addresses): they say who was affected, not by what. */
function withoutIds(message: string): string {
  return message.slice(0, MAX_MESSAGE_CHARS).replace(/[\w.:@-]*\d[\w.:@-]*/g, '#');
}

function unrefTimer(ms: number, callback: () => void): void {
  setTimeout(callback, ms).unref();
}
