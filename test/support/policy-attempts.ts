import type { Actor } from '../../application/actor.ts';
import { acceptChat, cancelDue, dueChat } from '../../application/chats/calls.ts';
import { beatInChat, changeChat, joinChat, showChat, stopChat } from '../../application/chats/talk.ts';
import type { MakeMeta } from '../../application/commands.ts';
import { callBetween } from '../../application/conferences/call-between.ts';
import { acceptCall, refuseCall, requestCall } from '../../application/conferences/calls.ts';
import { confirmConference, joinConference, quitConference } from '../../application/conferences/conference.ts';
import type { Core } from '../../application/core.ts';
import { answerFriend, removeFriend, requestFriend } from '../../application/friends/friends.ts';
import { buyBullet, buyChatGift, buyGift, buySubjectGift } from '../../application/gifts/purchases.ts';
import { reportUser } from '../../application/house/reports.ts';
import { messagesWith, readConversation, removeInboxEntry, revokeMessage } from '../../application/messages/inbox.ts';
import { sendMessage } from '../../application/messages/send.ts';
import { activePeople, type Listing, peopleByType } from '../../application/people/listings.ts';
import { followedBy, followersOf, searchPeople } from '../../application/people/lists.ts';
import { relate } from '../../application/people/relations.ts';
import { viewProfile } from '../../application/people/view-profile.ts';
import { latestRecords, readRecord } from '../../application/records/records.ts';
import {
  continueLive,
  deleteLive,
  pauseLive,
  renameLive,
  setLiveVisible,
} from '../../application/rooms/host-commands.ts';
import { inviteCandidates, inviteViewer } from '../../application/rooms/invitations.ts';
import { beatInLive, joinLive, quitLive } from '../../application/rooms/join-quit.ts';
import { livesOfFollowed, livesOfHost, recommendedLives } from '../../application/rooms/lists.ts';
import { giveNotice, managersOf, personInRoom, setManager } from '../../application/rooms/managers.ts';
import { isMuted, kickViewer, muteViewer, unmuteViewer } from '../../application/rooms/moderation.ts';
import { liveOnAir } from '../../application/rooms/playing-live.ts';
import { replayOf } from '../../application/rooms/replay.ts';
import { pastUsers, usersInRoom } from '../../application/rooms/room-users.ts';
import { knock, seatsLeft, setSeatLocked } from '../../application/rooms/seats.ts';
import { sharedLive, showLive } from '../../application/rooms/show-live.ts';
import { startLive, stopLive } from '../../application/rooms/start-stop.ts';
import { likeLive, sayText } from '../../application/rooms/talk.ts';
import {
  likeSubject,
  listenToSubject,
  replyToSubject,
  retitleSubject,
  showSubject,
  subjectWithReplies,
} from '../../application/topics/subjects.ts';
import { listTopics, showTopic } from '../../application/topics/topics.ts';
import type { ScenedLive } from './policy-world.ts';

/** One try of a use case with a live. A list resolves to 'ok' when it shows the live, else to '-'. */
export type WithLive = (
  core: Core,
  actor: Actor,
  live: ScenedLive,
  meta: MakeMeta,
  victimId: number,
) => Promise<unknown>;

const listing = (lists: { live: { liveId: number } }[][], { liveId }: ScenedLive) =>
  lists.flat().some(({ live }) => live.liveId === liveId) ? 'ok' : '-';
const hosts =
  (useCase: (core: Core, actor: Actor, of: ScenedLive, makeMeta: MakeMeta) => Promise<unknown>): WithLive =>
  (core, actor, live, meta) =>
    useCase(core, actor, live, meta);
const onVictim =
  (
    useCase: (core: Core, a: Actor, of: { liveId: number; userId: number }, m: MakeMeta) => Promise<unknown>,
  ): WithLive =>
  (core, actor, { liveId }, meta, userId) =>
    useCase(core, actor, { liveId, userId }, meta);

