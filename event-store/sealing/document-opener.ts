import type { Keyring } from '../keys/keyring.ts';
import { keyIdOf, looksSealed, placeholderOf } from '../keys/sealed-text.ts';
import type { TextSealer } from './text-sealer.ts';

/** Opens documents of read models, which hold personal texts as the log does. */
export class DocumentOpener {
  private readonly keyring: Keyring;
  private readonly texts: TextSealer;

  constructor(keyring: Keyring, texts: TextSealer) {
    this.keyring = keyring;
    this.texts = texts;
  }

  /** Opens every sealed text in documents that nobody else has, in place. Rejects with `StoreUnavailableError` where the key store does not answer. */
  async open(documents: readonly (object | null)[]): Promise<void> {
    const missing = new Set<string>();
    const now = (text: string): string => {
      const opened = this.texts.open(text);
      if (opened !== undefined) return opened;
      missing.add(keyIdOf(text)!);
      return text;
    };
    for (const document of documents) if (document) openIn(document, now);
    if (missing.size === 0) return;
    const keys = await this.keyring.keysById(missing);
    const open = (text: string): string => {
      const id = keyIdOf(text);
      // What was opened in the first round may look sealed: somebody wrote it so.
      return id !== null && missing.has(id) ? (this.texts.open(text, keys) ?? placeholderOf(text)) : text;
    };
    for (const document of documents) if (document) openIn(document, open);
  }
}

function openIn(value: object, open: (text: string) => string): void {
  const fields = value as Record<string, unknown>;
  for (const key of Object.keys(fields)) {
    const field = fields[key];
    if (typeof field === 'string') {
      if (looksSealed(field)) fields[key] = open(field);
    } else if (typeof field === 'object' && field !== null) openIn(field, open);
  }
}
