import { Type } from '@sinclair/typebox';
import { searchPeople } from '../../../application/people/lists.ts';
import { type Endpoint, endpoint } from '../../http/endpoint.ts';
import { sampleListedUser, Users, users } from './shapes.ts';

const MAX_SEARCH_CHARS = 50;

/** heihei, 搜索: a number (黑号) exactly, or names that begin so, in any case. Banned users are not found. */
function searching(place: Pick<Endpoint, 'path' | 'name' | 'summary' | 'own'>): Endpoint {
  return endpoint({
    ...place,
    module: 'user',
    auth: 'user',
    cost: 'search',
    params: Type.Object({ queryParameter: Type.String({ minLength: 1, maxLength: MAX_SEARCH_CHARS }) }),
    answer: Type.Object({ users: Users }),
    examples: [{ params: { queryParameter: '小明' }, answer: { users: [sampleListedUser] } }],
    errors: [],
    async handle({ core, caller, params }) {
      return { users: users(await searchPeople(core, caller, params.queryParameter)) };
    },
  });
}

export const search = searching({
  path: '/api/user/search',
  name: 'search',
  summary: 'Find users by their number or the beginning of their name',
});

/** The same by an older address: heihei has it in `init` alone (usearch). */
export const usearch = searching({
  path: '/api/user/usearch',
  name: 'usearch',
  summary: 'Find users by their number or the beginning of their name, by the older address of search',
  own: true,
});
