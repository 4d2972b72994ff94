import { MAX_GROUPS_OF_PERSON } from '../domain/group/limits.ts';
import { LIVE_STATUS } from '../domain/live/events.ts';
import { MAX_QUERY_DOCUMENTS, type NamedView, type ReadModels } from '../projections/read-models.ts';
import { UNREAD_VIEWS, unreadOf } from '../projections/unread.ts';
import { blocks } from '../projections/views/blocks.ts';
import { type ChatDocument, chats } from '../projections/views/chats.ts';
import { follows } from '../projections/views/follows.ts';
import { friends } from '../projections/views/friends.ts';
import { groupMembers } from '../projections/views/group-members.ts';
import { inboxEntries } from '../projections/views/inbox-entries.ts';
import { liveMembers } from '../projections/views/live-members.ts';
import { type LiveDocument, lives } from '../projections/views/lives.ts';
import { userCards } from '../projections/views/user-cards.ts';
import { chatChannel, fansChannel, friendsChannel, groupChannel, liveChannel } from './channels.ts';
import { listEntry } from './heihei/list-entry.ts';
import { MAX_FOLLOWED_CHANNELS, NOTICE_MEMBERS } from './limits.ts';
import type { ChannelsOf, CountUnread, RenderCallEntry, RenderCounters } from './ports.ts';

/** How long a connection waits for the read models before it is told to come back later. */
const MODELS_TIMEOUT_MS = 5_000;
/** Rooms looked at per connection; a client is in one or two. */
const MAX_ROOMS = 20;
/** Latest talks looked at per connection: at most one goes on. */
const MAX_CHATS = 5;
/** A client that comes back this soon after a live or a talk ended still gets the message about it that it missed. */
const ENDED_LATELY_MS = 10 * 60_000;

async function showing(models: ReadModels, position: number, views: readonly NamedView[]): Promise<void> {
  if (!(await models.caughtUp(position, views, MODELS_TIMEOUT_MS))) throw new Error('the read models are behind');
}

/**
 * The rooms that the user is in, the talk that they have, their groups, and what their friends and the hosts that they follow tell (of either the latest MAX_FOLLOWED_CHANNELS). Blocking and kicking end membership, so they end
 * the channel too. Blocking also ends the following; until that shows, hosts who block the user are left out here.
 */
export function channelsFrom(models: ReadModels, now: () => number): ChannelsOf {
  return async ({ appId, userId }, atLeast) => {
    await showing(models, atLeast, [liveMembers, follows, blocks, lives, chats, groupMembers, friends]);
    const [memberships, followed, talks, ofGroups, ofFriends] = await Promise.all([
      models.find(liveMembers, { index: 'ofUser', equals: [appId, userId, true], reverse: true, limit: MAX_ROOMS }),
      models.find(follows, { index: 'following', equals: [appId, userId], limit: MAX_FOLLOWED_CHANNELS }),
      models.find(chats, { index: 'byUser', equals: [appId, userId], limit: MAX_CHATS }),
      models.find(groupMembers, { index: 'ofUser', equals: [appId, userId], limit: MAX_GROUPS_OF_PERSON }),
      models.find(friends, { index: 'ofUser', equals: [appId, userId], limit: MAX_FOLLOWED_CHANNELS }),
    ]);
    const groups = ofGroups.map(({ document: { groupId, joinedPosition } }) => ({
      channel: groupChannel(appId, groupId),
      joinedPosition,
    }));
    const ids = memberships.map(({ document }) => `${appId}.${document.liveId}`);
    const rooms = ids.length === 0 ? [] : await models.getMany(lives, ids);
    const known = rooms.filter((live) => live !== null);
    const hosts = followed.map(({ document }) => document.targetId);
    const blockedBy = await models.getMany(
      blocks,
      hosts.map((hostId) => `${appId}.${hostId}.${userId}`),
    );
    const channel = ({ liveId }: LiveDocument) => liveChannel(appId, liveId);
    const isOver = ({ status }: LiveDocument) => status !== LIVE_STATUS.playing;
    const lately = known.filter((live) => isOver(live) && now() - live.endedAt < ENDED_LATELY_MS);
    const ofTalks = talks.map(({ document }) => document);
    const talk = ({ chatId }: ChatDocument) => chatChannel(appId, chatId);
    const wasTalkLately = ({ isOn, joined, endedAt }: ChatDocument) =>
      !isOn && joined && now() - endedAt < ENDED_LATELY_MS;
    return {
      on: [
        ...known.filter((live) => !isOver(live)).map(channel),
        ...ofTalks.filter(({ isOn }) => isOn).map(talk),
        ...hosts.filter((_, n) => blockedBy[n] === null).map((hostId) => fansChannel(appId, hostId)),
        ...groups.map(({ channel }) => channel),
        ...ofFriends.map(({ document }) => friendsChannel(appId, document.targetId)),
      ],
      over: [...lately.map(channel), ...ofTalks.filter(wasTalkLately).map(talk)],
      ...(groups.length > 0 && {
        since: new Map(groups.map(({ channel, joinedPosition }) => [channel, joinedPosition])),
      }),
    };
  };
}

