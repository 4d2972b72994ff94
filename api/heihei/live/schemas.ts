import { Type } from '@sinclair/typebox';
import { Nullable, named, UpToDate } from '../../http/answers.ts';
import { Id } from '../../http/params.ts';
import { BirthDay, Gender, Honours, Person } from '../person.ts';

/** Schemas of answers about lives; shapes.ts and people.ts build the values. */

const Text = Type.String();
const Count = Type.Integer({ minimum: 0 });
const Seconds = (description: string) => Type.Integer({ minimum: 0, description: `${description}, in seconds.` });
const Time = Nullable(
  Type.String({ description: "`YYYY-MM-DD HH:mm:ss` in China's time (UTC+8); null when it has not happened." }),
);

/** How long clients may keep what they got. */
export const ExpireTime = Seconds('How long the answer may be kept');
export const Liveness = Type.Integer({
  enum: [0, 1, 2, 3, 4],
  description: '0 to be started, 1 playing, 2 stopped, 3 banned, 4 deleted.',
});
export const JoinTime = Type.Integer({
  minimum: 0,
  description: 'When they joined, in epoch milliseconds; unique in a room: pages of its users go by it.',
});
const PushAddr = Type.Optional(Type.String({ description: 'Where the host pushes; for the host alone.' }));

const LiveFields = {
  status: Liveness,
  liveId: Id,
  title: Text,
  streamAddr: Type.String({ description: 'Where the caller pulls: signed for them, good for some minutes.' }),
  shareAddr: Type.String({ description: 'The page that a shared link opens.' }),
  lookbackAddr: Type.String({ description: "The recording of a live that was stopped; '' before." }),
  userId: Type.Integer({ ...Id, description: 'The host.' }),
  roomId: Id,
  visible: Type.Integer({ enum: [0, 1], description: 'Whether others find it in lists.' }),
};

/** heihei, 创建直播, 更新直播, 删除直播, 设置直播可见. */
export const Live = named('Live', Type.Object({ ...LiveFields, pushAddr: PushAddr }));

const Audience = {
  totalUsers: Type.Integer({ minimum: 0, description: 'Joins of viewers so far.' }),
  totalTickets: Type.Integer({ minimum: 0, description: 'Points that the live has earned so far.' }),
  onlineUsers: Type.Integer({ minimum: 0, description: 'Who is in the room, the host among them.' }),
};

/** heihei, 加入直播. */
export const JoinedLive = named('JoinedLive', Type.Object({ ...LiveFields, pushAddr: PushAddr, ...Audience }));

/** heihei, 结束直播. */
export const EndedLive = named(
  'EndedLive',
  Type.Object({ ...LiveFields, pushAddr: PushAddr, ...Audience, liveTotalTicket: Count }),
);

/** Older and newer clients read some of these under different names: both are sent. */
const ListedFields = {
  ...LiveFields,
  userName: Text,
  creatorName: Text,
  coverUrl: Text,
  creatorCover: Text,
  creatorId: Id,
  gender: Gender,
  birthDay: BirthDay,
  address: Text,
  liveCity: Text,
  liveName: Text,
  honours: Honours,
  isFollowed: Type.Boolean({ description: 'The host, by the caller.' }),
  isrecomm: Type.Literal(0),
  slot: Text,
  deviceType: Type.Null(),
  hlsAddr: Text,
  messageAddr: Type.String({
    description: "Where what was said and given in a stopped live is read: see replayFeed; '' before.",
  }),
  createTime: Time,
  startTime: Time,
  endTime: Time,
  length: Nullable(Seconds('How long it played; null unless it was stopped')),
  totalTickets: Type.String({ pattern: '^\\d+$', description: 'Points that the live has earned so far, as a string.' }),
  livetotalticket: Type.String({ pattern: '^\\d+$' }),
  totalUsers: Count,
  viewernum: Count,
  onlineUsers: Count,
  onlineUser: Count,
  roomUserCount: Type.Integer({ minimum: 0, description: "Seats that are not locked, the host's among them." }),
  roomNowUserCount: Type.Integer({ minimum: 0, description: 'Who is in the room, the host among them.' }),
};

/** heihei, 直播推荐列表, 关注用户直播与回放, 我的/ta的直播. */
export const ListedLive = named('ListedLive', Type.Object(ListedFields));

/** heihei, 获取直播. */
export const SeenLive = named('SeenLive', Type.Object({ ...ListedFields, pushAddr: PushAddr, expireTime: ExpireTime }));

const ShareCard = named('ShareCard', Type.Object({ title: Text, content: Text, url: Text, coverUrl: Text }));
/** heihei, 直播分享. */
export const Share = named('Share', Type.Object({ weibo: ShareCard, wechat: ShareCard, friend: ShareCard }));

const LiveOptions = named(
  'LiveOptions',
  Type.Object({
    inefficientTime: Seconds('How long a room may be idle until the host is asked'),
    countDownTime: Seconds('How long the host is given for an answer'),
    alertTitle: Text,
    alertContent: Text,
    helpLink: Text,
  }),
);

/** heihei, 创建直播, 未关闭的直播查询. */
export const Creation = { live: Live, share: Share, liveOptions: LiveOptions };

/** Answers to commands of the host that show the live. */
export const ChangedLive = Type.Object({ live: Live, ...UpToDate });

const PersonFields = {
  ...Person,
  modifyCount: Type.Integer({ minimum: 0, description: 'Renames so far.' }),
  roomCount: Type.Integer({ minimum: 0, description: 'Lives so far.' }),
  isFollowed: Type.Boolean(),
};

/** heihei, 回放观看用户列表; 获取直播, 加入直播: userInfo. */
export const LivePerson = named('LivePerson', Type.Object(PersonFields));
/** The host; absent while the read model does not have them yet. */
export const HostInfo = { userInfo: Type.Optional(LivePerson) };
/** heihei, 邀请好友列表. */
export const Candidate = named(
  'InviteCandidate',
  Type.Object({ ...PersonFields, knocked: Type.Boolean({ description: 'Has asked for a seat.' }) }),
);

/** heihei, 观看直播用户列表. */
export const RoomUser = named(
  'RoomUser',
  Type.Object({
    id: Id,
    name: Text,
    isFollowed: Type.Boolean({ description: 'By the caller.' }),
    coverUrl: Text,
    gender: Gender,
    birthDay: BirthDay,
    joinTime: JoinTime,
  }),
);
