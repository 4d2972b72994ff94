import { Type } from '@sinclair/typebox';
import { MAX_CURSOR_CHARS } from '../../../application/exports/cursor.ts';
import { exportPage } from '../../../application/exports/export-person.ts';
import { named } from '../../http/answers.ts';
import { endpoint } from '../../http/endpoint.ts';

const ExportItem = named(
  'ExportItem',
  Type.Object({
    part: Type.String({
      description:
        'summary, streams, following, blocked, followers, conversations, hosted, visiting, visited, reports or reported.',
    }),
    type: Type.String({ description: 'profile, name, session, person, live, visit, report, or the type of an event.' }),
    at: Type.Optional(Type.Integer({ description: 'When it happened or began, epoch ms.' })),
    data: Type.Unknown({ description: 'What is known: an object.' }),
  }),
);

/**
 * Salon's own, in the style of the document: everything that is known of the caller, page by page. A page may be empty though others
 * follow it: `next` says whether there are more.
 */
export const exportUser = endpoint({
  path: '/api/user/export',
  own: true,
  module: 'user',
  name: 'export',
  summary: 'Get everything that is known of oneself, page by page',
  auth: 'user',
  // A page reads as much of the log as some ten lists do.
  cost: 'write',
  params: Type.Object({ cursor: Type.String({ maxLength: MAX_CURSOR_CHARS, default: '' }) }),
  answer: Type.Object({
    items: Type.Array(ExportItem),
    next: Type.Optional(Type.String({ description: 'Send it as `cursor` for the next page; absent on the last one.' })),
  }),
  examples: [
    {
      params: { cursor: '' },
      answer: {
        items: [
          { part: 'summary', type: 'name', at: 1_767_225_600_000, data: { kind: 'phone', value: '13800138000' } },
          { part: 'visited', type: 'visit', at: 1_767_225_900_000, data: { liveId: 7_012_345_678_999 } },
        ],
        next: '8.1767225900000.1.0.0',
      },
    },
  ],
  errors: [],
  async handle({ core, caller, params }) {
    const { items, next } = await exportPage(core, caller, params);
    return { items, ...(next !== null && { next }) };
  },
});
