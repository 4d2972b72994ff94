/** What is done with a text that a word is in: the word becomes stars, or the text is not taken. */
export type Treatment = 'mask' | 'hold';

/** Longest word of a list, in code points: so many steps are made from each place of a text, however long the list is. */
export const MAX_WORD_CHARS = 64;

interface Node {
  next: Map<string, Node>;
  treatment?: Treatment;
}

/** A character as words are compared: without case and width. `from` and `to`: the one that it comes from, in UTF-16 units. */
interface Folded {
  char: string;
  from: number;
  to: number;
}

/** Nobody sees these, or they strike letters out without changing them. */
const OVERLOOKED = /\p{Default_Ignorable_Code_Point}|[\u0300-\u036f]|[\u20d0-\u20f0]|[\u0488\u0489]/u;
/** Written with blanks between words, so that a word is one only between them. */
const SPACED =
  /(?![\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}])[\p{L}\p{N}]/u;

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

/** How a word is compared; '' for one of which nothing is left. */
export function foldedWord(word: string): string {
  return folded(word.normalize('NFC').trim())
    .map(({ char }) => char)
    .join('');
}

/**
 * Words to look for in texts, without case and width, through characters that nobody sees. Words of scripts with blanks are found as
 * whole words, others anywhere. Finding takes `MAX_WORD_CHARS` steps a character at most.
 */
export class WordList {
  private readonly root: Node = { next: new Map() };

  constructor({ mask = [], hold = [] }: { mask?: readonly string[]; hold?: readonly string[] }) {
    for (const word of mask) this.add(word, 'mask');
    // In both lists: held.
    for (const word of hold) this.add(word, 'hold');
  }

  /** The text with stars for all words of the list, one a character, so that no text grows; and whether one is held. */
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
      // Words may overlap: what has its stars keeps them.
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

  /** The longest word that begins here; a held one before all that are masked. */
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

/** Whether a word of a script with blanks goes on over this place. */
function isInWord(chars: readonly Folded[], at: number): boolean {
  const [before, after] = [chars[at - 1], chars[at]];
  return before !== undefined && after !== undefined && SPACED.test(before.char) && SPACED.test(after.char);
}
