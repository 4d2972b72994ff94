import { PHONE_NO } from '../../application/accounts/codes.ts';
import { lastSentCode } from '../../application/accounts/phone-codes.ts';
import type { Core } from '../../application/core.ts';
import { MAX_READ_EVENTS, type Position, type RecordedEvent, START } from '../../event-store/event-store.ts';
import { checkStreamName } from '../../event-store/limits.ts';
import { DevError, integerOf } from './input.ts';

/** Default page of `GET /dev/events`. */
const DEFAULT_EVENTS = 100;

/** The code that was last sent to a phone and can still be used; 404 when there is none. */
export async function lastCode(core: Core, phoneNo: string): Promise<string> {
  // In a path `+` stands for itself, but some clients send it as a blank.
  const given = phoneNo.trim();
  if (!PHONE_NO.test(given)) throw new DevError(404, 'not a phone number');
  const code = await lastSentCode(core, core.settings.heiheiAppId, given);
  if (code === null) throw new DevError(404, 'no code was sent to this phone');
  return code;
}

/**
 * A page of the log as JSON. `after` is a position (of the whole log), or with `stream` the position after which that
 * stream's events are wanted. `next` is what to send as `after` for the page behind this one.
 */
export async function eventsPage(
  core: Core,
  query: Record<string, unknown>,
): Promise<{ events: RecordedEvent[]; next: Position }> {
  const after = integerOf(query.after ?? START, 'after', 0, Number.MAX_SAFE_INTEGER);
  const limit = integerOf(query.limit ?? DEFAULT_EVENTS, 'limit', 1, MAX_READ_EVENTS);
  const { stream } = query;
  if (stream !== undefined && typeof stream !== 'string') throw new DevError(400, 'give one stream');
  const events = stream
    ? await streamPage(core, streamOf(stream), after, limit)
    : await core.log.readAll({ after, limit });
  return { events, next: events[events.length - 1]?.position ?? after };
}

function streamOf(name: string): string {
  try {
    checkStreamName(name);
    return name;
  } catch {
    throw new DevError(400, 'stream must be the name of a stream');
  }
}

async function streamPage({ log }: Core, stream: string, after: Position, limit: number): Promise<RecordedEvent[]> {
  const found: RecordedEvent[] = [];
  for (let from = 0; ; ) {
    const page = await log.read(stream, { from, limit: MAX_READ_EVENTS });
    for (const event of page) if (event.position > after && found.length < limit) found.push(event);
    if (page.length < MAX_READ_EVENTS || found.length === limit) return found;
    from = page[page.length - 1]!.revision + 1;
  }
}
