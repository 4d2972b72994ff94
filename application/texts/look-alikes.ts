import unhomoglyph from 'unhomoglyph';
import { UNSPACED } from './word-list.ts';

/**
 * Names reserved for staff unless an operator sets others: what staff are called, and the product. A name may not contain one of
 * them, nor a spelling that looks like it.
 */
export const DEFAULT_RESERVED_NAMES: readonly string[] = [
  ...['官方', '客服', '系统', '管理员', '嘿嘿'],
  ...['admin', 'official', 'heihei', 'salon', 'system'],
];

/**
 * A text's skeleton (UTS #39, section 4; confusable characters by `unhomoglyph`, Unicode 13): texts that look the same have the
 * same one. Ignores case, width and accents, and does not tell I, l and 1 apart, as readers cannot.
 */
export function looksOf(text: string): string {
  // Once before lower case, since Н looks like H, and н like nothing Latin; and once after it, since M becomes m, which looks like rn.
  const lowerCase = skeleton(text.normalize('NFKC')).toLowerCase();
  return skeleton(lowerCase).toLowerCase().replace(/\p{M}/gu, '').replaceAll('i', 'l');
}

function skeleton(text: string): string {
  return unhomoglyph(text.normalize('NFD').replace(/\p{Default_Ignorable_Code_Point}/gu, '')).normalize('NFD');
}

/** Words that names may not contain, nor seem to. */
export class ReservedNames {
  private readonly words: { looks: string; isUnspaced: boolean }[];

  constructor(words: readonly string[]) {
    this.words = words
      .map((word) => ({ looks: lettersOf(looksOf(word)).join(''), isUnspaced: UNSPACED.test(word) }))
      .filter(({ looks }) => looks !== '');
  }

  /**
   * Whether a name seems to contain one of the words: within one of its words (`theAdmin`), or spread over whole ones (`a d m i n`,
   * `of-fi-ci-al`), but not across parts of words: Lisa Long is a name.
   */
  areIn(name: string): boolean {
    const parts = lettersOf(looksOf(name));
    const edges = new Set([0]);
    let length = 0;
    for (const part of parts) {
      length += part.length;
      edges.add(length);
    }
    const letters = parts.join('');
    return this.words.some(({ looks, isUnspaced }) => {
      for (let at = letters.indexOf(looks); at >= 0; at = letters.indexOf(looks, at + 1)) {
        const end = at + looks.length;
        const isWithinOne = ![...edges].some((edge) => edge > at && edge < end);
        if (isUnspaced || isWithinOne || (edges.has(at) && edges.has(end))) return true;
      }
      return false;
    });
  }
}

/** The runs of letters and digits of a text. */
function lettersOf(text: string): string[] {
  return text.split(/[^\p{L}\p{N}]+/u).filter((part) => part !== '');
}
