import { createHmac } from 'node:crypto';
import type { UserCall } from '../../http/endpoint.ts';

/** How long a host may begin to push with the address that an answer gave out. */
export const PUSH_ADDRESS_MS = 24 * 3600 * 1000;

/** What addresses are made of: where clients reach this server, and the secret that signs what must not be guessed. */
export interface AddressBook {
  /** Scheme, host and port, without a trailing slash. */
  baseUrl: string;
  tokenSecret: string;
  appId: string;
  /** Epoch ms. */
  now: number;
}

/** What this call's addresses are made of. */
export function addressBook({ core, baseUrl, caller }: UserCall<unknown>): AddressBook {
  return { baseUrl, tokenSecret: core.settings.tokenSecret, appId: caller.appId, now: core.clock.now() };
}

function signature(book: AddressBook, ...parts: (string | number)[]): string {
  return createHmac('sha256', book.tokenSecret)
    .update(JSON.stringify([book.appId, ...parts]))
    .digest('hex')
    .slice(0, 32);
}

/** Where viewers pull a live (heihei, 创建直播: streamAddr). */
export function streamAddress(book: AddressBook, liveId: number): string {
  return `${book.baseUrl}/live/${liveId}.flv`;
}

export function hlsAddress(book: AddressBook, liveId: number): string {
  return `${book.baseUrl}/live/${liveId}.m3u8`;
}

export function lookbackAddress(book: AddressBook, liveId: number): string {
  return `${book.baseUrl}/lookback/${liveId}.mp4`;
}

/**
 * Where the host pushes (pushAddr): for the host's eyes only, and good for `PUSH_ADDRESS_MS`.
 * `sign` is `<epoch seconds>-<HMAC>`; a media server checks it with the same secret.
 */
export function pushAddress(book: AddressBook, liveId: number): string {
  const expiresAt = Math.floor((book.now + PUSH_ADDRESS_MS) / 1000);
  const host = new URL(book.baseUrl).hostname;
  return `rtmp://${host}/live/${liveId}?sign=${expiresAt}-${signature(book, 'push', liveId, expiresAt)}`;
}

/** The page that a shared link opens (shareAddr). The signature keeps live ids from being tried one by one. */
export function shareAddress(book: AddressBook, liveId: number): string {
  return `${book.baseUrl}/html/live.html?liveid=${liveId}&sign=${signature(book, 'share', liveId)}`;
}
