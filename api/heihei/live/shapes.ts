import type { UserCard } from '../../../application/people/cards.ts';
import { type LiveDocument, type LiveSummary, openSeats } from '../../../application/rooms/standing.ts';
import { LIVE_STATUS, type LiveStatus } from '../../../domain/live/events.ts';
import { PAGES } from '../pages/texts.ts';
import { honoursOf } from '../person.ts';
import {
  type AddressBook,
  hlsAddress,
  lookbackAddress,
  pushAddress,
  replayAddress,
  shareAddress,
  streamAddress,
} from './addresses.ts';

/** What the document's answers show of a live's host. */
type ShownHost = Pick<UserCard, 'userId' | 'displayName' | 'gender' | 'birthDay' | 'coverUrl'> & {
  address?: string;
  honours?: UserCard['honours'];
};

/** Seconds that clients may keep a list of lives (heihei, 直播推荐列表: expireTime). */
export const LIST_EXPIRE_S = 60;
/** Seconds that clients may keep a user's lives (我的/ta的直播). */
export const USER_LIST_EXPIRE_S = 120;
/** Seconds that clients may keep one live (获取直播). */
export const LIVE_EXPIRE_S = 10;

const CHINA_OFFSET_MS = 8 * 3600 * 1000;

/** The document's `YYYY-MM-DD HH:mm:ss`, in China's time (UTC+8, no daylight saving); null for 0. */
export function chinaTime(ms: number): string | null {
  if (ms === 0) return null;
  return new Date(ms + CHINA_OFFSET_MS).toISOString().slice(0, 19).replace('T', ' ');
}

/** The document's numbers (heihei, 创建直播). */
export const LIVE_STATUS_NUMBER = {
  created: 0,
  playing: 1,
  stopped: 2,
  banned: 3,
  deleted: 4,
} as const satisfies Record<LiveStatus, number>;

/** A live as answers to its host's commands show it; `pushAddr` for the host alone (heihei, 创建直播). */
export function liveDocument(live: LiveSummary, book: AddressBook, viewerId: number) {
  const isHost = live.hostId === viewerId;
  return {
    status: LIVE_STATUS_NUMBER[live.status],
    liveId: live.liveId,
    title: live.title,
    streamAddr: streamAddress(book, live.liveId),
    ...(isHost ? { pushAddr: pushAddress(book, live.liveId) } : {}),
    shareAddr: shareAddress(book, live.liveId),
    lookbackAddr: live.status === LIVE_STATUS.stopped ? lookbackAddress(book, live.liveId) : '',
    userId: live.hostId,
    roomId: live.roomId,
    visible: live.visible ? 1 : 0,
  };
}

/** A live as lists and 获取直播 show it; `totalTickets` is a string there. */
export function listedLive(live: LiveDocument, host: ShownHost, isFollowed: boolean, book: AddressBook) {
  const { pushAddr: _, ...shown } = liveDocument(live, book, 0);
  const stopped = live.status === LIVE_STATUS.stopped;
  return {
    ...shown,
    userName: host.displayName,
    coverUrl: host.coverUrl,
    creatorId: live.hostId,
    creatorName: host.displayName,
    creatorCover: host.coverUrl,
    gender: host.gender,
    birthDay: host.birthDay,
    address: host.address ?? '',
    liveName: live.title,
    liveCity: host.address ?? '',
    honours: honoursOf(host),
    isFollowed,
    isrecomm: 0 as const,
    slot: `salon.${live.liveId}`,
    deviceType: null,
    hlsAddr: hlsAddress(book, live.liveId),
    messageAddr: stopped ? replayAddress(book, live.liveId) : '',
    createTime: chinaTime(live.createdAt),
    startTime: chinaTime(live.startedAt),
    endTime: chinaTime(live.endedAt),
    /** Seconds. */
    length:
      stopped && live.startedAt > 0 && live.endedAt > 0 ? Math.round((live.endedAt - live.startedAt) / 1000) : null,
    totalTickets: String(live.totalPoints),
    livetotalticket: String(live.totalPoints),
    totalUsers: live.totalUsers,
    viewernum: live.totalUsers,
    onlineUsers: live.memberCount,
    onlineUser: live.memberCount,
    roomUserCount: openSeats(live),
    roomNowUserCount: live.memberCount,
  };
}

/** What clients put into other apps (heihei, 直播分享). */
export function shareDocument(live: LiveSummary, host: ShownHost, book: AddressBook, sharerId: number) {
  const card = {
    title: '嘿嘿直播',
    content: `${host.displayName} 正在直播`,
    url: `${shareAddress(book, live.liveId)}&uid=${sharerId}`,
    coverUrl: host.coverUrl,
  };
  return { weibo: card, wechat: { ...card }, friend: { ...card } };
}

/** How the host's client guards against an idle room (heihei, 创建直播: liveOptions); times in seconds. */
export function liveOptions(book: AddressBook) {
  return {
    inefficientTime: 1200,
    countDownTime: 60,
    alertTitle: '队长，你在吗？',
    alertContent: '60秒内不点击‘在的’按钮将结束此次组队',
    helpLink: `${book.baseUrl}${PAGES.help}`,
  };
}
