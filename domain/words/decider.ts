import type { CommandMeta, Decider } from '../kernel/decider.ts';
import { DomainError } from '../kernel/errors.ts';
import { assertNever } from '../kernel/event.ts';
import { type WordsEvent, type WordTreatment, wordsEventTypes } from './events.ts';
import { MAX_LISTED_WORDS, MAX_WORD_CHARS, MAX_WORDS_AT_ONCE } from './limits.ts';

/** What operators do. */
export type WordsCommand =
  | { type: 'ListWords'; treatment: WordTreatment; words: readonly string[] }
  | { type: 'UnlistWords'; words: readonly string[] };

/** The words that operators have listed, in the order in which they did. */
export interface ListedWords {
  words: Map<string, WordTreatment>;
}

/** What is so already changes nothing. For the system alone: `SystemOnly`; no words, or more than are taken: `InvalidInput`. */
export function decide(
  command: WordsCommand,
  { words: listed }: ListedWords,
  { actor }: Pick<CommandMeta, 'actor'>,
): WordsEvent[] {
  if (actor !== 0) throw new DomainError('SystemOnly');
  if (command.words.length === 0 || command.words.length > MAX_WORDS_AT_ONCE)
    throw new DomainError('InvalidInput', `1 to ${MAX_WORDS_AT_ONCE} words`, 'words');
  const given = [...new Set(command.words.map(tidied))];
  if (command.type === 'UnlistWords') {
    const words = given.filter((word) => listed.has(word));
    return words.length === 0 ? [] : [{ type: 'WordsUnlisted', data: { words } }];
  }
  const { treatment } = command;
  const words = given.filter((word) => listed.get(word) !== treatment);
  const added = words.filter((word) => !listed.has(word)).length;
  if (listed.size + added > MAX_LISTED_WORDS)
    throw new DomainError('InvalidInput', `at most ${MAX_LISTED_WORDS} words are listed`, 'words');
  return words.length === 0 ? [] : [{ type: 'WordsListed', data: { treatment, words } }];
}

function tidied(given: string): string {
  const word = given.normalize('NFC').trim();
  if (word === '' || [...word].length > MAX_WORD_CHARS)
    throw new DomainError('InvalidInput', `a word has 1 to ${MAX_WORD_CHARS} characters`, 'words');
  return word;
}

export const wordsDecider: Decider<ListedWords, WordsCommand, WordsEvent> = {
  category: 'words',
  eventTypes: wordsEventTypes,
  initialState: () => ({ words: new Map() }),
  decide,
  evolve(state, event) {
    switch (event.type) {
      case 'WordsListed':
        for (const word of event.data.words) state.words.set(word, event.data.treatment);
        return state;
      case 'WordsUnlisted':
        for (const word of event.data.words) state.words.delete(word);
        return state;
      default:
        return assertNever(event);
    }
  },
};
