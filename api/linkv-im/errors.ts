import type { DomainErrorCode } from '../../domain/kernel/errors.ts';
import { failuresOf, PARAMETER, textOf } from '../linkv/errors.ts';

export const TOKEN_PATH = '/api/rest/getToken';

/** The document's codes for a wrong proof (of a token's request, of a message), and for the app's key. */
const [TOKEN_PROOF, PROOF, APP_KEY] = [401, 403, 602];

const TEXTS: Partial<Record<DomainErrorCode, string>> = {
  SignatureInvalid: 'sign err',
  UserBanned: 'user is banned',
  UserNotFound: 'no such user',
  InsufficientGold: 'not enough tokens',
  IdempotencyConflict: 'the key belongs to another request',
};

/** LinkV IM's code and text for a broken rule at an endpoint. */
export function codeOf(path: string, code: DomainErrorCode): { code: number; text: string } {
  const text = textOf(TEXTS, code);
  if (code !== 'SignatureInvalid') return { code: PARAMETER, text };
  return { code: path === TOKEN_PATH ? TOKEN_PROOF : PROOF, text };
}

/** The code is a text at getToken and a number elsewhere (LinkV IM, 返回字段). */
export const failureOf = failuresOf({
  refusal(path, { code, field }) {
    const isKey = path === TOKEN_PATH && code === 'SignatureInvalid' && field === 'appkey';
    const refused = codeOf(path, code);
    return isKey ? { ...refused, code: APP_KEY } : refused;
  },
  body: (path, code, msg) => ({ code: path === TOKEN_PATH ? String(code) : code, status: String(code), msg }),
});
