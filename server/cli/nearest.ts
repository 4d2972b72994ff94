import { slipsBetween } from '../settings/names.ts';

/** One slip is allowed per this many letters of a known name, and at least one. */
const LETTERS_PER_SLIP = 3;
/** Longer words are not compared: they are no slip of a name, and comparing takes time by length. */
const MAX_CHARS = 64;

/**
 * The known name that was most likely meant: the only one that begins with the word, else the one with the fewest slips; null when
 * none is near.
 */
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

/** `did you mean x?`, or `otherwise`, which says where to look. `prefix` is put before the name. */
export function suggestion(word: string, known: readonly string[], otherwise: string, prefix = ''): string {
  const name = nearest(word, known);
  return name === null ? `${otherwise}.` : `did you mean ${prefix}${name}?`;
}
