import { conferenceDecider } from '../../domain/conference/decider.ts';
import { liveDecider } from '../../domain/live/decider.ts';
import { LIVE_STATUS, type LiveBanned, type LiveStopped } from '../../domain/live/events.ts';
import { relationsDecider } from '../../domain/relations/decider.ts';
import { conferenceStream, liveStream, relationsStream } from '../../domain/streams.ts';
import type { LoggedEvent } from '../../event-store/event-store.ts';
import { MAX_QUERY_DOCUMENTS, type ReadModels } from '../../projections/read-models.ts';
import { shownBy } from '../../projections/shown-by.ts';
import { liveMembers } from '../../projections/views/live-members.ts';
import { type LiveDocument, lives } from '../../projections/views/lives.ts';
import { type Reaction, type Reactor, reaction } from '../reactor.ts';

/** A viewer who leaves the room leaves its conference and the queue for it; the end of a live ends its conference. */
export const settleConference: Reactor = {
  name: 'settle-conference',
  on: {
    ViewerLeft: ({ data: { liveId, userId }, meta: { appId } }) => [
      reaction(conferenceDecider, conferenceStream(appId, liveId), { type: 'ViewerGone', userId }),
    ],
    LiveStopped: liveGone,
    LiveBanned: liveGone,
  },
};

function liveGone({ data: { liveId }, meta: { appId } }: LoggedEvent<LiveStopped | LiveBanned>): Reaction[] {
  return [reaction(conferenceDecider, conferenceStream(appId, liveId), { type: 'LiveGone' })];
}

/** A block cuts both ways: the blocked user no longer follows the one who blocked. */
export const unfollowBlocker: Reactor = {
  name: 'unfollow-blocker',
  on: {
    UserBlocked({ data: { userId, targetId }, meta: { appId } }) {
      const stream = relationsStream(appId, targetId);
      return [reaction(relationsDecider, stream, { type: 'UnfollowUser', targetId: userId })];
    },
  },
};

/** Lives that one host plays at a time: one, or a few when starts raced. */
const MAX_LIVES_OF_HOST = 100;

/** A user whom a host blocks leaves the rooms of the lives that the host plays. */
export const removeBlocked: Reactor = {
  name: 'remove-blocked',
  on: {
    async UserBlocked(event, models) {
      const { appId } = event.meta;
      const { userId: hostId, targetId } = event.data;
      const playing = await livesPlayedBy(models, event, hostId);
      const command = { type: 'LeaveLive', userId: targetId, reason: 'blocked' } as const;
      return playing.map(({ liveId }) => reaction(liveDecider, liveStream(appId, liveId), command));
    },
  },
};

/** The lives that a host plays, once the read models show the event. Rejects with `StoreUnavailableError` while they do not. */
export async function livesPlayedBy(
  models: ReadModels,
  { meta, position }: LoggedEvent,
  hostId: number,
): Promise<LiveDocument[]> {
  await shownBy(models, position, [lives, liveMembers]);
  const equals = [meta.appId, hostId, LIVE_STATUS.playing] as const;
  const found = await models.find(lives, { index: 'byHostAndStatus', equals, limit: MAX_LIVES_OF_HOST });
  return found.map(({ document }) => document);
}

/** A banned user's rooms are stopped, and the user leaves the rooms of others, however many they are. */
export const clearBanned: Reactor = {
  name: 'clear-banned',
  on: {
    async UserBanned(event, models) {
      const { appId } = event.meta;
      const { userId } = event.data;
      const hosted = await livesPlayedBy(models, event, userId);
      const visited = await livesVisitedBy(models, appId, userId);
      const leave = { type: 'LeaveLive', userId, reason: 'banned' } as const;
      return [
        ...hosted.map(({ liveId }) =>
          reaction(liveDecider, liveStream(appId, liveId), { type: 'StopLive', reason: 'host-banned' }),
        ),
        ...visited.map((liveId) => reaction(liveDecider, liveStream(appId, liveId), leave)),
      ];
    },
  },
};

/**
 * The running lives of others that the user is in, read in pages. The read model keeps members who were present when a live ended as
 * present for ever, so each live is asked whether it still runs.
 */
export async function livesVisitedBy(models: ReadModels, appId: string, userId: number): Promise<number[]> {
  const seen = new Set<number>();
  const visited: number[] = [];
  for (let until: number | undefined; ; ) {
    const page = await models.find(liveMembers, {
      index: 'ofUser',
      equals: [appId, userId, true],
      reverse: true,
      limit: MAX_QUERY_DOCUMENTS,
      // From the last page's end on, that time included: two rooms may have been joined in one millisecond.
      ...(until !== undefined && { until }),
    });
    const fresh = page.map(({ document }) => document).filter(({ liveId }) => !seen.has(liveId));
    if (fresh.length === 0) return visited;
    for (const { liveId } of fresh) seen.add(liveId);
    until = fresh.at(-1)!.joinTime;
    const ids = fresh.filter(({ isHost }) => !isHost).map(({ liveId }) => `${appId}.${liveId}`);
    for (const live of await models.getMany(lives, ids)) {
      if (live?.status === LIVE_STATUS.playing) visited.push(live.liveId);
    }
  }
}
