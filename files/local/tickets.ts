import { createHmac, timingSafeEqual } from 'node:crypto';
import type { TicketRules } from '../file-store.ts';

/** What a ticket's token says. */
const TOKEN = /^(\d{1,16})\.(\d{1,12})\.([0-9a-f]{64})$/;

/** A token that lets whoever has it put one file to one path: `<expires>.<max bytes>.<HMAC>`. */
export function uploadToken(secret: string, path: string, { contentType, maxBytes, expiresAt }: TicketRules): string {
  const signed = JSON.stringify(['upload', path, contentType, maxBytes, expiresAt]);
  return `${expiresAt}.${maxBytes}.${createHmac('sha256', secret).update(signed).digest('hex')}`;
}

/** What a token allows; null when it was not made for this path and content type. Whether it has expired is for the caller. */
export function readUploadToken(
  secret: string,
  token: string,
  { path, contentType }: { path: string; contentType: string },
): TicketRules | null {
  const [, expires, max] = TOKEN.exec(token) ?? [];
  if (expires === undefined) return null;
  const rules = { contentType, maxBytes: Number(max), expiresAt: Number(expires) };
  const expected = Buffer.from(uploadToken(secret, path, rules));
  const given = Buffer.from(token);
  return given.length === expected.length && timingSafeEqual(given, expected) ? rules : null;
}
