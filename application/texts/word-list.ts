import type { WordTreatment as Treatment } from '../../domain/words/events.ts';
import { MAX_WORD_CHARS } from '../../domain/words/limits.ts';

interface Node {
  next: Map<string, Node>;
  treatment?: Treatment;
}

/** A character as words are compared: without case and width. `from` and `to`: its source in the text, in UTF-16 units. */
interface Folded {
  char: string;
  from: number;
  to: number;
}

/** Invisible characters, and marks that strike letters out without changing them. */
const OVERLOOKED = /\p{Default_Ignorable_Code_Point}|[\u0300-\u036f]|[\u20d0-\u20f0]|[\u0488\u0489]/u;
/** Scripts written without blanks (Han and the like): a word may stand anywhere in them. */
export const UNSPACED = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}]/u;
/** Letters of scripts with blanks between words: there a word counts only as a whole word. */
const SPACED = new RegExp(`(?!${UNSPACED.source})[\\p{L}\\p{N}]`, 'u');

function folded(text: string): Folded[] {
  const chars: Folded[] = [];
  let from = 0;
  for (const given of text) {
    const to = from + given.length;
    // Upper case first: ß is ss, and a final sigma is a sigma.
    for (const char of given.normalize('NFKC').toUpperCase().toLowerCase()) {
      if (!OVERLOOKED.test(char)) chars.push({ char: /\s/u.test(char) ? ' ' : char, from, to });
    }
    from = to;
  }
  return chars;
}

/** The form in which words are compared; '' when nothing is left of it. */
export function foldedWord(word: string): string {
  return folded(word.normalize('NFC').trim())
    .map(({ char }) => char)
    .join('');
}

/**
 * Finds words in texts, ignoring case, width and invisible characters. Words of scripts with blanks are found as whole words only,
 * others anywhere. Takes at most `MAX_WORD_CHARS` steps a character.
 */
export class WordList {
  private readonly root: Node = { next: new Map() };

  constructor({ mask = [], hold = [] }: { mask?: readonly string[]; hold?: readonly string[] }) {
    for (const word of mask) this.add(word, 'mask');
    // A word in both lists is held: the later entry wins.
    for (const word of hold) this.add(word, 'hold');
  }

  /** The text with a star for each character of a listed word, so that no text grows; and whether a word is held. */
  apply(text: string): { shown: string; isHeld: boolean } {
    if (this.root.next.size === 0) return { shown: text, isHeld: false };
    const chars = folded(text);
    let isHeld = false;
    let shown = '';
    let copiedTo = 0;
    for (let at = 0; at < chars.length; at++) {
      const found = this.longestAt(chars, at);
      if (!found) continue;
      if (found.treatment === 'hold') isHeld = true;
      // Words may overlap: do not replace stars again.
      const [from, to] = [Math.max(chars[at]!.from, copiedTo), chars[found.end - 1]!.to];
      if (to <= from) continue;
      shown += text.slice(copiedTo, from) + '*'.repeat([...text.slice(from, to)].length);
      copiedTo = to;
    }
    return { shown: shown + text.slice(copiedTo), isHeld };
  }

  private add(word: string, treatment: Treatment): void {
    const letters = [...foldedWord(word)].slice(0, MAX_WORD_CHARS);
    if (letters.length === 0) return;
    let node = this.root;
    for (const letter of letters) {
      const next = node.next.get(letter) ?? { next: new Map() };
      node.next.set(letter, next);
      node = next;
    }
    node.treatment = treatment;
  }

  /** The longest word that begins here; a held word wins over masked ones. */
  private longestAt(chars: readonly Folded[], at: number): { end: number; treatment: Treatment } | null {
    if (isInWord(chars, at)) return null;
    let found: { end: number; treatment: Treatment } | null = null;
    let node: Node | undefined = this.root;
    for (let n = at; n < chars.length; n++) {
      node = node.next.get(chars[n]!.char);
      if (!node) break;
      if (node.treatment && found?.treatment !== 'hold' && !isInWord(chars, n + 1)) {
        found = { end: n + 1, treatment: node.treatment };
      }
    }
    return found;
  }
}

/** Whether this place is inside a word of a script with blanks. */
function isInWord(chars: readonly Folded[], at: number): boolean {
  const [before, after] = [chars[at - 1], chars[at]];
  return before !== undefined && after !== undefined && SPACED.test(before.char) && SPACED.test(after.char);
}
