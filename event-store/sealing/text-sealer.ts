import { LRUCache } from 'lru-cache';
import { type PersonalKind, PLACEHOLDERS } from '../../domain/kernel/personal.ts';
import type { KeyId, SubjectKey } from '../keys/key-store.ts';
import type { Keyring } from '../keys/keyring.ts';
import { keyIdOf, openText, placeholderOf, sealText } from '../keys/sealed-text.ts';

/** Bytes of text kept with its sealed form, both counted, once for each direction: the cards of some 50,000 people. */
const MAX_CACHED_BYTES = 32 * 1024 * 1024;
/** What an entry costs besides its characters. */
const ENTRY_BYTES = 100;

/**
 * Seals and opens texts, and remembers what it did: the card of somebody who says much is sealed once. So equal texts of one person may look
 * equal in the log, which tells no more than the person's id beside them does. All that is remembered is dropped when a key is destroyed.
 */
export class TextSealer {
  private readonly keyring: Keyring;
  private readonly sealed = newCache();
  private readonly opened = newCache();

  constructor(keyring: Keyring) {
    this.keyring = keyring;
    keyring.whenForgotten(() => {
      this.sealed.clear();
      this.opened.clear();
    });
  }

  /** Seals a text. One that says nothing stays as it is; of a subject who is erased, nothing is written but the placeholder. */
  seal(key: SubjectKey, kind: PersonalKind, text: string): string {
    const { secret } = key;
    if (text === '' || text === PLACEHOLDERS[kind]) return text;
    if (secret === null) return PLACEHOLDERS[kind];
    const name = `${key.id}${kind}${text}`;
    const known = this.sealed.get(name);
    if (known !== undefined) return known;
    const sealed = sealText({ ...key, secret }, kind, text);
    this.sealed.set(name, sealed);
    this.opened.set(sealed, text);
    return sealed;
  }

  /** What a text says; undefined when its key is neither in memory nor among `keys`. A text that nobody sealed comes back as it is. */
  open(text: string, keys?: ReadonlyMap<KeyId, SubjectKey>): string | undefined {
    const known = this.opened.get(text);
    if (known !== undefined) return known;
    const id = keyIdOf(text);
    if (id === null) return text;
    const held = this.keyring.heldById(id);
    const key = held ?? keys?.get(id);
    if (key === undefined) return undefined;
    const { secret } = key;
    const opened = secret === null ? placeholderOf(text) : (openText({ ...key, secret }, text) ?? text);
    // A key that is not held may have been destroyed meanwhile.
    if (held) this.opened.set(text, opened);
    return opened;
  }
}

function newCache(): LRUCache<string, string> {
  return new LRUCache({
    maxSize: MAX_CACHED_BYTES,
    sizeCalculation: (value, name) => ENTRY_BYTES + 2 * (name.length + value.length),
  });
}
