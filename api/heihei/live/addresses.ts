import { createHmac } from 'node:crypto';
import type { UserCall } from '../../http/endpoint.ts';

/** How long a host may start pushing with an address from an answer. */
export const PUSH_ADDRESS_MS = 24 * 3600 * 1000;

/** How long a viewer may start pulling with an address from an answer: clients show a list for a while before one is opened. */
export const PULL_ADDRESS_MS = 15 * 60_000;
/** Expiry is rounded up to full minutes: a person's address stays the same for a minute, so that caches can keep it. */
const MINUTE_MS = 60_000;
/** Letters of a signature, in hexadecimal: 128 bits. */
const SIGNATURE_CHARS = 32;

/** What addresses are made of: where clients reach this server, who asks, and the keys that sign what must not be guessed. */
export interface AddressBook {
  /** Scheme, host and port, without a trailing slash. */
  baseUrl: string;
  tokenSecret: string;
  mediaKey: string;
  appId: string;
  userId: number;
  /** Epoch ms. */
  now: number;
}

/** What this call's addresses are made of. */
export function addressBook({ core, baseUrl, caller }: UserCall<unknown>): AddressBook {
  const { tokenSecret, mediaKey } = core.settings;
  const { appId, userId } = caller;
  return { baseUrl, tokenSecret, mediaKey, appId, userId, now: core.clock.now() };
}

function signature(key: string, signed: string): string {
  return createHmac('sha256', key).update(signed).digest('hex').slice(0, SIGNATURE_CHARS);
}

/**
 * An address to pull from, for the caller alone and good for `PULL_ADDRESS_MS` at least; `docs/operations.md` says how a media server
 * checks it.
 */
function pullAddress({ baseUrl, mediaKey, userId, now }: AddressBook, path: string): string {
  const expires = (Math.ceil((now + PULL_ADDRESS_MS) / MINUTE_MS) * MINUTE_MS) / 1000;
  const sign = signature(mediaKey, `${path}|${userId}|${expires}`);
  return `${baseUrl}${path}?user=${userId}&expires=${expires}&sign=${sign}`;
}

/** Where viewers pull a live (heihei, 创建直播: streamAddr). */
export function streamAddress(book: AddressBook, liveId: number): string {
  return pullAddress(book, `/live/${liveId}.flv`);
}

export function hlsAddress(book: AddressBook, liveId: number): string {
  return pullAddress(book, `/live/${liveId}.m3u8`);
}

export function lookbackAddress(book: AddressBook, liveId: number): string {
  return pullAddress(book, `/lookback/${liveId}.mp4`);
}

/**
 * Where the host pushes (pushAddr): for the host's eyes only, and good for `PUSH_ADDRESS_MS`. `sign` is `<epoch seconds>-<HMAC>`;
 * `docs/operations.md` says how a media server checks it.
 */
export function pushAddress({ baseUrl, mediaKey, now }: AddressBook, liveId: number): string {
  const expires = Math.floor((now + PUSH_ADDRESS_MS) / 1000);
  const path = `/live/${liveId}`;
  return `rtmp://${new URL(baseUrl).hostname}${path}?sign=${expires}-${signature(mediaKey, `push|${path}|${expires}`)}`;
}

/** The page that a shared link opens (shareAddr). The signature keeps live ids from being tried one by one. */
export function shareAddress(book: AddressBook, liveId: number): string {
  const sign = signature(book.tokenSecret, JSON.stringify([book.appId, 'share', liveId]));
  return `${book.baseUrl}/html/live.html?liveid=${liveId}&sign=${sign}`;
}
