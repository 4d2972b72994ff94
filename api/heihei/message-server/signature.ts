import { createHmac } from 'node:crypto';
import { Type } from '@sinclair/typebox';
import type { App } from '../../../application/apps.ts';
import type { Core } from '../../../application/core.ts';
import { DomainError } from '../../../domain/kernel/errors.ts';
import type { Proof } from '../../http/dialect.ts';
import { compileParameters } from '../../http/params.ts';
import type { Parameters } from '../../http/received.ts';
import { isSameText } from '../../http/same-text.ts';

/** What the message server shows in each request. */
export const messageServerProof = { signature: Type.String({ minLength: 1, maxLength: 128 }) };
const parseSignature = compileParameters(Type.Object(messageServerProof));

export const SIGNATURE_SCHEME = {
  type: 'apiKey',
  in: 'query',
  name: 'signature',
  description:
    'The lower-case hexadecimal HMAC-SHA256 under MESSAGE_SERVER_SECRET of `k1=v1&k2=v2`: all other parameters, in the order of their ' +
    'names, with their values as they are. In a form or JSON body it counts the same.',
};

/** As what the message server counts for limits and idempotency keys. */
const APP_ID = 'messageserver';

/**
 * The server that proves itself by `signature` (heihei, sever send message). The signature names the request: sent again it is the same
 * command. Throws `InvalidInput` without a signature, `SignatureInvalid` for a wrong one, and for any while there is no secret.
 */
export function provenMessageServer({ settings }: Core, form: Parameters): Proof {
  const { heiheiAppId: tenant, messageServerSecret: secret } = settings;
  const { signature } = parseSignature(form) as { signature: string };
  if (secret === '' || !isSameText(signature, signatureOf(form, secret))) throw new DomainError('SignatureInvalid');
  const app: App = { tenant, dialect: 'heihei', appId: APP_ID, secret };
  return { appId: tenant, caller: null, app, key: signature };
}

/** The signature of a request's parameters. What came twice, or is no scalar, stands in no signature. */
export function signatureOf(parameters: Parameters, secret: string): string {
  const others = [...parameters].filter(([name]) => name !== 'signature').sort(([a], [b]) => (a < b ? -1 : 1));
  const signed = others.map(([name, value]) => {
    if (typeof value === 'symbol' || typeof value === 'object') throw new DomainError('SignatureInvalid');
    return `${name}=${value}`;
  });
  return createHmac('sha256', secret).update(signed.join('&')).digest('hex');
}
