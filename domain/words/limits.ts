/** Words of one tenant that operators list: each costs some hundred bytes in every process. */
export const MAX_LISTED_WORDS = 10_000;
/** Words that are listed, or taken off, at a time: they are one event. */
export const MAX_WORDS_AT_ONCE = 1_000;
/** Longest word, in code points: it bounds the steps from each place of a text, however long the list is. */
export const MAX_WORD_CHARS = 64;
