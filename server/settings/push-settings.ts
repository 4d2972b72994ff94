import { createPrivateKey } from 'node:crypto';
import type { ApnsSettings } from '../../workers/push/providers/apns.ts';
import type { FcmSettings } from '../../workers/push/providers/fcm.ts';
import type { GetuiSettings } from '../../workers/push/providers/getui.ts';
import type { JpushSettings } from '../../workers/push/providers/jpush.ts';
import { isSafeUrl, objectOf } from './json-fields.ts';

/** The providers of notifications that are asked directly, each with the credentials that it gave. */
export interface PushProviderSettings {
  apns?: ApnsSettings;
  fcm?: FcmSettings;
  getui?: GetuiSettings;
  jpush?: JpushSettings;
}

/** What a field of a provider's must be; a question mark says that it may be absent. */
type Form = 'text' | 'key' | 'account' | 'boolean?' | 'url?';

const FORMS: Readonly<Record<keyof PushProviderSettings, Readonly<Record<string, Form>>>> = {
  apns: { key: 'key', keyId: 'text', teamId: 'text', topic: 'text', sandbox: 'boolean?', url: 'url?' },
  fcm: { serviceAccount: 'account', url: 'url?' },
  getui: { appId: 'text', appKey: 'text', masterSecret: 'text', url: 'url?' },
  jpush: { appKey: 'text', masterSecret: 'text', apnsProduction: 'boolean?', url: 'url?' },
};

/**
 * Reads `PUSH_PROVIDERS` from JSON: `{ "apns": {…}, "fcm": {…}, "getui": {…}, "jpush": {…} }`, any of them. Every problem is named by its
 * place; no message repeats a value.
 */
export function readPushProviders(given: string): { providers: PushProviderSettings; problems: string[] } {
  let parsed: unknown;
  try {
    parsed = JSON.parse(given);
  } catch {
    // A parser's message quotes what it read, which may be a secret.
    return { providers: {}, problems: ['PUSH_PROVIDERS is not JSON'] };
  }
  const all = objectOf(parsed);
  if (!all) return { providers: {}, problems: ['PUSH_PROVIDERS must be an object with apns, fcm, getui or jpush'] };
  const problems = Object.entries(all).flatMap(([name, settings]) =>
    faultsOf(name, settings).map((fault) => `PUSH_PROVIDERS, ${name}: ${fault}`),
  );
  return { providers: problems.length > 0 ? {} : (all as PushProviderSettings), problems };
}

function faultsOf(name: string, given: unknown): string[] {
  if (!Object.hasOwn(FORMS, name)) return [`no such provider: there are ${Object.keys(FORMS).join(', ')}`];
  const forms = FORMS[name as keyof PushProviderSettings];
  const settings = objectOf(given);
  if (!settings) return ['not an object'];
  const unknown = Object.keys(settings).filter((field) => !Object.hasOwn(forms, field));
  const faults = unknown.map((field) => `unknown ${field}`);
  for (const [field, form] of Object.entries(forms)) {
    const fault = faultOf(settings[field], form);
    if (fault !== null) faults.push(`${field} ${fault}`);
  }
  return faults;
}

function faultOf(value: unknown, form: Form): string | null {
  if (value === undefined) return form.endsWith('?') ? null : 'is missing';
  switch (form) {
    case 'text':
      return isText(value) ? null : 'must be a text';
    case 'boolean?':
      return typeof value === 'boolean' ? null : 'must be true or false';
    case 'url?':
      return isSafeUrl(value) ? null : 'must be an https address without a path';
    case 'key':
      return isPrivateKey(value, 'ec') ? null : 'must be the text of a .p8 file';
    case 'account':
      return accountFault(value);
  }
}

function accountFault(value: unknown): string | null {
  const { project_id: project, client_email: email, private_key: key } = objectOf(value) ?? {};
  const isWhole = isText(project) && isText(email) && isPrivateKey(key, 'rsa');
  return isWhole ? null : 'must be the JSON of a service account: project_id, client_email, private_key';
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value.trim() !== '';
}

function isPrivateKey(value: unknown, type: string): boolean {
  if (typeof value !== 'string') return false;
  try {
    return createPrivateKey(value).asymmetricKeyType === type;
  } catch {
    return false;
  }
}
