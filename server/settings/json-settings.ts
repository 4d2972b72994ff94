import { readFileSync } from 'node:fs';
import { type App, readApps } from '../../application/apps.ts';
import { readWords, type TenantWords } from '../../application/texts/words.ts';
import { APP_FORMS, DEV_APPS } from '../served-apis.ts';
import { type PaymentSettings, readPaymentProviders } from './payment-settings.ts';
import { type PushProviderSettings, readPushProviders } from './push-settings.ts';
import { readSignInProviders, type SignInSettings } from './sign-in-settings.ts';
import { weaknessOf } from './strength.ts';

/** The given apps; by default none, and in dev mode some to try things with. */
export function appsFrom(given: string | undefined, dev: boolean, problems: string[]): readonly App[] {
  if (!given) return dev ? DEV_APPS : [];
  const text = jsonOrFile('SALON_APPS', given, problems);
  if (text === null) return [];
  const found = readApps(text, { forms: APP_FORMS, dev });
  problems.push(...found.problems);
  for (const { appId, secret } of dev ? [] : found.apps) {
    const weakness = weaknessOf(secret);
    if (weakness) problems.push(`SALON_APPS: the secret of ${appId} is ${weakness}: choose a random one`);
  }
  return found.apps;
}

/** The given words by tenant; none by default. */
export function wordsFrom(given: string | undefined, problems: string[]): Record<string, TenantWords> {
  const text = given ? jsonOrFile('SALON_WORDS', given, problems) : null;
  if (text === null) return {};
  const found = readWords(text);
  problems.push(...found.problems);
  return found.tenants;
}

/** The given providers of notifications; none by default. */
export function pushProvidersFrom(given: string | undefined, problems: string[]): PushProviderSettings {
  const text = given ? jsonOrFile('PUSH_PROVIDERS', given, problems) : null;
  if (text === null) return {};
  const found = readPushProviders(text);
  problems.push(...found.problems);
  return found.providers;
}

/** The given places to pay; none by default. */
export function paymentProvidersFrom(given: string | undefined, problems: string[]): PaymentSettings {
  const text = given ? jsonOrFile('PAYMENT_PROVIDERS', given, problems) : null;
  if (text === null) return {};
  const found = readPaymentProviders(text);
  problems.push(...found.problems);
  return found.providers;
}

/** The given third parties by which people sign in; none by default. */
export function signInProvidersFrom(given: string | undefined, problems: string[]): SignInSettings {
  const text = given ? jsonOrFile('SIGN_IN_PROVIDERS', given, problems) : null;
  if (text === null) return {};
  const found = readSignInProviders(text);
  problems.push(...found.problems);
  return found.providers;
}

/** Reads a setting that is JSON, or the path of a JSON file; null, and a problem, when the file cannot be read. */
function jsonOrFile(name: string, given: string, problems: string[]): string | null {
  if (given.trimStart().startsWith('{')) return given;
  try {
    return readFileSync(given, 'utf8');
  } catch (error) {
    problems.push(`${name} names a file that cannot be read (${(error as NodeJS.ErrnoException).code})`);
    return null;
  }
}
