import { PLACEHOLDER_CARD } from '../../domain/user/events.ts';
import type { KeyId, SubjectKey } from '../keys/key-store.ts';
import { keyIdOf, placeholderOf } from '../keys/sealed-text.ts';
import type { Visitor } from './personal-plan.ts';
import { openedCard, sealedTextOf } from './sealed-card.ts';
import type { TextSealer } from './text-sealer.ts';

/**
 * Opens what is sealed, in two rounds: one with the keys in memory, which leaves the rest as it is and notes the `missing` keys, and one with
 * those as well. A key that nobody knows by then was lost: what is sealed under it reads as that of somebody who was erased.
 */
export class Opening implements Visitor {
  readonly missing = new Set<KeyId>();
  private readonly texts: TextSealer;
  private readonly keys: ReadonlyMap<KeyId, SubjectKey> | undefined;

  /** `keys`: of the second round. */
  constructor(texts: TextSealer, keys?: ReadonlyMap<KeyId, SubjectKey>) {
    this.texts = texts;
    this.keys = keys;
  }

  text(text: string): string {
    const opened = this.texts.open(text, this.keys);
    if (opened !== undefined) return opened;
    if (this.keys) return placeholderOf(text);
    this.missing.add(keyIdOf(text)!);
    return text;
  }

  card(card: object): object {
    const sealed = sealedTextOf(card);
    if (sealed === null) return card;
    const fields = this.texts.openCard(sealed, this.keys);
    if (fields) return openedCard(card, fields);
    if (fields === null) return card;
    if (this.keys) return openedCard(card, PLACEHOLDER_CARD);
    this.missing.add(keyIdOf(sealed)!);
    return card;
  }
}
