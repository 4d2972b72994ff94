import { isSafeUrl, objectOf } from './json-fields.ts';

/** Who vouches for people without a phone. `url`: where it is asked; default: its own address. */
export interface SignInSettings {
  wechat?: { url?: string };
  weibo?: { appKey: string; url?: string };
}

const FIELDS: Readonly<Record<keyof SignInSettings, readonly string[]>> = { wechat: ['url'], weibo: ['appKey', 'url'] };

/**
 * Reads `SIGN_IN_PROVIDERS` from JSON: `{ "wechat": {}, "weibo": { "appKey": "…" } }`, any of them. Every problem is named by its place; no
 * message repeats a value.
 */
export function readSignInProviders(given: string): { providers: SignInSettings; problems: string[] } {
  const all = parsed(given);
  if (!all) return { providers: {}, problems: ['SIGN_IN_PROVIDERS must be a JSON object with wechat or weibo'] };
  const problems = Object.entries(all).flatMap(([name, settings]) =>
    faultsOf(name, settings).map((fault) => `SIGN_IN_PROVIDERS, ${name}: ${fault}`),
  );
  return { providers: problems.length > 0 ? {} : (all as SignInSettings), problems };
}

function parsed(given: string): Record<string, unknown> | null {
  try {
    return objectOf(JSON.parse(given));
  } catch {
    return null;
  }
}

function faultsOf(name: string, given: unknown): string[] {
  if (!Object.hasOwn(FIELDS, name)) return [`no such provider: there are ${Object.keys(FIELDS).join(', ')}`];
  const settings = objectOf(given);
  if (!settings) return ['not an object'];
  const known = FIELDS[name as keyof SignInSettings];
  const faults = Object.keys(settings).flatMap((field) => (known.includes(field) ? [] : [`unknown ${field}`]));
  const { url, appKey } = settings;
  if (url !== undefined && !isSafeUrl(url)) faults.push('url must be an https address without a path');
  if (name === 'weibo' && !(typeof appKey === 'string' && /^\d{1,20}$/.test(appKey))) {
    faults.push('appKey must be the digits of your app at Weibo');
  }
  return faults;
}
