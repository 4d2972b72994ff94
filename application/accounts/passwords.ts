import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import { DomainError } from '../../domain/kernel/errors.ts';

/** Longest password, in characters: hashing takes no longer for a long one, but no person has a longer one. */
export const MAX_PASSWORD_CHARS = 256;
/** scrypt's cost (RFC 7914): 16 MB and some 50 ms a hash, what an attacker with a copy of the log pays for each guess. */
const COST = { N: 2 ** 14, r: 8, p: 1 } as const;
const SALT_BYTES = 16;
const HASH_BYTES = 32;
/** Hashes at a time: half of Node's threads, so that files and names are looked up beside them; 32 MB. */
const AT_ONCE = 2;
/** Hashes that wait for their turn: who comes later would wait longer than clients do (some 3 s). */
const MAX_WAITING = 64;

let busy = 0;
const waiting: (() => void)[] = [];

/** What is kept of a password: `scrypt$N$r$p$salt$hash`. Throws `TooOften` when too many are hashed already. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const hash = await derived(password, salt, COST);
  return ['scrypt', COST.N, COST.r, COST.p, salt.toString('base64url'), hash.toString('base64url')].join('$');
}

/** Takes as long as a real one: who asks for a name that nobody has learns nothing from the time. */
const NOBODYS = `scrypt$${COST.N}$${COST.r}$${COST.p}$${'A'.repeat(22)}$${'A'.repeat(43)}`;

/** Whether a password is the one that was hashed; `kept` '' stands for nobody's, which no password is. Throws as `hashPassword` does. */
export async function isPassword(password: string, kept: string): Promise<boolean> {
  const [, N, r, p, salt = '', hash = ''] = (kept || NOBODYS).split('$');
  const cost = { N: Number(N), r: Number(r), p: Number(p) };
  const given = await derived(password, Buffer.from(salt, 'base64url'), cost);
  return timingSafeEqual(given, Buffer.from(hash, 'base64url')) && kept !== '';
}

async function derived(password: string, salt: Buffer, cost: ScryptOptions): Promise<Buffer> {
  if (busy >= AT_ONCE) {
    if (waiting.length >= MAX_WAITING) throw new DomainError('TooOften', 'too many passwords at a time');
    await new Promise<void>((resolve) => waiting.push(resolve));
  } else busy++;
  try {
    return await new Promise<Buffer>((resolve, reject) => {
      scrypt(password.normalize('NFC'), salt, HASH_BYTES, cost, (error, hash) =>
        error ? reject(error) : resolve(hash),
      );
    });
  } finally {
    // The place goes to the next one that waits.
    const next = waiting.shift();
    if (next) next();
    else busy--;
  }
}
