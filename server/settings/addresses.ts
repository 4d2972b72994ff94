import { isIP } from 'node:net';
import type { MediaAddresses } from '../../application/core.ts';
import type { Env } from './env.ts';

/** Whether a host's name or address is this machine's own; an IPv6 one with or without brackets. */
export function isLoopback(host: string): boolean {
  return ['localhost', '::1', '[::1]'].includes(host) || (isIP(host) === 4 && host.startsWith('127.'));
}

/** What is wrong with PUBLIC_URL: it is put in front of paths, so it ends with a host, a port or a path. */
export function publicUrlProblems(publicUrl: string): string[] {
  if (publicUrl === '') return [];
  const url = httpUrl(publicUrl);
  if (!url) return ['PUBLIC_URL must be an http or https address'];
  if (url.search !== '' || url.hash !== '' || url.username !== '' || url.password !== '')
    return ['PUBLIC_URL must be an address without user, query and fragment'];
  // URL parsers correct mistakes silently, but answers repeat the text as it was written.
  if (/^https?:\/\/[^\s*\\]+$/i.test(publicUrl)) return [];
  return [`PUBLIC_URL must be written as it stands in links, without blanks and wildcards: ${url.origin}`];
}

/** The Origin that a page at PUBLIC_URL sends; null without a PUBLIC_URL. */
export function originOf(publicUrl: string): string | null {
  return publicUrl === '' ? null : new URL(publicUrl).origin;
}

/** Whether an origin is this machine's: `http://localhost:5173`, say, where a developer serves pages. */
export function isLoopbackOrigin(origin: string): boolean {
  const url = httpUrl(origin);
  return url !== null && isLoopback(url.hostname);
}

/** One sentence for each origin that no browser would send in this form. */
export function originProblems(origins: readonly string[]): string[] {
  return origins.flatMap((origin) => {
    if (origin.includes('*')) return [`ALLOWED_ORIGINS holds ${origin}, but takes no wildcard: name each origin`];
    const url = httpUrl(origin);
    if (!url) return [`ALLOWED_ORIGINS holds ${origin}, which is not an http or https origin`];
    if (url.origin === origin) return [];
    return [`ALLOWED_ORIGINS holds ${origin}, which no browser sends as an origin: write ${url.origin}`];
  });
}

/** What is wrong with the address of a hook, where `what` is posted; it may hold a key, so no sentence repeats it. */
export function hookProblems(
  name: 'SMS_WEBHOOK_URL' | 'PUSH_WEBHOOK_URL',
  hookUrl: string,
  what: string,
): { problems: string[]; warnings: string[] } {
  if (hookUrl === '') return { problems: [], warnings: [] };
  const url = httpUrl(hookUrl);
  if (!url) return { problems: [`${name} must be an http or https address`], warnings: [] };
  if (url.protocol === 'https:' || isLoopback(url.hostname)) return { problems: [], warnings: [] };
  return {
    problems: [],
    warnings: [
      `${name} is plain http to another host, where ${what} can be read on the way: use https, or keep to a private network`,
    ],
  };
}

/** What is wrong with RTC_API_URL. Calls of that API are signed with its server's key, so a key must be given (`hasKey`). */
export function rtcApiProblems(rtcApiUrl: string, hasKey: boolean): string[] {
  if (rtcApiUrl === '') return [];
  const url = httpUrl(rtcApiUrl);
  const isPlain = url !== null && url.search === '' && url.hash === '' && url.username === '';
  if (!isPlain) return ['RTC_API_URL must be an http or https address, without user, query and fragment'];
  return hasKey ? [] : ['RTC_API_URL needs RTC_API_KEY and RTC_API_SECRET, which that server knows'];
}

/** Where media servers are. Paths of lives are signed, so an address takes none of its own. */
export function mediaFrom(env: Env, problems: string[]): MediaAddresses {
  const read = (name: string, schemes: string): string => {
    const given = (env[name] ?? '').replace(/\/+$/, '');
    const form = new RegExp(`^(?:${schemes})://(?:[a-z0-9.-]+|\\[[0-9a-f:]+\\])(?::\\d{1,5})?$`, 'i');
    if (given !== '' && !form.test(given))
      problems.push(`${name} takes ${schemes.split('|').join(' or ')}, a host and perhaps a port, without a path`);
    return given;
  };
  return {
    pullUrl: read('MEDIA_PULL_URL', 'http|https|rtmp|rtmps'),
    pushUrl: read('MEDIA_PUSH_URL', 'rtmp|rtmps|srt|http|https'),
    lookbackUrl: read('MEDIA_LOOKBACK_URL', 'http|https'),
  };
}

function httpUrl(text: string): URL | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  return url && ['http:', 'https:'].includes(url.protocol) ? url : null;
}
