import { createHmac } from 'node:crypto';
import type { ApiSettings, Core, MediaAddresses } from '../../../application/core.ts';
import type { UserCall } from '../../http/endpoint.ts';
import { isSameText } from '../../http/same-text.ts';

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
  media: MediaAddresses;
  appId: string;
  userId: number;
  /** Epoch ms. */
  now: number;
}

/** What this call's addresses are made of. */
export function addressBook({ core, baseUrl, caller }: UserCall<unknown>): AddressBook {
  const { tokenSecret, mediaKey, media } = core.settings;
  const { appId, userId } = caller;
  return { baseUrl, tokenSecret, mediaKey, media, appId, userId, now: core.clock.now() };
}

/** In place of a person in an address that a whole room is told. */
const WHOLE_ROOM = 0;

/** Makes the addresses in messages to a whole room: nobody's own. `baseUrl` as in `AddressBook`; it may be known only later. */
export function roomAddresses({ clock, settings }: Pick<Core, 'clock' | 'settings'>, baseUrl: () => string) {
  const { tokenSecret, mediaKey, media } = settings;
  const book = (appId: string): AddressBook => {
    return { baseUrl: baseUrl(), tokenSecret, mediaKey, media, appId, userId: WHOLE_ROOM, now: clock.now() };
  };
  return {
    streamAddr: (appId: string, liveId: number) => streamAddress(book(appId), liveId),
    shareAddr: (appId: string, liveId: number) => shareAddress(book(appId), liveId),
  };
}

function signature(key: string, signed: string): string {
  return createHmac('sha256', key).update(signed).digest('hex').slice(0, SIGNATURE_CHARS);
}

/**
 * An address to pull from, for the caller alone and good for `PULL_ADDRESS_MS` at least; `docs/operations.md` says how a media server
 * checks it.
 */
function pullAddress({ mediaKey, userId, now }: AddressBook, server: string, path: string): string {
  const expires = pullEnd(now);
  const sign = signature(mediaKey, `${path}|${userId}|${expires}`);
  return `${server}${path}?user=${userId}&expires=${expires}&sign=${sign}`;
}

/** When an address to pull from ends that is made at `now` (epoch ms), in epoch seconds. */
function pullEnd(now: number): number {
  return (Math.ceil((now + PULL_ADDRESS_MS) / MINUTE_MS) * MINUTE_MS) / 1000;
}

/**
 * Whether an address to pull from was made here, and is good at `now`, in epoch ms: what docs/operations.md tells a media server to
 * check.
 */
export function isPullSign(
  mediaKey: string,
  path: string,
  { user, expires, sign }: Readonly<Record<string, unknown>>,
  now: number,
): boolean {
  if (typeof user !== 'string' || typeof expires !== 'string' || typeof sign !== 'string') return false;
  return Number(expires) * 1000 > now && isSameText(signature(mediaKey, `${path}|${user}|${expires}`), sign);
}

/** Where viewers pull a live (heihei, 创建直播: streamAddr). */
export function streamAddress(book: AddressBook, liveId: number): string {
  return pullAddress(book, book.media.pullUrl || book.baseUrl, `/live/${liveId}.flv`);
}

export function hlsAddress(book: AddressBook, liveId: number): string {
  return pullAddress(book, book.media.pullUrl || book.baseUrl, `/live/${liveId}.m3u8`);
}

export function lookbackAddress(book: AddressBook, liveId: number): string {
  return pullAddress(book, book.media.lookbackUrl || book.baseUrl, `/lookback/${liveId}.mp4`);
}

/**
 * Where the host pushes (pushAddr): for the host's eyes only, and good for `PUSH_ADDRESS_MS`. `sign` is `<epoch seconds>-<HMAC>`;
 * `docs/operations.md` says how a media server checks it.
 */
export function pushAddress({ baseUrl, mediaKey, media, now }: AddressBook, liveId: number): string {
  const expires = Math.floor((now + PUSH_ADDRESS_MS) / 1000);
  const path = `/live/${liveId}`;
  const server = media.pushUrl || `rtmp://${new URL(baseUrl).hostname}`;
  return `${server}${path}?sign=${expires}-${signature(mediaKey, `push|${path}|${expires}`)}`;
}

/** The page that a shared link opens (shareAddr). The signature keeps live ids from being tried one by one. */
export function shareAddress(book: AddressBook, liveId: number): string {
  return `${book.baseUrl}${SHARE_PATH}?liveid=${liveId}&sign=${shareSign(book.tokenSecret, book.appId, liveId)}`;
}

/** Where the page of a shared live is. */
export const SHARE_PATH = '/html/live.html';

function shareSign(secret: string, appId: string, liveId: number): string {
  return signature(secret, JSON.stringify([appId, 'share', liveId]));
}

type SigningSettings = Pick<ApiSettings, 'tokenSecret' | 'oldTokenSecrets'>;

/** Whether a signature is that of a live's share address, by the secret in use or one before it: links are kept for long. */
export function isShareSign(settings: SigningSettings, appId: string, liveId: number, sign: string) {
  return isSignedBy(settings, sign, (secret) => shareSign(secret, appId, liveId));
}

/** Whether it is what `signOf` makes by the secret in use or one before it. */
function isSignedBy(
  { tokenSecret, oldTokenSecrets }: SigningSettings,
  sign: string,
  signOf: (secret: string) => string,
): boolean {
  return [tokenSecret, ...oldTokenSecrets].some((secret) => isSameText(signOf(secret), sign));
}

/**
 * Where the replay of a stopped live is read (messageAddr): for the caller alone, and good as long as an address to pull from. An app
 * fetches it as it is, so it carries its proof.
 */
export function replayAddress({ baseUrl, tokenSecret, appId, userId, now }: AddressBook, liveId: number): string {
  const expires = pullEnd(now);
  const sign = replaySign(tokenSecret, { appId, liveId, userId, expires });
  return `${baseUrl}${REPLAY_PATH}?liveId=${liveId}&user=${userId}&expires=${expires}&sign=${sign}`;
}

export const REPLAY_PATH = '/api/live/replay-feed';

/** Who may read the replay of which live, and until when, in epoch seconds. */
interface ReplayGrant {
  appId: string;
  liveId: number;
  userId: number;
  expires: number;
}

function replaySign(secret: string, { appId, liveId, userId, expires }: ReplayGrant): string {
  return signature(secret, JSON.stringify([appId, 'replay', liveId, userId, expires]));
}

/** Whether a signature is that of a replay's address, and still good at `now`, in epoch ms. */
export function isReplaySign(settings: SigningSettings, grant: ReplayGrant, sign: string, now: number) {
  if (grant.expires * 1000 <= now) return false;
  return isSignedBy(settings, sign, (secret) => replaySign(secret, grant));
}
