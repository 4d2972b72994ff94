import type { DomainErrorCode } from '../../domain/kernel/errors.ts';
import { failuresOf, PARAMETER, textOf } from '../linkv/errors.ts';

/** The document's code for a wrong signature. */
const SIGNATURE = 403;

/** Texts that tell a shop more. */
const TEXTS: Partial<Record<DomainErrorCode, string>> = {
  SignatureInvalid: 'sign err',
  TextNotAllowed: 'text not allowed',
  InsufficientGold: 'not enough tokens',
  OrderTaken: 'order_id belongs to another order',
  IdempotencyConflict: 'request_id belongs to another request',
  UserNotFound: 'no such user',
  UserBanned: 'user is banned',
};

/** LinkV live's code and text for a broken rule. */
export function codeOf(_path: string, code: DomainErrorCode): { code: number; text: string } {
  return { code: code === 'SignatureInvalid' ? SIGNATURE : PARAMETER, text: textOf(TEXTS, code) };
}

/** No `data`: the java client cannot read it as the list that the document shows. */
export const failureOf = failuresOf({
  refusal: (path, { code }) => codeOf(path, code),
  body: (_path, code, msg) => ({ status: String(code), msg }),
});
