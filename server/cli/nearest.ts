import { slipsBetween } from '../settings/names.ts';

/** In a word of up to five letters one slip is a slip, in longer ones one in three letters. */
const LETTERS_PER_SLIP = 3;
/** Longer words are nobody's slip, and comparing takes time by length. */
const MAX_CHARS = 64;

/** The known name that was most likely meant: the only one that begins with the word, or the one with the fewest slips; null when none is near. */
export function nearest(word: string, known: readonly string[]): string | null {
  if (word === '' || word.length > MAX_CHARS) return null;
  const lower = word.toLowerCase();
  const longer = known.filter((name) => name.startsWith(lower));
  if (longer.length === 1) return longer[0]!;
  let best: { name: string; slips: number } | null = null;
  for (const name of known) {
    const slips = slipsBetween(lower, name);
    if (slips <= Math.max(1, Math.floor(name.length / LETTERS_PER_SLIP)) && slips < (best?.slips ?? Infinity)) {
      best = { name, slips };
    }
  }
  return best?.name ?? null;
}

/** `did you mean x?`, or where else to look. The names are shown behind `prefix`. */
export function suggestion(word: string, known: readonly string[], otherwise: string, prefix = ''): string {
  const name = nearest(word, known);
  return name === null ? `${otherwise}.` : `did you mean ${prefix}${name}?`;
}
