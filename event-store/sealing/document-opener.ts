import type { KeyId } from '../keys/key-store.ts';
import type { Keyring } from '../keys/keyring.ts';
import { keyIdOf, looksSealed } from '../keys/sealed-text.ts';
import { Opening } from './opening.ts';
import { sealedTextOf } from './sealed-card.ts';
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
    for (const document of documents) if (document) openIn(document, first);
    const { missing } = first;
    if (missing.size === 0) return;
    const second = new Opening(this.texts, await this.keyring.keysById(missing));
    for (const document of documents) if (document) openIn(document, second, missing);
  }
}

/** Opens a value's fields in place: of those that are sealed, what is under `keys`, or all. What the first round opened may look sealed. */
function openIn(value: object, opening: Opening, keys?: ReadonlySet<KeyId>): void {
  const isMeant = (sealed: string) => {
    const id = keyIdOf(sealed);
    return id !== null && (keys === undefined || keys.has(id));
  };
  const fields = value as Record<string, unknown>;
  for (const key of Object.keys(fields)) {
    const field = fields[key];
    if (typeof field === 'string') {
      if (looksSealed(field) && isMeant(field)) fields[key] = opening.text(field);
    } else if (typeof field === 'object' && field !== null) {
      const sealed = sealedTextOf(field);
      if (sealed === null) openIn(field, opening, keys);
      else if (isMeant(sealed)) fields[key] = opening.card(field);
    }
  }
}
