import { DomainError } from '../../domain/kernel/errors.ts';
import { wordsStream } from '../../domain/streams.ts';
import { wordsDecider } from '../../domain/words/decider.ts';
import type { WordTreatment } from '../../domain/words/events.ts';
import type { MakeMeta } from '../commands.ts';
import type { Core } from '../core.ts';
import { foldedWord } from '../texts/word-list.ts';
import type { Done } from './done.ts';

/** A word that people of a tenant may not say. */
export interface ShownWord {
  word: string;
  treatment: WordTreatment;
  /** `setting`: from SALON_WORDS, where it stays until that is changed. */
  from: 'setting' | 'operator';
}

/** The words of a tenant that are masked or held: those of the setting, then what operators have listed. */
export async function wordsOf(core: Core, appId: string): Promise<ShownWord[]> {
  const { state } = await core.commands.load(wordsDecider, wordsStream(appId));
  const listed = [...state.words].map(([word, treatment]) => ({ word, treatment, from: 'operator' as const }));
  return [...core.settings.words.given(appId).map((word) => ({ ...word, from: 'setting' as const })), ...listed];
}

/** Masks or holds words from now on, also ones that were treated otherwise. Throws `InvalidInput`. `makeMeta` must be the system's, as for all of these. */
export async function listWords(
  core: Core,
  appId: string,
  { treatment, words }: { treatment: WordTreatment; words: readonly string[] },
  makeMeta: MakeMeta,
): Promise<Done> {
  // A word of which nothing is left once it is compared would stand in every text.
  if (words.some((word) => !/[\p{L}\p{N}\p{S}]/u.test(foldedWord(word))))
    throw new DomainError('InvalidInput', 'a word has a letter, a digit or a sign', 'words');
  const command = { type: 'ListWords', treatment, words } as const;
  const { position } = await core.commands.handle(wordsDecider, wordsStream(appId), command, makeMeta('/words'));
  await refreshWords(core, appId);
  return { position };
}

/** Lets people say words again that operators had listed; others stay as they are. Throws `InvalidInput`. */
export async function unlistWords(
  core: Core,
  appId: string,
  { words }: { words: readonly string[] },
  makeMeta: MakeMeta,
): Promise<Done> {
  const command = { type: 'UnlistWords', words } as const;
  const { position } = await core.commands.handle(wordsDecider, wordsStream(appId), command, makeMeta('/words/unlist'));
  await refreshWords(core, appId);
  return { position };
}

/** Has what operators listed for a tenant count in this process. Rejects with the log's errors. */
export async function refreshWords(core: Pick<Core, 'commands' | 'settings'>, appId: string): Promise<void> {
  const { state, revision } = await core.commands.load(wordsDecider, wordsStream(appId));
  core.settings.words.setListed(appId, state.words, revision);
}
