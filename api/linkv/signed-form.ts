import { Type } from '@sinclair/typebox';
import type { Core } from '../../application/core.ts';
import { provenBySecretOf } from '../../application/credentials/secrets.ts';
import { DomainError } from '../../domain/kernel/errors.ts';
import type { Proof } from '../http/dialect.ts';
import type { Parameters } from '../http/received.ts';
import { badParameter } from '../http/refusals.ts';
import { isSigned, type SignatureRules, type SignedForm } from './signature.ts';

/** What proves that a form comes from the server of an app of LinkV live. */
export const liveProof = {
  app_id: Type.String({ minLength: 1, maxLength: 64 }),
  nonce_str: Type.String({ minLength: 1, maxLength: 64 }),
  sign: Type.String({ minLength: 1, maxLength: 64 }),
};
/** Stands in for an unknown app's secret, so that known and unknown apps take the same time. */
const NO_SECRET = 'the secret of an app that does not exist';

/**
 * The app of LinkV live whose server signed a form (LinkV live, 签名生成). `names`: the endpoint's own parameters. Throws
 * `InvalidInput` naming what is missing of the proof, and `SignatureInvalid`.
 */
export async function provenBySignature(
  core: Core,
  given: Parameters,
  { isTokenCall, names }: Pick<SignatureRules, 'isTokenCall' | 'names'>,
): Promise<Proof> {
  const { settings, clock } = core;
  for (const name of Object.keys(liveProof)) if (!given.get(name)) throw badParameter(name);
  const form = formOf(given);
  const app = settings.apps.find('linkv-live', form.get('app_id')!);
  const rules = { isTokenCall, names: [...Object.keys(liveProof), ...names], now: clock.now() };
  const proofBy = (secret: string) => (isSigned(form, { ...rules, secret }) ? true : null);
  const isProven = app ? await provenBySecretOf(core, app, proofBy) : proofBy(NO_SECRET);
  if (!app || !isProven) throw new DomainError('SignatureInvalid');
  return { appId: app.tenant, caller: null, app, key: form.get('sign') };
}

/** All parameters as text. Throws `SignatureInvalid` for a repeated or nested one: no client signs such. */
function formOf(given: Parameters): SignedForm {
  const form = new Map<string, string>();
  for (const [name, value] of given) {
    if (typeof value === 'object' || typeof value === 'symbol') throw new DomainError('SignatureInvalid');
    form.set(name, String(value));
  }
  return form;
}
