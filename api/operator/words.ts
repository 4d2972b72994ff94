import { Type } from '@sinclair/typebox';
import { listWords, unlistWords, wordsOf } from '../../application/operators/words.ts';
import { WORD_TREATMENTS } from '../../domain/words/events.ts';
import { MAX_WORD_CHARS, MAX_WORDS_AT_ONCE } from '../../domain/words/limits.ts';
import { named } from '../http/answers.ts';
import type { Endpoint } from '../http/endpoint.ts';
import { action, NothingElse, query } from './endpoint.ts';
import { AT_POSITION } from './session.ts';
import { Count, oneOf, PageParams } from './shapes.ts';

const Word = Type.String({ minLength: 1, maxLength: 2 * MAX_WORD_CHARS });
const Words = Type.Array(Word, { minItems: 1, maxItems: MAX_WORDS_AT_ONCE });
const Treatment = oneOf(WORD_TREATMENTS);

const shown = query({
  path: 'words/list',
  name: 'listWords',
  role: 'support',
  summary: 'List the words that are masked or held: those of SALON_WORDS, then what operators have listed',
  params: { ...PageParams, text: Type.String({ maxLength: MAX_WORD_CHARS, default: '', description: 'In the word.' }) },
  answer: Type.Object({
    total: Count,
    words: Type.Array(
      named(
        'ListedWord',
        Type.Object({
          word: Type.String(),
          treatment: Type.Unsafe<(typeof WORD_TREATMENTS)[number]>({
            ...Treatment,
            description: 'mask: stars stand in its place; hold: a text with it is refused.',
          }),
          from: Type.Unsafe<'setting' | 'operator'>({
            ...oneOf(['setting', 'operator'] as const),
            description: 'What SALON_WORDS has is changed there alone.',
          }),
        }),
      ),
    ),
  }),
  example: { params: {}, answer: { total: 1, words: [{ word: '赌博', treatment: 'hold', from: 'operator' }] } },
  async handle({ core, tenant, params: { offset, limit, text } }) {
    const words = (await wordsOf(core, tenant)).filter(({ word }) => word.includes(text));
    return { total: words.length, words: words.slice(offset, offset + limit) };
  },
});

const list = action({
  path: 'words/add',
  name: 'addWords',
  role: 'support',
  summary: 'Mask or hold words from now on; what was said, and names that people bear, stay',
  params: { treatment: Treatment, words: Words },
  answer: NothingElse,
  example: { params: { treatment: 'hold', words: ['赌博'] }, answer: AT_POSITION },
  handle: ({ core, tenant, params: { treatment, words }, meta }) => listWords(core, tenant, { treatment, words }, meta),
});

const unlist = action({
  path: 'words/remove',
  name: 'removeWords',
  role: 'support',
  summary: 'Let people say words again that operators had listed',
  params: { words: Words },
  answer: NothingElse,
  example: { params: { words: ['赌博'] }, answer: AT_POSITION },
  handle: ({ core, tenant, params: { words }, meta }) => unlistWords(core, tenant, { words }, meta),
});

export const wordEndpoints: readonly Endpoint[] = [shown, list, unlist];
