import { Type } from '@sinclair/typebox';
import { inviteCandidates, inviteViewer } from '../../../application/rooms/invitations.ts';
import { NoAnswer } from '../../http/answers.ts';
import { endpoint } from '../../http/endpoint.ts';
import { LiveId, UserId } from '../../http/params.ts';
import { LIVE_ID, person, VIEWER_ID } from './examples.ts';
import { personDocument } from './people.ts';
import { Candidate } from './schemas.ts';

/** heihei, 邀请好友列表, for the host: first people who knocked, friends or not, then friends; without people in the room. */
export const inviteUserList = endpoint({
  path: '/api/live/invite-user-list',
  module: 'live',
  name: 'inviteUsersList',
  summary: 'List whom the host may want to invite',
  auth: 'user',
  params: Type.Object({ liveId: LiveId }),
  answer: Type.Object({ users: Type.Array(Candidate) }),
  examples: [{ params: { liveId: LIVE_ID }, answer: { users: [{ ...person, knocked: true }] } }],
  errors: ['LiveNotFound', 'NotHost'],
  async handle({ core, caller, params }) {
    const candidates = await inviteCandidates(core, caller, params);
    const users = candidates.map(({ card, isFollowed, hasKnocked }) => ({
      ...personDocument(card, isFollowed),
      knocked: hasKnocked,
    }));
    return { users };
  },
});

/** heihei, 邀请好友. The invited user gets a key by message, which opens a full room once. */
export const inviteUser = endpoint({
  path: '/api/live/invite-user',
  module: 'live',
  name: 'inviteUser',
  summary: 'Invite somebody into a live',
  auth: 'user',
  cost: 'notify',
  params: Type.Object({ liveId: LiveId, userId: UserId }),
  answer: NoAnswer,
  examples: [{ params: { liveId: LIVE_ID, userId: VIEWER_ID }, answer: {} }],
  errors: ['LiveNotFound', 'NotHost', 'UserNotFound', 'ProfileHidden', 'TargetBlocked'],
  async handle({ core, caller, params, meta }) {
    await inviteViewer(core, caller, params, meta);
    return {};
  },
});
