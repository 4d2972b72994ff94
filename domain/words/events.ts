import type { DomainEvent, EventTypes } from '../kernel/event.ts';
import { notPersonal, type PersonalFields } from '../kernel/personal.ts';

/** What becomes of a text with a listed word: 'mask' shows stars in its place, 'hold' refuses the text. */
export const WORD_TREATMENTS = ['mask', 'hold'] as const;
export type WordTreatment = (typeof WORD_TREATMENTS)[number];

/** `words-<app>.0`: what people of a tenant may not say. A word that was listed before is treated so from now on. */
export type WordsListed = DomainEvent<'WordsListed', { treatment: WordTreatment; words: readonly string[] }>;
/** They are said again. */
export type WordsUnlisted = DomainEvent<'WordsUnlisted', { words: readonly string[] }>;
export type WordsEvent = WordsListed | WordsUnlisted;

export const wordsEventTypes: EventTypes<WordsEvent> = { WordsListed: true, WordsUnlisted: true };

export const wordsPersonal: PersonalFields<WordsEvent> = {
  WordsListed: { treatment: notPersonal, 'words.*': notPersonal },
  WordsUnlisted: { 'words.*': notPersonal },
};
