import type { Static } from '@sinclair/typebox';
import type { ListedLive, Live, LivePerson, RoomUser, Share } from './schemas.ts';

/** A live, its host and a viewer, as the documents' examples show them. */
export const LIVE_ID = 23_128_979;
export const VIEWER_ID = 10_446;
const HOST_ID = 10_062;
const ADDRESS = 'https://salon.example';
const SIGNED = `user=${VIEWER_ID}&expires=1796050800&sign=0d1f7a4be1a54c2f9a9c6e5b7d3f2a10`;

/** As its viewers see it while it plays. */
export const live: Static<typeof Live> = {
  status: 1,
  liveId: LIVE_ID,
  title: '来听我直播~',
  streamAddr: `${ADDRESS}/live/${LIVE_ID}.flv?${SIGNED}`,
  shareAddr: `${ADDRESS}/html/live.html?liveid=${LIVE_ID}&sign=657be2468beca3a2b0be99b987760102`,
  lookbackAddr: '',
  userId: HOST_ID,
  roomId: LIVE_ID,
  visible: 1,
};

/** As its host sees it before it starts. */
export const ownLive: Static<typeof Live> = {
  ...live,
  status: 0,
  pushAddr: `rtmp://salon.example/live/${LIVE_ID}?sign=1796050800-c81b16486c463941fb745938849cf37a`,
};

const shareCard = {
  title: '嘿嘿直播',
  content: '清风 正在直播',
  url: `${live.shareAddr}&uid=${VIEWER_ID}`,
  coverUrl: `${ADDRESS}/static/cover-7.png`,
};
export const share: Static<typeof Share> = { weibo: shareCard, wechat: shareCard, friend: shareCard };

export const options = {
  inefficientTime: 1200,
  countDownTime: 60,
  alertTitle: '队长，你在吗？',
  alertContent: '60秒内不点击‘在的’按钮将结束此次组队',
  helpLink: `${ADDRESS}/html/help.html`,
};

export const roomUser: Static<typeof RoomUser> = {
  id: VIEWER_ID,
  name: '倔强的白羊',
  isFollowed: true,
  coverUrl: '',
  gender: 'Male',
  birthDay: '1986-07-16',
  joinTime: 1_795_964_400_123,
};

/** The host. */
export const person: Static<typeof LivePerson> = {
  id: HOST_ID,
  heiNum: 1_000_206,
  displayName: '清风',
  description: '温暖的你，是我最想遇见的风景。',
  gender: 'Female',
  birthDay: '1995-03-13',
  coverUrl: shareCard.coverUrl,
  address: '长沙',
  region: '',
  level: 1,
  experience: 0,
  user_type: 'Anchor',
  user_status: 'Published',
  honours: [],
  modifyCount: 0,
  roomCount: 0,
  lastModified: 1_795_878_000,
  isFollowed: true,
};

/** The live in a list. */
export const listedLive: Static<typeof ListedLive> = {
  ...live,
  userName: person.displayName,
  creatorName: person.displayName,
  coverUrl: person.coverUrl,
  creatorCover: person.coverUrl,
  creatorId: HOST_ID,
  gender: person.gender,
  birthDay: person.birthDay,
  address: person.address,
  liveCity: person.address,
  liveName: live.title,
  honours: [],
  isFollowed: true,
  isrecomm: 0,
  slot: `salon.${LIVE_ID}`,
  deviceType: null,
  hlsAddr: `${ADDRESS}/live/${LIVE_ID}.m3u8?${SIGNED}`,
  messageAddr: '',
  createTime: '2026-11-27 19:00:00',
  startTime: '2026-11-27 19:00:04',
  endTime: null,
  length: null,
  totalTickets: '15',
  livetotalticket: '15',
  totalUsers: 4,
  viewernum: 4,
  onlineUsers: 3,
  onlineUser: 3,
  roomUserCount: 8,
  roomNowUserCount: 3,
};