export const WITH_LIVE: Record<string, WithLive> = {
  showLive,
  sharedLive,
  liveOnAir: async (core, actor, { hostId, liveId }) =>
    (await liveOnAir(core, actor, { hostId })) === liveId ? 'ok' : '-',
  recommendedLives: async (core, actor, live) => {
    const { playing, stopped } = await recommendedLives(core, actor);
    return listing([playing, stopped], live);
  },
  livesOfFollowed: async (core, actor, live) => {
    const { playing, stopped } = await livesOfFollowed(core, actor);
    return listing([playing, stopped], live);
  },
  livesOfHost: async (core, actor, live) =>
    listing([(await livesOfHost(core, actor, { hostId: live.hostId, offset: 0, limit: 20 })).lives], live),
  usersInRoom: (core, actor, { liveId }) => usersInRoom(core, actor, { liveId, page: { newest: true } }),
  managersOf,
  personInRoom: onVictim((core, actor, whom) => personInRoom(core, actor, whom)),
  pastUsers,
  replayOf: (core, actor, { liveId }) => replayOf(core, actor, { liveId, from: 0 }),
  seatsLeft,
  callBetween: async (core, actor, { liveId, hostId }) =>
    (await callBetween(core, actor, { liveId, otherId: hostId })) ? 'ok' : '-',
  joinLive: (core, actor, { liveId }, meta) => joinLive(core, actor, { liveId, invitationKey: '' }, meta),
  knock: hosts(knock),
  beatInLive: (core, actor, { liveId }) => beatInLive(core, actor, { liveId, asHost: false }),
  quitLive: hosts(quitLive),
  sayText: (core, actor, { liveId }, meta) => sayText(core, actor, { liveId, roomId: liveId, text: '你好' }, meta),
  likeLive: (core, actor, { liveId }, meta) => likeLive(core, actor, { liveId, kind: 'a' }, meta),
  buyGift: (core, actor, { liveId }, meta) =>
    buyGift(core, actor, { giftId: 101, liveId, amount: 1, comboId: '' }, meta),
  buyBullet: (core, actor, { liveId }, meta) => buyBullet(core, actor, { liveId, text: '你好' }, meta),
  requestCall: (core, actor, { liveId }, meta) => requestCall(core, actor, { liveId }, meta),
  acceptCall: (core, actor, { liveId }, meta, viewerId) => acceptCall(core, actor, { liveId, viewerId }, meta),
  refuseCall: (core, actor, { liveId }, meta, viewerId) => refuseCall(core, actor, { liveId, viewerId }, meta),
  joinConference: hosts(joinConference),
  confirmConference: hosts(confirmConference),
  quitConference: hosts(quitConference),
  isMuted: onVictim((core, actor, whom) => isMuted(core, actor, whom)),
  muteViewer: onVictim(muteViewer),
  unmuteViewer: onVictim(unmuteViewer),
  kickViewer: onVictim(kickViewer),
  setManager: onVictim((core, actor, whom, meta) => setManager(core, actor, { ...whom, isManager: true }, meta)),
  giveNotice: (core, actor, { liveId }, meta) => giveNotice(core, actor, { liveId, text: '抽奖' }, meta),
  inviteCandidates,
  inviteViewer: onVictim(inviteViewer),
  setSeatLocked: (core, actor, { liveId }, meta) => setSeatLocked(core, actor, { liveId, locked: true }, meta),
  renameLive: (core, actor, { liveId }, meta) => renameLive(core, actor, { liveId, title: '改名' }, meta),
  pauseLive: hosts(pauseLive),
  continueLive: hosts(continueLive),
  setLiveVisible: (core, actor, { liveId }, meta) => setLiveVisible(core, actor, { liveId, visible: true }, meta),
  startLive: hosts(startLive),
  stopLive: hosts(stopLive),
  deleteLive: hosts(deleteLive),
};

/** The person that a use case is tried with. The actor hosts two lives on air: the person knocked at `liveId`, and is in `inLive`. */
export interface OtherPerson {
  userId: number;
  name: string;
  liveId: number;
  inLive: number;
  /** What they have recorded. */
  recordId: number;
  /** What they have posted to `TOPIC_ID`. */
  subjectId: number;
}

/** A topic to which all of them posted. */
export const TOPIC_ID = 9_400;

/** One try of a use case with another person. */
export type WithPerson = (core: Core, actor: Actor, other: OtherPerson, meta: MakeMeta) => Promise<unknown>;

const page = { offset: 0, limit: 20 };
const listedIn = ({ people }: Listing, { userId }: OtherPerson) =>
  people.some(({ card }) => card.userId === userId) ? 'ok' : '-';
const relating =
  (type: 'FollowUser' | 'UnfollowUser' | 'BlockUser' | 'UnblockUser'): WithPerson =>
  (core, actor, { userId }, meta) =>
    relate(core, actor, { type, targetId: userId }, meta);
