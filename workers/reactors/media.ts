import { conferenceDecider } from '../../domain/conference/decider.ts';
import { chatRoomName, mediaRoomName } from '../../domain/conference/media-room.ts';
import type { Clock } from '../../domain/kernel/clock.ts';
import { conferenceStream } from '../../domain/streams.ts';
import type { CommandHandler } from '../../event-store/command-handler.ts';
import type { LoggedEvent } from '../../event-store/event-store.ts';
import type { MediaRooms } from '../media-rooms.ts';
import type { Reaction, Reactor, ReactorGroup } from '../reactor.ts';

/** Name of the group, which runs where a media server is configured: it waits for nobody but that server. */
export const MEDIA_GROUP = 'media';

/** Events older than this are ignored: the guest has left by then, or the server was away, and its rooms with it. */
export const STALE_AFTER_MS = 3600_000;

/**
 * Removes people from rooms of the media server where they may not stay: their tokens open a room for some minutes, and once inside
 * they need none. A guest is put out when the conference ends, for whatever reason (kicked, blocked, banned, hung up), and when
 * they are muted; a muted guest comes back with a token with which they are not heard. Both sides are put out when their talk is over.
 *
 * A call that fails is tried again like any reaction (`GroupRunner`): a few times at once, then each minute until the event is stale.
 * Putting somebody out twice changes nothing.
 */
export function mediaGroup(options: { rooms: MediaRooms; commands: CommandHandler; clock: Clock }): ReactorGroup {
  const { rooms, commands, clock } = options;

  async function putOut({ meta }: LoggedEvent, roomName: string, ...userIds: readonly number[]) {
    const isStale = clock.now() - meta.at > STALE_AFTER_MS;
    if (!isStale) await Promise.all(userIds.map((userId) => rooms.remove(roomName, userId)));
    return NOTHING;
  }

  const removeFromMedia: Reactor = {
    name: 'remove-from-media',
    on: {
      ConferenceEnded(event) {
        const { liveId, conferenceId, guest } = event.data;
        return putOut(event, mediaRoomName(liveId, conferenceId), guest.userId);
      },
      async ViewerMuted(event) {
        const { liveId, userId } = event.data;
        const stream = conferenceStream(event.meta.appId, liveId);
        const { current } = (await commands.load(conferenceDecider, stream)).state;
        if (current?.guest.userId !== userId) return NOTHING;
        return putOut(event, mediaRoomName(liveId, current.conferenceId), userId);
      },
      ChatStopped(event) {
        const { chatId, userIds } = event.data;
        return putOut(event, chatRoomName(chatId), ...userIds);
      },
    },
  };
  return { name: MEDIA_GROUP, reactors: [removeFromMedia] };
}

/** No command follows: the call changes only the media server. */
const NOTHING: Reaction[] = [];
