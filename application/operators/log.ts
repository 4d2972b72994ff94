import { DomainError } from '../../domain/kernel/errors.ts';
import { type EventStore, type LoggedEvent, MAX_READ_EVENTS, type Position } from '../../event-store/event-store.ts';
import { checkStreamName } from '../../event-store/limits.ts';

/** Events on a page. */
export const MAX_EVENTS_PER_PAGE = 200;
/** Events that one call looks at for those that fit: some 50 ms of work. */
export const MAX_LOOKED_AT = 5_000;

/** What proves something to somebody: no page shows it. */
const SECRETS = new Set([
  ...['passwordHash', 'secret', 'sessionHash', 'sessionId', 'token', 'tokenHash'],
  ...['proof', 'codeId', 'invitationKey'],
]);
const HIDDEN = '…';

/** Which events are wanted; everything that is given has to fit. */
export interface EventsWanted {
  /** The first ones after this position; without it the last ones, newest first. */
  after?: Position;
  /** Before this position, newest first: the next page without `after`. */
  before?: Position;
  type?: string;
  /** Tenant. */
  appId?: string;
  /** Who acted. */
  actor?: number;
  operator?: number;
  /** The stream's name begins so: `wallet-` finds all wallets. */
  stream?: string;
  /** A person: they acted, it is in a stream of theirs, or it names them. */
  userId?: number;
  /** Epoch ms: at or after `since`, before `until`. */
  since?: number;
  until?: number;
  /** 1 to `MAX_EVENTS_PER_PAGE`. */
  limit: number;
}

export interface EventsPage {
  /** With secrets hidden. */
  events: LoggedEvent[];
  /** Position up to which was looked: the next page's `after`, or its `before`. */
  next: Position;
  /** Whether there is nothing more in that direction now. */
  isEnd: boolean;
}

/**
 * A page of the whole log: forwards from a position, to follow it, or backwards from its end. It looks at no more than a few thousand events, so that a page
 * of rare ones may be short before `isEnd`. Rejects only with the store's errors.
 */
export async function eventsFor({ log }: { log: EventStore }, wanted: EventsWanted): Promise<EventsPage> {
  const { after, limit } = wanted;
  const isForwards = after !== undefined;
  const found: LoggedEvent[] = [];
  let next = isForwards ? after : wanted.before;
  for (let looked = 0; looked < MAX_LOOKED_AT; ) {
    const page = isForwards
      ? await log.readAll({ after: next!, limit: MAX_READ_EVENTS })
      : await log.readAllBackwards({ limit: MAX_READ_EVENTS, ...(next !== undefined && { before: next }) });
    for (const event of page) {
      next = event.position;
      looked++;
      if (!fits(event, wanted)) continue;
      found.push(withoutSecrets(event));
      if (found.length === limit) return { events: found, next, isEnd: false };
    }
    if (page.length < MAX_READ_EVENTS) return { events: found, next: next ?? 0, isEnd: true };
  }
  return { events: found, next: next ?? 0, isEnd: false };
}

function fits({ type, meta, stream, data }: LoggedEvent, wanted: EventsWanted): boolean {
  const { userId, since = 0, until = Number.POSITIVE_INFINITY } = wanted;
  return (
    (wanted.type === undefined || wanted.type === type) &&
    (wanted.stream === undefined || stream.startsWith(wanted.stream)) &&
    meta.at >= since &&
    meta.at < until &&
    (userId === undefined ||
      meta.actor === userId ||
      (data as { userId?: number }).userId === userId ||
      stream.endsWith(`.${userId}`)) &&
    (wanted.appId === undefined || wanted.appId === meta.appId) &&
    (wanted.actor === undefined || wanted.actor === meta.actor) &&
    (wanted.operator === undefined || wanted.operator === meta.operator)
  );
}

/** A page of one stream from a revision on, with secrets hidden. Throws `InvalidInput` for what is no name of a stream. */
export async function streamFor(
  { log }: { log: EventStore },
  { stream, from, limit }: { stream: string; from: number; limit: number },
): Promise<LoggedEvent[]> {
  if (!isStreamName(stream)) throw new DomainError('InvalidInput', 'no name of a stream', 'stream');
  return (await log.read(stream, { from, limit })).map(withoutSecrets);
}

function isStreamName(name: string): boolean {
  try {
    checkStreamName(name);
    return true;
  } catch {
    return false;
  }
}

/** The event with `HIDDEN` in the place of what proves something to somebody. */
export function withoutSecrets(event: LoggedEvent): LoggedEvent {
  return { ...event, data: hidden(event.data) } as LoggedEvent;
}

/** A copy with `HIDDEN` in the place of every secret. */
function hidden(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(hidden);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, each]) => [key, SECRETS.has(key) ? HIDDEN : hidden(each)]);
  return Object.fromEntries(entries);
}
