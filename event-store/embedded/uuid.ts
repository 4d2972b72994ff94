/** UUIDs as 22 characters of base64url: fourteen characters less, twice in every event of the log. */

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const HEX = '0123456789abcdef';

/** Value of a character code; -1 where it is none. Upper-case hex is none: it would not come back as it was. */
const hexValues = valuesOf(HEX);
const base64Values = valuesOf(BASE64);
/** Twelve bits are three characters of hex and two of base64. */
const hexTriples = Array.from({ length: 4096 }, (_, n) => HEX[n >> 8]! + HEX[(n >> 4) & 15]! + HEX[n & 15]!);
const base64Pairs = Array.from({ length: 4096 }, (_, n) => BASE64[n >> 6]! + BASE64[n & 63]!);

function valuesOf(alphabet: string): Int8Array {
  const values = new Int8Array(128).fill(-1);
  for (let i = 0; i < alphabet.length; i++) values[alphabet.charCodeAt(i)] = i;
  return values;
}

/** Places of a UUID's 32 hex digits. */
const DIGITS = Uint8Array.from([...'xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx'].flatMap((c, i) => (c === 'x' ? [i] : [])));
const DASHES = [8, 13, 18, 23];

/** Packs a lower-case UUID; undefined when it is not one. */
export function packUuid(uuid: string): string | undefined {
  if (uuid.length !== 36) return undefined;
  for (const at of DASHES) if (uuid.charCodeAt(at) !== 45) return undefined;
  let packed = '';
  for (let i = 0; i < 33; i += 3) {
    const twelveBits = (digit(uuid, i) << 8) | (digit(uuid, i + 1) << 4) | (i + 2 < 32 ? digit(uuid, i + 2) : 0);
    if (twelveBits < 0) return undefined;
    packed += base64Pairs[twelveBits]!;
  }
  return packed;
}

function digit(uuid: string, index: number): number {
  return hexValues[uuid.charCodeAt(DIGITS[index]!)] ?? -1;
}

/** The inverse of `packUuid`. */
export function unpackUuid(packed: string): string {
  let hex = '';
  for (let i = 0; i < 22; i += 2) {
    hex += hexTriples[(base64Values[packed.charCodeAt(i)]! << 6) | base64Values[packed.charCodeAt(i + 1)]!]!;
  }
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}
