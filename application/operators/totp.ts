import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** Codes by time (RFC 6238) as authenticator apps make them: SHA-1, 6 digits, a new one each 30 s. */
const STEP_MS = 30_000;
const DIGITS = 6;
/** Steps that a phone's clock may be off, either way (RFC 6238, 5.2). */
const DRIFT_STEPS = 1;
/** 160 bits, as RFC 4226 (4, R6) recommends. */
const SECRET_BYTES = 20;
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
/** A secret as `newTotpSecret` makes them. */
export const TOTP_SECRET = /^[A-Z2-7]{32}$/;
export const TOTP_CODE = /^\d{6}$/;

/** A new secret, in base32 (RFC 4648), as authenticator apps take it. */
export function newTotpSecret(): string {
  let bits = 0n;
  for (const byte of randomBytes(SECRET_BYTES)) bits = (bits << 8n) | BigInt(byte);
  let text = '';
  for (let left = (SECRET_BYTES * 8) / 5; left > 0; left--) {
    text = BASE32[Number(bits & 31n)] + text;
    bits >>= 5n;
  }
  return text;
}

/** The address that an authenticator app reads from a QR code (Key Uri Format). */
export function totpAddress(secret: string, name: string): string {
  return `otpauth://totp/Salon:${encodeURIComponent(name)}?secret=${secret}&issuer=Salon`;
}

/** The step whose code was given, near `at` (epoch ms); undefined for a wrong code. */
export function stepOfCode(secret: string, code: string, at: number): number | undefined {
  if (!TOTP_CODE.test(code)) return undefined;
  const now = Math.floor(at / STEP_MS);
  for (let step = now - DRIFT_STEPS; step <= now + DRIFT_STEPS; step++) {
    if (timingSafeEqual(Buffer.from(totpCode(secret, step)), Buffer.from(code))) return step;
  }
  return undefined;
}

/** The code of a step (RFC 4226, 5.3). */
export function totpCode(secret: string, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const digest = createHmac('sha1', bytesOf(secret)).update(counter).digest();
  const offset = digest[digest.length - 1]! & 0x0f;
  const number = digest.readUInt32BE(offset) & 0x7fffffff;
  return String(number % 10 ** DIGITS).padStart(DIGITS, '0');
}

function bytesOf(base32: string): Buffer {
  let bits = 0n;
  for (const letter of base32) bits = (bits << 5n) | BigInt(BASE32.indexOf(letter));
  const bytes = Buffer.alloc((base32.length * 5) >> 3);
  for (let at = bytes.length - 1; at >= 0; at--) {
    bytes[at] = Number(bits & 255n);
    bits >>= 8n;
  }
  return bytes;
}
