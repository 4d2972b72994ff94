import { createHmac } from 'node:crypto';

/** Digits of a sign-in code. */
export const CODE_DIGITS = 6;

/**
 * The sign-in code that a command issued (heihei, 短信验证码): six digits derived from the command's id and a secret. So the log, which
 * has the id, does not show the code, and the SMS sender can derive it again after a crash.
 */
export function deriveCode(codeSecret: string, commandId: string): string {
  const hash = createHmac('sha256', codeSecret).update(`code|${commandId}`).digest();
  // The bias of 48 bits modulo a million codes is below 10^-8.
  return String(hash.readUIntBE(0, 6) % 10 ** CODE_DIGITS).padStart(CODE_DIGITS, '0');
}

/** What the log keeps of a code: a keyed hash that also binds the phone, so that it proves nothing for another phone. */
export function proofOf(codeSecret: string, phone: string, code: string): string {
  return createHmac('sha256', codeSecret).update(`proof|${phone}|${code}`).digest('base64url');
}

/**
 * What the log keeps of the address that asked for a phone's code or tried one: a keyed hash that also binds the phone, so that
 * nobody who reads the log learns an address, or that two phones share one. 96 bits.
 */
export function addressTag(codeSecret: string, phone: string, network: string): string {
  return createHmac('sha256', codeSecret).update(`address|${phone}|${network}`).digest('base64url').slice(0, 16);
}

/** A phone number as clients send it: 5 to 15 digits (E.164), with or without a leading plus. */
export const PHONE_NO = /^\+?\d{5,15}$/;

/** A Chinese mobile number, with or without a prefix for China. */
const CHINESE_MOBILE = /^(?:0{0,2}86)?0?(1[3-9]\d{9})$/;

/**
 * A phone number as streams are named by it: digits only, and one spelling for each Chinese mobile number, so that another spelling
 * does not get a code or an account of its own.
 */
export function normalisePhone(phoneNo: string): string {
  const digits = phoneNo.startsWith('+') ? phoneNo.slice(1) : phoneNo;
  return CHINESE_MOBILE.exec(digits)?.[1] ?? digits;
}
