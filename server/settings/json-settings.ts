import { readFileSync } from 'node:fs';
import { type App, readApps } from '../../application/apps.ts';
import { readWords, type TenantWords } from '../../application/texts/words.ts';
import type { Hook } from '../../workers/webhooks/hooks.ts';
import { APP_FORMS, DEV_APPS } from '../served-apis.ts';
import { type PaymentSettings, readPaymentProviders } from './payment-settings.ts';
import { type PushProviderSettings, readPushProviders } from './push-settings.ts';
import { readSignInProviders, type SignInSettings } from './sign-in-settings.ts';
import { weaknessOf } from './strength.ts';
import { readWebhooks } from './webhook-settings.ts';

/** The given apps; by default none, and in dev mode some to try things with. */
export function appsFrom(given: string | undefined, dev: boolean, problems: string[]): readonly App[] {
  if (!given) return dev ? DEV_APPS : [];
  const apps =
    readSetting('SALON_APPS', given, (text) => readApps(text, { forms: APP_FORMS, dev }), problems)?.apps ?? [];
  for (const { appId, secret } of dev ? [] : apps) {
    const weakness = weaknessOf(secret);
    if (weakness) problems.push(`SALON_APPS: the secret of ${appId} is ${weakness}: choose a random one`);
  }
  return apps;
}

/** The given words by tenant; none by default. */
export function wordsFrom(given: string | undefined, problems: string[]): Record<string, TenantWords> {
  return readSetting('SALON_WORDS', given, readWords, problems)?.tenants ?? {};
}

/** The given providers of notifications; none by default. */
export function pushProvidersFrom(given: string | undefined, problems: string[]): PushProviderSettings {
  return readSetting('PUSH_PROVIDERS', given, readPushProviders, problems)?.providers ?? {};
}

/** The given places to pay; none by default. */
export function paymentProvidersFrom(given: string | undefined, problems: string[]): PaymentSettings {
  return readSetting('PAYMENT_PROVIDERS', given, readPaymentProviders, problems)?.providers ?? {};
}

/** The given third parties by which people sign in; none by default. */
export function signInProvidersFrom(given: string | undefined, problems: string[]): SignInSettings {
  return readSetting('SIGN_IN_PROVIDERS', given, readSignInProviders, problems)?.providers ?? {};
}

/** The given webhooks; none by default. */
export function webhooksFrom(given: string | undefined, problems: string[]): readonly Hook[] {
  return readSetting('WEBHOOKS', given, readWebhooks, problems)?.hooks ?? [];
}

/** What is read from a setting's JSON, and its problems; null where it is not given, or cannot be read. */
function readSetting<Found extends { problems: string[] }>(
  name: string,
  given: string | undefined,
  read: (text: string) => Found,
  problems: string[],
): Found | null {
  const text = given ? jsonOrFile(name, given, problems) : null;
  if (text === null) return null;
  const found = read(text);
  problems.push(...found.problems);
  return found;
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