/**
 * The counters object of heihei 观看直播用户列表; the users as that endpoint lists them, newest first. `pictureUrl` makes an address of what a
 * profile keeps as its picture.
 */
export function countersFrom(
  models: ReadModels,
  pictureUrl: (userId: number, kept: string) => string = (_, kept) => kept,
): RenderCounters {
  return async (appId, liveId, withUsers, atLeast) => {
    await showing(models, atLeast, [lives, liveMembers, userCards]);
    const live = await models.get(lives, `${appId}.${liveId}`);
    if (live?.status !== LIVE_STATUS.playing) return null;
    const counters = {
      roomSeatCount: live.seatCount,
      totalCount: live.memberCount,
      roomLockedCount: live.lockedCount,
    };
    if (!withUsers || live.memberCount > NOTICE_MEMBERS) return counters;
    const members = await models.find(liveMembers, {
      index: 'present',
      equals: [appId, liveId, true],
      reverse: true,
      limit: MAX_QUERY_DOCUMENTS,
    });
    const cards = await models.getMany(
      userCards,
      members.map(({ document }) => `${appId}.${document.userId}`),
    );
    const users = members.map(({ document }, index) => ({
      id: document.userId,
      name: cards[index]?.displayName ?? '',
      // One object for the whole room cannot say whom each reader follows; the endpoint list-live-users does.
      isFollowed: false,
      coverUrl: pictureUrl(document.userId, cards[index]?.coverUrl ?? ''),
      gender: cards[index]?.gender ?? 'Unspecified',
      birthDay: cards[index]?.birthDay ?? '',
      joinTime: document.joinTime,
    }));
    return { ...counters, users };
  };
}

/** All that a user has not read, of people and of groups. */
export function unreadFrom(models: ReadModels): CountUnread {
  return async (appId, userId, atLeast) => {
    await showing(models, atLeast, UNREAD_VIEWS);
    return unreadOf(models, appId, userId);
  };
}

/** A call in a user's list of messages. `pictureUrl`: as of `countersFrom`. */
export function callEntriesFrom(
  models: ReadModels,
  pictureUrl: (userId: number, kept: string) => string = (_, kept) => kept,
): RenderCallEntry {
  return async (appId, { userId, otherId }, atLeast) => {
    await showing(models, atLeast, [inboxEntries, userCards]);
    const [entry, other] = await Promise.all([
      models.get(inboxEntries, `${appId}.${userId}.${otherId}`),
      models.get(userCards, `${appId}.${otherId}`),
    ]);
    if (!entry || entry.kind === 'message' || !other) return null;
    return listEntry(entry, { ...other, coverUrl: pictureUrl(otherId, other.coverUrl) }, null);
  };
}
