import { hash } from 'node:crypto';
import type { ScopedPurpose, Step } from './purposes.ts';

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
  // Every command derives several ids, and they are kept: one buffer in, one call, one text out rather than a tree of parts.
  const bytes = Buffer.allocUnsafe(16 + Buffer.byteLength(name));
  for (let i = 0, at = 0; i < 16; i++, at += 2) {
    if (namespace.charCodeAt(at) === DASH) at++;
    bytes[i] = (HEX_VALUES[namespace.charCodeAt(at)]! << 4) | HEX_VALUES[namespace.charCodeAt(at + 1)]!;
  }
  bytes.write(name, 16);
  const digest = hash('sha1', bytes, 'binary');
  for (let i = 0, at = 0; i < 16; i++, at += 2) {
    if (uuidText[at] === DASH) at++;
    let byte = digest.charCodeAt(i);
    if (i === 6) byte = (byte & 0x0f) | 0x50;
    if (i === 8) byte = (byte & 0x3f) | 0x80;
    uuidText[at] = HEX_DIGITS[byte >> 4]!;
    uuidText[at + 1] = HEX_DIGITS[byte & 0x0f]!;
  }
  return uuidText.toString('latin1');
}

/** Where a UUID is written before it becomes a string; the dashes stay. */
const uuidText = Buffer.from('00000000-0000-0000-0000-000000000000');
const DASH = 0x2d;
const HEX_DIGITS = Buffer.from('0123456789abcdef');
/** Values of hex digits by their character codes. */
const HEX_VALUES = new Uint8Array(128);
for (const digit of '0123456789abcdefABCDEF') HEX_VALUES[digit.charCodeAt(0)] = Number.parseInt(digit, 16);

/** Namespace of every id that Salon derives. */
export const SALON_NAMESPACE = '6f2c1d2e-5f0b-5a57-9d55-7c1b8a3f4e10';

/** The id of a command that a caller may repeat: derived from who sends it, what it is for and the caller's key. */
export function keyedCommandId(appId: string, actor: number, purpose: ScopedPurpose, key: string): string {
  return uuidV5(SALON_NAMESPACE, JSON.stringify([appId, actor, purpose, key]));
}

/** The id of a saga's step, by the command or event that it follows from: the same cause always gives the same command. */
export function derivedCommandId(causeId: string, step: Step): string {
  return uuidV5(causeId, step);
}

/** The id of the command that a reactor sends to a stream because of an event. */
export function reactionCommandId(eventId: string, reactor: string, stream: string): string {
  return uuidV5(eventId, `${reactor}:${stream}`);
}

/** The id of the command of a job that has fallen due. */
export function jobCommandId(jobId: string): string {
  return uuidV5(SALON_NAMESPACE, jobId);
}
