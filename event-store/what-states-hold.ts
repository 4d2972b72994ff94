import { categoryOf } from '../domain/kernel/ids.ts';

/** Whose words the states of streams hold: what somebody is called or has said. A state for 'nobody' holds ids, numbers and hashes alone. */
export type WordsOf = 'nobody' | 'owner' | 'others';

/** By category. One that is not here counts as one that holds words of others. */
const WORDS: Readonly<Record<string, WordsOf>> = {
  wallet: 'nobody',
  relations: 'nobody',
  feed: 'nobody',
  order: 'nobody',
  group: 'nobody',
  conversation: 'nobody',
  answer: 'nobody',
  user: 'owner',
  identity: 'owner',
  verification: 'owner',
  devices: 'owner',
};

/** Whose words a stream's state holds: an erasure has to look at those of others, and snapshots of either are sealed apart. */
export function wordsIn(stream: string): WordsOf {
  return WORDS[categoryOf(stream)] ?? 'others';
}
