import { conferenceDecider } from '../../domain/conference/decider.ts';
import { streamName } from '../../domain/kernel/ids.ts';
import { liveDecider } from '../../domain/live/decider.ts';
import { LIVE_STATUS } from '../../domain/live/events.ts';
import { relationsDecider } from '../../domain/relations/decider.ts';
import { liveMembers } from '../../projections/views/live-members.ts';
import { lives } from '../../projections/views/lives.ts';
import { type Reactor, reaction } from '../reactor.ts';

/** Who leaves the room leaves its conference and its queue; a live that ends ends its conference. */
export const settleConference: Reactor = {
  name: 'settle-conference',
  types: ['ViewerLeft', 'LiveStopped', 'LiveBanned'],
  react(event) {
    if (event.type !== 'ViewerLeft' && event.type !== 'LiveStopped' && event.type !== 'LiveBanned') return [];
    const stream = streamName('conference', event.meta.appId, event.data.liveId);
    const command =
      event.type === 'ViewerLeft'
        ? ({ type: 'ViewerGone', userId: event.data.userId } as const)
        : ({ type: 'LiveGone' } as const);
    return [reaction(conferenceDecider, stream, command)];
  },
};

/** A block cuts both ways: the blocked user no longer follows the one who blocked. */
export const unfollowBlocker: Reactor = {
  name: 'unfollow-blocker',
  types: ['UserBlocked'],
  react(event) {
    if (event.type !== 'UserBlocked') return [];
    const stream = streamName('relations', event.meta.appId, event.data.targetId);
    return [reaction(relationsDecider, stream, { type: 'UnfollowUser', targetId: event.data.userId })];
  },
};

/** How long a reaction waits for the read models to show the event that it reacts to. */
const MODELS_TIMEOUT_MS = 30_000;
/** Rooms that one user can be in at a time, far above what a client does. */
const MAX_ROOMS_OF_USER = 100;

/** A banned user's rooms are stopped, and the user leaves the rooms of others. */
export const clearBanned: Reactor = {
  name: 'clear-banned',
  types: ['UserBanned'],
  async react(event, models) {
    if (event.type !== 'UserBanned') return [];
    const { appId } = event.meta;
    const { userId } = event.data;
    if (!(await models.caughtUp(event.position, MODELS_TIMEOUT_MS))) throw new Error('the read models are behind');
    const hosted = await models.find(lives, {
      index: 'byHostAndStatus',
      equals: [appId, userId, LIVE_STATUS.playing],
      limit: MAX_ROOMS_OF_USER,
    });
    const visited = await models.find(liveMembers, {
      index: 'ofUser',
      equals: [appId, userId, true],
      limit: MAX_ROOMS_OF_USER,
    });
    return [
      ...hosted.map(({ document }) =>
        reaction(liveDecider, streamName('live', appId, document.liveId), { type: 'StopLive', reason: 'host-banned' }),
      ),
      ...visited
        .filter(({ document }) => !document.isHost)
        .map(({ document }) =>
          reaction(liveDecider, streamName('live', appId, document.liveId), {
            type: 'LeaveLive',
            userId,
            reason: 'banned',
          }),
        ),
    ];
  },
};