export const WITH_PERSON: Record<string, WithPerson> = {
  viewProfile,
  followersOf: (core, actor, { userId }) => followersOf(core, actor, { userId, ...page }),
  followedBy: (core, actor, { userId }) => followedBy(core, actor, { userId, ...page }),
  searchPeople: async (core, actor, { name, userId }) =>
    (await searchPeople(core, actor, name)).some(({ card }) => card.userId === userId) ? 'ok' : '-',
  inviteViewer,
  inviteCandidates: async (core, actor, { liveId, userId }) =>
    (await inviteCandidates(core, actor, { liveId })).some(({ card }) => card.userId === userId) ? 'ok' : '-',
  requestCall: (core, actor, { inLive, userId }, meta) =>
    requestCall(core, actor, { liveId: inLive, viewerId: userId }, meta),
  dueChat,
  sendMessage: (core, actor, { userId }, meta) =>
    sendMessage(core, actor, { toUserId: userId, content: { kind: 'text', text: '在吗' } }, meta),
  messagesWith: (core, actor, { userId }) => messagesWith(core, actor, { otherId: userId, limit: 20 }),
  readConversation: (core, actor, { userId }, meta) => readConversation(core, actor, { otherId: userId }, meta),
  removeInboxEntry: (core, actor, { userId }, meta) => removeInboxEntry(core, actor, { otherId: userId }, meta),
  revokeMessage: (core, actor, { userId }, meta) => revokeMessage(core, actor, { otherId: userId, messageId: 1 }, meta),
  requestFriend: (core, actor, { userId }, meta) => requestFriend(core, actor, { targetId: userId, text: '' }, meta),
  answerFriend: (core, actor, { userId }, meta) =>
    answerFriend(core, actor, { askerId: userId, isAccepted: true }, meta),
  removeFriend: (core, actor, { userId }, meta) => removeFriend(core, actor, { targetId: userId }, meta),
  readRecord: (core, actor, { recordId }, meta) => readRecord(core, actor, { recordId }, meta),
  latestRecords: async (core, actor, { recordId }) => {
    const { others } = await latestRecords(core, actor, { before: 0 });
    return others.some(({ record }) => record.recordId === recordId) ? 'ok' : '-';
  },
  listTopics: async (core, actor, { userId }) => {
    const { calls } = await listTopics(core, actor, { offset: 0 });
    return calls?.people.some(({ card }) => card.userId === userId) ? 'ok' : '-';
  },
  showTopic: async (core, actor, other) => {
    const { subjects } = await showTopic(core, actor, { topicId: TOPIC_ID, order: 'newest', offset: 0 });
    return subjects.some(({ subject }) => subject.subjectId === other.subjectId) ? 'ok' : '-';
  },
  showSubject,
  subjectWithReplies: (core, actor, { subjectId }) => subjectWithReplies(core, actor, { subjectId, offset: 0 }),
  replyToSubject: (core, actor, { subjectId }, meta) =>
    replyToSubject(core, actor, { subjectId, sign: 'x', samples: '1', title: '' }, meta),
  likeSubject,
  listenToSubject,
  buySubjectGift: (core, actor, { subjectId }, meta) =>
    buySubjectGift(core, actor, { giftId: 101, subjectId, amount: 1, comboId: '' }, meta),
  retitleSubject: (core, actor, { subjectId }, meta) => retitleSubject(core, actor, { subjectId, title: '我的' }, meta),
  peopleByType: async (core, actor, other) =>
    listedIn(await peopleByType(core, actor, { isAnchor: false, ...page }), other),
  activePeople: async (core, actor, other) => listedIn(await activePeople(core, actor, page), other),
  reportUser: (core, actor, { userId }, meta) => reportUser(core, actor, { userId, kind: 'abuse' }, meta),
  FollowUser: relating('FollowUser'),
  UnfollowUser: relating('UnfollowUser'),
  BlockUser: relating('BlockUser'),
  UnblockUser: relating('UnblockUser'),
};

/** A call or talk that the use case is tried with: of `callerId`, with `calleeId`. */
export interface ScenedChat {
  chatId: number;
  callerId: number;
  calleeId: number;
}

/** One try of a use case with a call or talk. */
export type WithChat = (core: Core, actor: Actor, chat: ScenedChat, meta: MakeMeta) => Promise<unknown>;

export const WITH_CHAT: Record<string, WithChat> = {
  acceptChat: (core, actor, { chatId, callerId }, meta) =>
    acceptChat(core, actor, { chatId, callerId, callsBack: false }, meta),
  cancelDue,
  joinChat,
  showChat,
  beatInChat,
  changeChat: (core, actor, { chatId }, meta) => changeChat(core, actor, { chatId, change: 'pause' }, meta),
  buyChatGift: (core, actor, { chatId, callerId, calleeId }, meta) => {
    const toUserId = actor.userId === callerId ? calleeId : callerId;
    return buyChatGift(core, actor, { giftId: 101, chatId, toUserId, amount: 1, comboId: '' }, meta);
  },
  stopChat,
};
