import { createHmac } from 'node:crypto';
import { Type } from '@sinclair/typebox';
import type { Core } from '../../../application/core.ts';
import { messageServerOf, provenBySecretOf } from '../../../application/credentials/secrets.ts';
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
    'The lower-case hexadecimal HMAC-SHA256 under the secret of the message server (MESSAGE_SERVER_SECRET, until operators rotate it) of `k1=v1&k2=v2`: all other parameters, in the order of their ' +
    'names, with their values as they are. In a form or JSON body it counts the same.',
};

/**
 * The server that proves itself by `signature` (heihei, sever send message). The signature names the request: sent again it is the same
 * command. Throws `InvalidInput` without a signature, `SignatureInvalid` for a wrong one, and for any while there is no secret.
 */
export async function provenMessageServer(core: Core, form: Parameters): Promise<Proof> {
  const { signature } = parseSignature(form) as { signature: string };
  const app = messageServerOf(core.settings);
  const proofBy = (secret: string) => (isSameText(signature, signatureOf(form, secret)) ? true : null);
  if (!(await provenBySecretOf(core, app, proofBy))) throw new DomainError('SignatureInvalid');
  return { appId: app.tenant, caller: null, app, key: signature };
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
