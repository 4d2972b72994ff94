import { createHmac } from 'node:crypto';
import { Type } from '@sinclair/typebox';
import { withInput } from '../../../application/commands.ts';
import type { Core } from '../../../application/core.ts';
import { cardsOf, followedAmong, personCard } from '../../../application/people.ts';
import { liveStream, playingStanding } from '../../../application/rooms/standing.ts';
import { DomainError } from '../../../domain/kernel/errors.ts';
import { streamName } from '../../../domain/kernel/ids.ts';
import { liveDecider } from '../../../domain/live/decider.ts';
import { relationsDecider } from '../../../domain/relations/decider.ts';
import { follows } from '../../../projections/views/follows.ts';
import { type Caller, endpoint } from '../../http/endpoint.ts';
import { LiveId, UserId } from '../../http/params.ts';
import { existingPerson, personDocument } from './people.ts';

/** People whom 邀请好友列表 shows. */
export const INVITE_LIST = 100;
/** Newest followers, and newest followed, that it picks them from. */
const FRIENDS_READ = 200;

/** Followers and followed of a user, newest first, without those whom it blocks. */
async function friendsOf(core: Core, { appId, userId }: Caller): Promise<number[]> {
  const of = (index: 'following' | 'followers') =>
    core.models.find(follows, { index, equals: [appId, userId], limit: FRIENDS_READ });
  const [followers, following] = await Promise.all([of('followers'), of('following')]);
  return [...followers.map(({ document }) => document.userId), ...following.map(({ document }) => document.targetId)];
}

/**
 * heihei, 邀请好友列表, for the host: those who knocked first, friend or not, then friends; nobody who is in the room.
 */
export const inviteUserList = endpoint({
  path: '/api/live/invite-user-list',
  module: 'live',
  name: 'inviteUsersList',
  auth: 'user',
  params: Type.Object({ liveId: LiveId }),
  errors: ['LiveNotFound', 'NotHost'],
  async handle({ core, caller, params }) {
    const { appId, userId } = caller;
    const { isHost } = await playingStanding(core, appId, params.liveId, userId);
    if (!isHost) throw new DomainError('NotHost');
    const friends = await friendsOf(core, caller);
    const { state: relations } = await core.commands.load(relationsDecider, streamName('relations', appId, userId));
    const blocked = new Set(relations.blocked);
    const { state: live } = await core.commands.load(liveDecider, liveStream(appId, params.liveId));
    const knocked = [...live.knocks.keys()].reverse();
    const candidates = [...new Set([...knocked, ...friends])].filter(
      (id) => id !== userId && !blocked.has(id) && !live.members.has(id),
    );
    const knockers = new Set(knocked);
    const shown = candidates.slice(0, INVITE_LIST);
    const [cards, followed] = await Promise.all([
      cardsOf(core, appId, shown),
      followedAmong(core, appId, userId, shown),
    ]);
    return {
      users: shown.flatMap((id) => {
        const card = cards.get(id);
        if (!card || card.banned) return [];
        return [{ ...personDocument(card, followed.has(id)), knocked: knockers.has(id) }];
      }),
    };
  },
});

/**
 * heihei, 邀请好友. The key that the invited user gets opens a full room once; it derives from the command's id and a secret,
 * so that a repeated request invites with the same key and nobody can guess it.
 */
export const inviteUser = endpoint({
  path: '/api/live/invite-user',
  module: 'live',
  name: 'inviteUser',
  auth: 'user',
  params: Type.Object({ liveId: LiveId, userId: UserId }),
  errors: ['LiveNotFound', 'NotHost'],
  async handle({ core, caller, params, meta }) {
    const { appId } = caller;
    const { liveId, userId } = params;
    const { isHost } = await playingStanding(core, appId, liveId, caller.userId);
    if (!isHost) throw new DomainError('NotHost');
    await existingPerson(core, appId, userId, 'userId');
    const host = await personCard(core, appId, caller.userId);
    const command = withInput(meta(`invite-user ${liveId}`), { userId });
    const invitationKey = createHmac('sha256', core.settings.tokenSecret)
      .update(`invitation ${command.commandId}`)
      .digest('hex')
      .slice(0, 32);
    const invite = { type: 'InviteViewer', userId, invitationKey, host } as const;
    await core.commands.handle(liveDecider, liveStream(appId, liveId), invite, command);
    return {};
  },
});
