import type { ApnsSettings } from '../../workers/push/providers/apns.ts';
import type { FcmSettings } from '../../workers/push/providers/fcm.ts';
import type { GetuiSettings } from '../../workers/push/providers/getui.ts';
import type { JpushSettings } from '../../workers/push/providers/jpush.ts';
import { objectOf } from './json-fields.ts';
import { address, type Check, type Forms, flag, optional, privateKey, readProviders, text } from './provider-forms.ts';

/** The providers of notifications that are asked directly, each with the credentials that it gave. */
export interface PushProviderSettings {
  apns?: ApnsSettings;
  fcm?: FcmSettings;
  getui?: GetuiSettings;
  jpush?: JpushSettings;
}

const account: Check = (value) => {
  const { project_id: project, client_email: email, private_key: key } = objectOf(value) ?? {};
  const isWhole = [text(project), text(email), privateKey('rsa')(key)].every((fault) => fault === null);
  return isWhole ? null : 'must be the JSON of a service account: project_id, client_email, private_key';
};

const FORMS: Forms<PushProviderSettings> = {
  apns: {
    key: privateKey('ec', 'must be the text of a .p8 file'),
    keyId: text,
    teamId: text,
    topic: text,
    sandbox: optional(flag),
    url: optional(address),
  },
  fcm: { serviceAccount: account, url: optional(address) },
  getui: { appId: text, appKey: text, masterSecret: text, url: optional(address) },
  jpush: { appKey: text, masterSecret: text, apnsProduction: optional(flag), url: optional(address) },
};

/** Reads `PUSH_PROVIDERS`, as `readProviders` says. */
export function readPushProviders(given: string): { providers: PushProviderSettings; problems: string[] } {
  return readProviders<PushProviderSettings>('PUSH_PROVIDERS', given, FORMS);
}
