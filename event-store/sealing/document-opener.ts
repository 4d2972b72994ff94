import { PLACEHOLDER_CARD } from '../../domain/user/events.ts';
import type { KeyId, SubjectKey } from '../keys/key-store.ts';
import type { Keyring } from '../keys/keyring.ts';
import { keyIdOf, looksSealed, placeholderOf } from '../keys/sealed-text.ts';
import { openedCard, sealedTextOf } from './sealed-card.ts';
import type { TextSealer } from './text-sealer.ts';

/** Opens documents of read models, which hold personal texts and cards as the log does. */
export class DocumentOpener {
  private readonly keyring: Keyring;
  private readonly texts: TextSealer;

  constructor(keyring: Keyring, texts: TextSealer) {
    this.keyring = keyring;
    this.texts = texts;
  }

  /** Opens whatever is sealed in documents that nobody else has, in place. Rejects with `StoreUnavailableError` where the key store does not answer. */
  async open(documents: readonly (object | null)[]): Promise<void> {
    const first = new Opening(this.texts);
    for (const document of documents) if (document) first.openIn(document);
    if (first.missing.size === 0) return;
    const second = new Opening(this.texts, await this.keyring.keysById(first.missing), first.missing);
    for (const document of documents) if (document) second.openIn(document);
  }
}

/** One round over documents: the first with the keys in memory, the second with those that it missed. */
class Opening {
  readonly missing = new Set<KeyId>();
  private readonly texts: TextSealer;
  private readonly keys: ReadonlyMap<KeyId, SubjectKey> | undefined;
  private readonly asked: ReadonlySet<KeyId> | undefined;

  constructor(texts: TextSealer, keys?: ReadonlyMap<KeyId, SubjectKey>, asked?: ReadonlySet<KeyId>) {
    this.texts = texts;
    this.keys = keys;
    this.asked = asked;
  }

  openIn(value: object): void {
    const fields = value as Record<string, unknown>;
    for (const key of Object.keys(fields)) {
      const field = fields[key];
      if (typeof field === 'string') {
        if (looksSealed(field)) fields[key] = this.text(field);
      } else if (typeof field === 'object' && field !== null) {
        const sealed = sealedTextOf(field);
        if (sealed === null) this.openIn(field);
        else fields[key] = this.card(field, sealed);
      }
    }
  }

  private text(text: string): string {
    const id = keyIdOf(text);
    if (id === null || this.isDone(id)) return text;
    const opened = this.texts.open(text, this.keys);
    if (opened !== undefined) return opened;
    if (this.keys) return placeholderOf(text);
    this.missing.add(id);
    return text;
  }

  private card(card: object, sealed: string): object {
    const id = keyIdOf(sealed);
    if (id === null || this.isDone(id)) return card;
    const fields = this.texts.openCard(sealed, this.keys);
    if (fields) return openedCard(card, fields);
    if (fields === undefined && this.keys) return openedCard(card, PLACEHOLDER_CARD);
    if (fields === undefined) this.missing.add(id);
    return card;
  }

  /** Whether a text was opened in the first round: what it says may look sealed, because somebody wrote it so. */
  private isDone(id: KeyId): boolean {
    return this.asked !== undefined && !this.asked.has(id);
  }
}
