import { createHash } from 'node:crypto';

/** Longest part of a stream's name that comes from outside, in characters. */
export const MAX_STREAM_ID_CHARS = 200;

/**
 * A stream's name: `<category>-<app>.<id>`. EventStoreDB takes what stands before the first `-` as the category,
 * so neither category nor app may hold one. Throws `RangeError` on a name that no adapter would take.
 */
export function streamName(category: string, appId: string, ...id: (string | number)[]): string {
  const rest = id.join('.');
  if (rest === '' || rest.length > MAX_STREAM_ID_CHARS || category.includes('-') || !/^[a-z0-9]+$/i.test(appId)) {
    throw new RangeError(`not a stream name: ${category}-${appId}.${rest}`);
  }
  return `${category}-${appId}.${rest}`;
}

export function categoryOf(stream: string): string {
  const dash = stream.indexOf('-');
  return dash < 0 ? stream : stream.slice(0, dash);
}

/** RFC 9562 UUID version 5 of a name below a namespace UUID: the same input gives the same id, everywhere. */
export function uuidV5(namespace: string, name: string): string {
  const bytes = createHash('sha1')
    .update(Buffer.from(namespace.replaceAll('-', ''), 'hex'))
    .update(name)
    .digest()
    .subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x50;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** Namespace of every id that Salon derives. */
export const SALON_NAMESPACE = '6f2c1d2e-5f0b-5a57-9d55-7c1b8a3f4e10';

/** The id of a command that a caller may repeat: derived from who sends it, what it is for and the caller's key. */
export function keyedCommandId(appId: string, actor: number, purpose: string, key: string): string {
  return uuidV5(SALON_NAMESPACE, JSON.stringify([appId, actor, purpose, key]));
}

/** The id of a command that follows from an event: the same event always gives the same command. */
export function derivedCommandId(eventId: string, purpose: string): string {
  return uuidV5(eventId, purpose);
}
