import { Type } from '@sinclair/typebox';
import { giveNotice, managersOf, personInRoom, setManager } from '../../../application/rooms/managers.ts';
import { MAX_NOTICE_CHARS } from '../../../domain/live/limits.ts';
import { NoAnswer, named, UpToDate } from '../../http/answers.ts';
import { endpoint } from '../../http/endpoint.ts';
import { LiveId, UserId } from '../../http/params.ts';
import { LIVE_ID, person, VIEWER_ID } from './examples.ts';
import { personDocument } from './people.ts';
import { LivePerson } from './schemas.ts';

/** heihei has these in `init` alone (livemgr, getmgruser, getuser, systemnotify): what they take and answer is Salon's own. */

const YesNo = (description: string) => Type.Integer({ enum: [1, 2], description: `${description}: 1 yes, 2 no.` });
const yesNo = (is: boolean) => (is ? 1 : 2);

/** For the host (else 711), five at a time. A manager who is in the room may do what shutupuser, shutupopen and kick-out-user do. */
export const liveMgr = endpoint({
  path: '/api/live/livemgr',
  module: 'live',
  name: 'livemgr',
  summary: 'Make somebody a manager of a live, or no manager any more',
  auth: 'user',
  cost: 'fanOut',
  own: true,
  params: Type.Object({
    liveId: LiveId,
    userId: UserId,
    type: Type.Integer({ minimum: 0, maximum: 1, description: '1 appoints, 0 dismisses.' }),
  }),
  answer: Type.Object(UpToDate),
  examples: [{ params: { liveId: LIVE_ID, userId: VIEWER_ID, type: 1 }, answer: {} }],
  errors: ['LiveNotFound', 'NotHost', 'UserNotFound', 'ManagersTooMany'],
  handle: ({ core, caller, params: { liveId, userId, type }, meta }) =>
    setManager(core, caller, { liveId, userId, isManager: type === 1 }, meta),
});

export const getMgrUser = endpoint({
  path: '/api/live/getmgruser',
  module: 'live',
  name: 'getmgruser',
  summary: 'List the managers of a live',
  auth: 'user',
  own: true,
  params: Type.Object({ liveId: LiveId }),
  answer: Type.Object({ users: Type.Array(LivePerson) }),
  examples: [{ params: { liveId: LIVE_ID }, answer: { users: [person] } }],
  errors: ['LiveNotFound', 'NotInLive'],
  async handle({ core, caller, params }) {
    const managers = await managersOf(core, caller, params);
    return { users: managers.map(({ card, isFollowed }) => personDocument(card, isFollowed)) };
  },
});

const RoomPersonShape = named(
  'RoomPerson',
  Type.Object({
    ...LivePerson.properties,
    isshutup: YesNo('Whether they were muted'),
    ismgr: YesNo('Whether they are a manager'),
    isCreator: YesNo('Whether they are the host'),
  }),
);

export const getUser = endpoint({
  path: '/api/live/getuser',
  module: 'live',
  name: 'getuser',
  summary: 'Get a user, and what they are in a live',
  auth: 'user',
  own: true,
  params: Type.Object({ liveId: LiveId, userId: UserId }),
  answer: Type.Object({ user: RoomPersonShape }),
  examples: [
    {
      params: { liveId: LIVE_ID, userId: person.id },
      answer: { user: { ...person, isshutup: 2, ismgr: 2, isCreator: 1 } },
    },
  ],
  errors: ['LiveNotFound', 'NotInLive', 'UserNotFound', 'ProfileHidden'],
  async handle({ core, caller, params }) {
    const { card, isFollowed, isMuted, isManager, isHost } = await personInRoom(core, caller, params);
    const roles = { isshutup: yesNo(isMuted), ismgr: yesNo(isManager), isCreator: yesNo(isHost) };
    return { user: { ...personDocument(card, isFollowed), ...roles } };
  },
});

/** For the host (else 711), once in ten seconds (else 400): the room gets it as a message `system`. */
export const systemNotify = endpoint({
  path: '/api/live/systemnotify',
  module: 'live',
  name: 'systemnotify',
  summary: 'Tell everybody in a live something',
  auth: 'user',
  cost: 'fanOut',
  own: true,
  params: Type.Object({ liveId: LiveId, text: Type.String({ minLength: 1, maxLength: MAX_NOTICE_CHARS }) }),
  answer: NoAnswer,
  examples: [{ params: { liveId: LIVE_ID, text: '今晚八点抽奖' }, answer: {} }],
  errors: ['LiveNotFound', 'NotHost', 'TooOften', 'TextNotAllowed'],
  async handle({ core, caller, params, meta }) {
    await giveNotice(core, caller, params, meta);
    return {};
  },
});
