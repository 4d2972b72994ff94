import { Type } from '@sinclair/typebox';
import { activePeople, type Listing, peopleByType } from '../../../application/people/listings.ts';
import { viewProfile } from '../../../application/people/view-profile.ts';
import { liveOnAir } from '../../../application/rooms/playing-live.ts';
import { endpoint } from '../../http/endpoint.ts';
import { Id, Limit, Offset, UserId } from '../../http/params.ts';
import { sampleListedUser, Users, users } from './shapes.ts';

/** heihei has these in `init` alone (listByType, listActiveUser, isinlive): what they take and answer is Salon's own. */

const ListingShape = Type.Object({
  totalSize: Type.Integer({
    minimum: 0,
    description: "Length of the list; while it goes on, one more than the page's end.",
  }),
  result: Users,
});

function shown({ atLeast, people }: Listing) {
  return { totalSize: atLeast, result: users(people) };
}

export const listUserByType = endpoint({
  path: '/api/user/list-user-byType',
  module: 'user',
  name: 'listByType',
  summary: 'List those who have been live, or those who have not, the newest first',
  auth: 'user',
  // Page by page it shows everybody, as searches do.
  cost: 'search',
  own: true,
  params: Type.Object({
    type: Type.Union([Type.Literal('Anchor'), Type.Literal('Normal')]),
    offset: Offset,
    limit: Limit,
  }),
  answer: ListingShape,
  examples: [
    { params: { type: 'Normal', offset: 0, limit: 20 }, answer: { totalSize: 1, result: [sampleListedUser] } },
  ],
  errors: [],
  async handle({ core, caller, params: { type, offset, limit } }) {
    return shown(await peopleByType(core, caller, { isAnchor: type === 'Anchor', offset, limit }));
  },
});

export const listActiveUser = endpoint({
  path: '/api/user/list-active-user',
  module: 'user',
  name: 'listActiveUser',
  summary: 'List who signed in or went live in the last seven days, the last first',
  auth: 'user',
  cost: 'search',
  own: true,
  params: Type.Object({ offset: Offset, limit: Limit }),
  answer: ListingShape,
  examples: [{ params: { offset: 0, limit: 20 }, answer: { totalSize: 1, result: [sampleListedUser] } }],
  errors: [],
  async handle({ core, caller, params }) {
    return shown(await activePeople(core, caller, params));
  },
});

/** 710 and 736 as for 获取用户信息, whose `userStatus` says the same. */
export const isInLive = endpoint({
  path: '/api/user/isinlive',
  module: 'user',
  name: 'isinlive',
  summary: 'Tell whether a user is live now, and where',
  auth: 'user',
  own: true,
  params: Type.Object({ userId: UserId }),
  answer: Type.Object({
    isinlive: Type.Integer({ enum: [1, 2], description: '1 yes, 2 no.' }),
    liveId: Type.Optional(Id),
    jump: Type.Optional(Type.String({ description: 'An address that the app opens.' })),
  }),
  examples: [
    {
      summary: 'Live',
      params: { userId: sampleListedUser.id },
      answer: { isinlive: 1, liveId: 7_012_345_678_999, jump: 'wmlives_heihei://live?id=7012345678999' },
    },
    { summary: 'Not live', params: { userId: sampleListedUser.id }, answer: { isinlive: 2 } },
  ],
  errors: ['UserNotFound', 'ProfileHidden'],
  async handle({ core, caller, params: { userId } }) {
    await viewProfile(core, caller, { userId });
    const liveId = await liveOnAir(core, caller, { hostId: userId });
    return liveId === null ? { isinlive: 2 } : { isinlive: 1, liveId, jump: `wmlives_heihei://live?id=${liveId}` };
  },
});
