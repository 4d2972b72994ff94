import { DomainError } from '../kernel/errors.ts';

/** Who is younger is paid nothing. */
export const MIN_PAYEE_YEARS = 18;

/** A name as identity cards have it; a dot joins the parts of some. */
const NAME = /^\p{Script=Han}[\p{Script=Han}·]{0,18}\p{Script=Han}$/u;
/** Address code, birthday, serial, check character. */
const ID_CARD = /^[1-9]\d{5}(\d{4})(\d{2})(\d{2})\d{3}[\dX]$/;
const PHONE = /^1[3-9]\d{9}$/;
/** What Alipay knows an account by: a phone, an address of mail, or an older login name. */
const ACCOUNT = /^[\x21-\x7e]{2,64}$/;

/** Weights and check characters of GB 11643-1999, 4.2.1 (ISO 7064, MOD 11-2). */
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS = '10X98765432';

/**
 * Whether these can be an adult's papers: form, check character, a real birthday, `MIN_PAYEE_YEARS` years by the day in China at `at` (epoch
 * ms). Throws `PayeeInvalid`, which does not tell what is wrong: somebody who tries numbers learns nothing.
 */
export function checkPayee(
  { account, name, idCard, phone }: { account: string; name: string; idCard: string; phone: string },
  at: number,
): void {
  if (!ACCOUNT.test(account) || !NAME.test(name) || !PHONE.test(phone) || !isAdult(idCard, at)) {
    throw new DomainError('PayeeInvalid');
  }
}

function isAdult(idCard: string, at: number): boolean {
  const [, year, month, day] = ID_CARD.exec(idCard) ?? [];
  if (year === undefined || idCard.at(-1) !== checkCharacter(idCard)) return false;
  const birthday = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  if (birthday.toISOString().slice(0, 10) !== `${year}-${month}-${day}` || Number(year) < 1900) return false;
  const ofAge = Date.UTC(Number(year) + MIN_PAYEE_YEARS, Number(month) - 1, Number(day));
  return ofAge <= at + 8 * 3600_000;
}

/** The last character of an identity card's number, which the 17 digits before it decide. */
export function checkCharacter(idCard: string): string {
  const sum = WEIGHTS.reduce((total, weight, digit) => total + weight * Number(idCard[digit]), 0);
  return CHECKS[sum % 11]!;
}
