import { type PersonalKind, PLACEHOLDERS } from '../../domain/kernel/personal.ts';
import { PLACEHOLDER_CARD } from '../../domain/user/events.ts';
import type { KeyId, SubjectKey } from '../keys/key-store.ts';
import type { Keyring } from '../keys/keyring.ts';
import { keyIdOf, looksSealed, openText, placeholderOf, sealText } from '../keys/sealed-text.ts';
import { RecentCache } from '../recent-cache.ts';
import { type CardFields, cardOfText, fieldsOf, isSameCard, textOfCard } from './sealed-card.ts';

/** About what a kept card takes. */
const CARD_BYTES = 500;
/** Cards kept with their sealed form, the last of each person, CARD_BYTES each. */
const MAX_SEALED_CARDS = 50_000;
/** Cards kept by their sealed form, CARD_BYTES each; each process of a deployment seals a card of its own. */
const MAX_OPENED_CARDS = 100_000;
/** Bytes of other texts kept with their sealed form, both counted, once for each direction. */
const MAX_CACHED_BYTES = 8 * 1024 * 1024;
/** What an entry costs besides its characters. */
const ENTRY_BYTES = 100;
/** Longer texts are not kept: people repeat short ones. */
const MAX_KEPT_CHARS = 32;

interface SealedCard {
  fields: CardFields;
  sealed: string;
}

/**
 * Seals and opens texts, and remembers what it did: the card of somebody who says much is sealed once. So equal texts of one person may look
 * equal in the log, which tells that they did not change, and no more of them. All that is remembered is dropped when a key is destroyed.
 */
export class TextSealer {
  private readonly keyring: Keyring;
  private readonly sealedCards = new RecentCache<KeyId, SealedCard>(MAX_SEALED_CARDS);
  private readonly openedCards = new RecentCache<string, CardFields>(MAX_OPENED_CARDS);
  private readonly sealed = newTextCache();
  private readonly opened = newTextCache();

  constructor(keyring: Keyring) {
    this.keyring = keyring;
    keyring.whenForgotten(() => {
      for (const cache of [this.sealedCards, this.openedCards, this.sealed, this.opened]) cache.clear();
    });
  }

  /** About what the texts and cards take that are remembered, in bytes. */
  get cachedBytes(): number {
    const cards = this.sealedCards.size + this.openedCards.size;
    return this.sealed.size + this.opened.size + cards * CARD_BYTES;
  }

  /** Seals a text. One that says nothing stays as it is; of a subject who is erased, nothing is written but the placeholder. */
  seal(key: SubjectKey, kind: PersonalKind, text: string): string {
    const { secret } = key;
    if (text === '' || text === PLACEHOLDERS[kind]) return text;
    if (secret === null) return PLACEHOLDERS[kind];
    if (text.length > MAX_KEPT_CHARS) return sealText({ id: key.id, secret }, kind, text);
    const name = `${key.id}${kind}${text}`;
    const known = this.sealed.get(name);
    if (known !== undefined) return known;
    const sealed = sealText({ id: key.id, secret }, kind, text);
    this.sealed.set(name, sealed);
    return sealed;
  }

  /** Seals what a card says; null for one of a subject who is erased: of them, nothing is written but `PLACEHOLDER_CARD`. */
  sealCard(key: SubjectKey, card: CardFields): string | null {
    const { secret } = key;
    if (secret === null) return null;
    const known = this.sealedCards.get(key.id);
    if (known && isSameCard(known.fields, card)) return known.sealed;
    const fields = fieldsOf(card);
    const sealed = sealText({ id: key.id, secret }, 'card', textOfCard(fields));
    this.sealedCards.set(key.id, { fields, sealed });
    this.openedCards.set(sealed, fields);
    return sealed;
  }

  /** What a text says; undefined when its key is neither in memory nor among `keys`. A text that nobody sealed comes back as it is. */
  open(text: string, keys?: ReadonlyMap<KeyId, SubjectKey>): string | undefined {
    if (!looksSealed(text)) return text;
    const known = this.opened.get(text);
    if (known !== undefined) return known;
    const id = keyIdOf(text);
    if (id === null) return text;
    const held = this.keyring.heldById(id);
    const key = held ?? keys?.get(id);
    if (key === undefined) return undefined;
    const { secret } = key;
    const opened = secret === null ? placeholderOf(text) : (openText(secret, text) ?? text);
    // A key that is not held may have been destroyed meanwhile.
    if (held && opened.length <= MAX_KEPT_CHARS) this.opened.set(text, opened);
    return opened;
  }

  /**
   * What the text of a sealed card says; undefined when its key is neither in memory nor among `keys`, null for a text that nobody sealed.
   * The answer is others' as well.
   */
  openCard(sealed: string, keys?: ReadonlyMap<KeyId, SubjectKey>): CardFields | null | undefined {
    const known = this.openedCards.get(sealed);
    if (known !== undefined) return known;
    const id = keyIdOf(sealed);
    if (id === null) return null;
    const held = this.keyring.heldById(id);
    const key = held ?? keys?.get(id);
    if (key === undefined) return undefined;
    const { secret } = key;
    if (secret === null) return PLACEHOLDER_CARD;
    const text = openText(secret, sealed);
    if (text === null) return null;
    const fields = cardOfText(text);
    if (held) this.openedCards.set(sealed, fields);
    return fields;
  }
}

function newTextCache(): RecentCache<string, string> {
  return new RecentCache(MAX_CACHED_BYTES, (value, name) => ENTRY_BYTES + 2 * (name.length + value.length));
}
