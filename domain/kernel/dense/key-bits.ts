import { hash } from 'node:crypto';

/**
 * 'uuid': the keys are lower-case UUIDs of our own making, whose bits are used as they are (any other string is hashed). 'text': anybody
 * may choose the keys, so they are hashed: nobody can choose keys that collide and make looking them up slow.
 */
export type KeyKind = 'uuid' | 'text';

/** A key is 128 bits. */
export const KEY_WORDS = 4;

/** The bits of the key that was read last: what is looked for, or put somewhere. Shared, since a result of its own for each key would be garbage. */
export const sought = new Int32Array(KEY_WORDS);

/** Whose bits they are, read as which kind: one key is often asked for several times in a row. */
let soughtKey = '';
let soughtAs: KeyKind | undefined;

/** Puts a key's bits into `sought`. */
export function readKey(kind: KeyKind, key: string): void {
  if (soughtAs === kind && soughtKey === key) return;
  soughtAs = kind;
  soughtKey = key;
  if (kind === 'uuid' && readUuid(key)) return;
  const digest = hash('sha256', key, 'binary');
  for (let word = 0, at = 0; word < KEY_WORDS; word++, at += 4) {
    sought[word] =
      (digest.charCodeAt(at) << 24) |
      (digest.charCodeAt(at + 1) << 16) |
      (digest.charCodeAt(at + 2) << 8) |
      digest.charCodeAt(at + 3);
  }
}

/** To be called by whoever writes into `sought`. */
export function forgetKey(): void {
  soughtAs = undefined;
}

/** False for anything but a lower-case UUID. */
function readUuid(text: string): boolean {
  if (text.length !== 36) return false;
  for (const at of DASHES) if (text.charCodeAt(at) !== DASH) return false;
  let all = 0;
  for (let word = 0, digit = 0; word < KEY_WORDS; word++) {
    let bits = 0;
    for (const end = digit + 8; digit < end; digit++) {
      const code = text.charCodeAt(DIGITS[digit]!);
      const value = code < HEX_VALUES.length ? HEX_VALUES[code]! : -1;
      all |= value;
      bits = (bits << 4) | value;
    }
    sought[word] = bits;
  }
  return all >= 0;
}

/** Values of hex digits by their character codes; -1 of others. */
const HEX_VALUES = new Int8Array(128).fill(-1);
for (const digit of '0123456789abcdef') HEX_VALUES[digit.charCodeAt(0)] = Number.parseInt(digit, 16);
const DASH = 0x2d;
const DASHES = [8, 13, 18, 23];
/** Places of a UUID's 32 digits. */
const DIGITS = Uint8Array.from([...'xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx'].flatMap((c, i) => (c === 'x' ? [i] : [])));
