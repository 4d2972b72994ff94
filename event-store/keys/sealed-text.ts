import { createCipheriv, createDecipheriv, randomFillSync } from 'node:crypto';
import { type PersonalKind, PLACEHOLDERS } from '../../domain/kernel/personal.ts';
import { KEY_ID_BYTES, type KeyId } from './key-store.ts';

/** What a sealed text is: one field of an event, or the card of a person. */
export type SealedKind = PersonalKind | 'card';

/**
 * Text that is sealed under a subject's key: `~s`, the kind of text by a letter, the key's number, and as base64url nonce,
 * ciphertext and tag of AES-256-GCM. The kind is authenticated with it; whose it is follows from the key, which one subject alone has.
 */
const PREFIX = '~s';
const LETTERS: Readonly<Record<SealedKind, string>> = { name: 'n', text: 't', gender: 'g', card: 'c' };
const KINDS: Readonly<Record<string, SealedKind>> = { n: 'name', t: 'text', g: 'gender', c: 'card' };
const AUTHENTICATED: Readonly<Record<SealedKind, Buffer>> = {
  name: Buffer.from('name'),
  text: Buffer.from('text'),
  gender: Buffer.from('gender'),
  card: Buffer.from('card'),
};
const KEY_ID_CHARS = (KEY_ID_BYTES * 4) / 3;
const KEY_ID_START = PREFIX.length + 1;
const BODY_START = KEY_ID_START + KEY_ID_CHARS;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** Base64url of a nonce, a byte of text, and a tag. */
const MIN_CHARS = BODY_START + Math.ceil(((NONCE_BYTES + 1 + TAG_BYTES) * 4) / 3);
const BASE64URL = /^[\w-]+$/;
/** Genders are sealed at one length, which is the longest one's: the length would tell them apart. */
const GENDER_CHARS = 11;

const TILDE = PREFIX.charCodeAt(0);

/** Whether a text may be sealed: cheap, for whoever looks at every text. */
export function looksSealed(text: string): boolean {
  return text.charCodeAt(0) === TILDE && text.length >= MIN_CHARS && text.startsWith(PREFIX);
}

/** What a text is that looks sealed; undefined for one that nobody sealed. */
export function kindOf(text: string): SealedKind | undefined {
  return looksSealed(text) ? KINDS[text[PREFIX.length]!] : undefined;
}

/** The number of the key that a text is sealed under; null for a text that is not sealed. */
export function keyIdOf(text: string): KeyId | null {
  if (kindOf(text) === undefined) return null;
  return BASE64URL.test(text.slice(KEY_ID_START)) ? text.slice(KEY_ID_START, BODY_START) : null;
}

/** What is read in the place of a field whose key is destroyed or unknown. */
export function placeholderOf(sealed: string): string {
  const kind = kindOf(sealed);
  return PLACEHOLDERS[kind === undefined || kind === 'card' ? 'text' : kind];
}

/** Nonces are drawn many at a time: each draw asks the system. */
const nonces = Buffer.alloc(NONCE_BYTES * 512);
let nonceAt = nonces.length;

function nextNonce(): Buffer {
  if (nonceAt === nonces.length) {
    randomFillSync(nonces);
    nonceAt = 0;
  }
  nonceAt += NONCE_BYTES;
  return nonces.subarray(nonceAt - NONCE_BYTES, nonceAt);
}

/** Seals a text under a key that is not destroyed. The same text sealed twice gives two sealed texts. */
export function sealText({ id, secret }: { id: KeyId; secret: Uint8Array }, kind: SealedKind, text: string): string {
  const nonce = nextNonce();
  const cipher = createCipheriv('aes-256-gcm', secret, nonce);
  cipher.setAAD(AUTHENTICATED[kind]);
  const body = cipher.update(kind === 'gender' ? text.padEnd(GENDER_CHARS) : text, 'utf8');
  cipher.final(); // Of this mode nothing is left: it only makes the tag.
  const sealed = Buffer.allocUnsafe(NONCE_BYTES + body.length + TAG_BYTES);
  sealed.set(nonce);
  sealed.set(body, NONCE_BYTES);
  sealed.set(cipher.getAuthTag(), NONCE_BYTES + body.length);
  return `${PREFIX}${LETTERS[kind]}${id}${sealed.toString('base64url')}`;
}

/** Opens what `keyIdOf` knows the key of; null for a text that was not sealed under it: somebody wrote it so. */
export function openText(secret: Uint8Array, sealed: string): string | null {
  const kind = kindOf(sealed)!;
  const body = Buffer.from(sealed.slice(BODY_START), 'base64url');
  if (body.length < NONCE_BYTES + TAG_BYTES) return null;
  const tagAt = body.length - TAG_BYTES;
  const decipher = createDecipheriv('aes-256-gcm', secret, body.subarray(0, NONCE_BYTES));
  decipher.setAAD(AUTHENTICATED[kind]);
  decipher.setAuthTag(body.subarray(tagAt));
  const plain = decipher.update(body.subarray(NONCE_BYTES, tagAt));
  try {
    decipher.final();
  } catch {
    return null;
  }
  const text = plain.toString();
  return kind === 'gender' ? text.trimEnd() : text;
}
