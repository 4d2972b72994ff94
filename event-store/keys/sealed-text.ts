import { createCipheriv, createDecipheriv, randomFillSync } from 'node:crypto';
import { type PersonalKind, PLACEHOLDERS } from '../../domain/kernel/personal.ts';
import { KEY_ID_BYTES, type KeyId, type SubjectKey } from './key-store.ts';

/**
 * Text that is sealed under a subject's key: `~s`, the kind of field by a letter, the key's number, and as base64url nonce,
 * ciphertext and tag of AES-256-GCM. What is authenticated with it: app, subject and kind, so that nobody moves it to another person.
 */
const PREFIX = '~s';
const LETTERS: Readonly<Record<PersonalKind, string>> = { name: 'n', text: 't', gender: 'g' };
const KINDS: Readonly<Record<string, PersonalKind>> = { n: 'name', t: 'text', g: 'gender' };
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

/** The number of the key that a text is sealed under; null for a text that is not sealed. */
export function keyIdOf(text: string): KeyId | null {
  if (!looksSealed(text) || KINDS[text[PREFIX.length]!] === undefined) return null;
  return BASE64URL.test(text.slice(KEY_ID_START)) ? text.slice(KEY_ID_START, BODY_START) : null;
}

/** What is read in the place of a text whose key is destroyed or unknown. */
export function placeholderOf(sealed: string): string {
  return PLACEHOLDERS[KINDS[sealed[PREFIX.length]!] ?? 'text'];
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

function authenticated({ appId, subject }: SubjectKey, kind: PersonalKind): Buffer {
  return Buffer.from(`${appId} ${subject} ${kind}`);
}

/** Seals a text under a key that is not destroyed. The same text sealed twice gives two sealed texts. */
export function sealText(key: SubjectKey & { secret: Uint8Array }, kind: PersonalKind, text: string): string {
  const nonce = nextNonce();
  const cipher = createCipheriv('aes-256-gcm', key.secret, nonce);
  cipher.setAAD(authenticated(key, kind));
  const plain = kind === 'gender' ? text.padEnd(GENDER_CHARS) : text;
  const body = Buffer.concat([nonce, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return `${PREFIX}${LETTERS[kind]}${key.id}${body.toString('base64url')}`;
}

/** Opens what `keyIdOf` knows the key of; null for a text that was not sealed under it: somebody wrote it so. */
export function openText(key: SubjectKey & { secret: Uint8Array }, sealed: string): string | null {
  const kind = KINDS[sealed[PREFIX.length]!]!;
  const body = Buffer.from(sealed.slice(BODY_START), 'base64url');
  if (body.length < NONCE_BYTES + TAG_BYTES) return null;
  const decipher = createDecipheriv('aes-256-gcm', key.secret, body.subarray(0, NONCE_BYTES));
  decipher.setAAD(authenticated(key, kind));
  decipher.setAuthTag(body.subarray(body.length - TAG_BYTES));
  try {
    const plain =
      decipher.update(body.subarray(NONCE_BYTES, body.length - TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
    return kind === 'gender' ? plain.trimEnd() : plain;
  } catch {
    return null;
  }
}
