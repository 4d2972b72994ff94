import { type TObject, type TProperties, Type } from '@sinclair/typebox';

/**
 * The shapes of the socket messages that `messagesOf` makes, and of the counters (heihei, 消息数据定义, 连麦消息). Documents and clients' types
 * come from here; a test checks every message that is built against its shape, and that it has no other properties.
 */

const Id = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER });
const Count = Type.Integer({ minimum: 0 });
const Text = Type.String();
const Seconds = (description: string) => Type.Integer({ minimum: 0, description: `${description}, in seconds.` });
const Gender = Type.Union([Type.Literal('Male'), Type.Literal('Female'), Type.Literal('Unspecified')], {
  title: 'Gender',
});

const Sender = { fromUserId: Id, fromUserName: Text, gender: Gender };
const SenderWithPicture = { ...Sender, coverUrl: Text };
const SenderCard = { ...SenderWithPicture, birthDay: Text };

/** What the gateway adds to every message. */
const Delivery = {
  msgId: Type.Integer({
    minimum: 0,
    description: 'Grows with the position; the same whenever the message is sent again.',
  }),
  position: Type.Integer({
    minimum: 0,
    description: 'Of the channel: a client that comes back names the last one it saw.',
  }),
  channel: Type.String({
    description:
      '`live:<app>.<id>`, `chat:<app>.<id>`, `user:<app>.<id>`, `group:<app>.<id>`, `fans:<app>.<id of the host>` or `friends:<app>.<id of the friend>`.',
  }),
};

interface Message {
  /** When it comes and what it says. */
  summary: string;
  /** As it arrives: what `messagesOf` makes, and what the gateway adds. */
  body: TObject;
}

const message = (title: string, summary: string, properties: TProperties): Message => ({
  summary,
  body: Type.Object({ ...properties, ...Delivery }, { title }),
});

const said = (msgType: string, title: string, summary: string, properties: TProperties): Message =>
  message(title, summary, { msgType: Type.Literal(msgType), ...properties });

const action = (name: string, title: string, summary: string, properties: TProperties): Message =>
  message(title, summary, { msgType: Type.Literal('action'), action: Type.Literal(name), ...properties });

const comment = Text;

/** What is said and given in a room. */
const feed = {
  text: said('text', 'TextMessage', 'Somebody said something in a room', {
    ...SenderWithPicture,
    text: Text,
    roomId: Id,
  }),
  gift: said('gift', 'GiftMessage', 'Somebody gave a gift in a room or a talk', {
    amount: Type.Integer({ minimum: 1, description: 'How many of the gift there are by now in this combo.' }),
    giftId: Id,
    roomId: Id,
    ...Sender,
    gift: Type.Object({ id: Id, name: Text, type: Type.Integer(), desc: Text }, { title: 'GiftOfMessage' }),
    totalTicket: Count,
    gift_uuid: Text,
  }),
  barrage: said('barrage', 'BarrageMessage', 'Somebody paid for a line that runs over the picture', {
    ...SenderCard,
    text: Text,
    roomId: Id,
    totalTicket: Count,
  }),
  like: said('like', 'LikeMessage', 'Somebody liked what goes on in a room', { ...SenderCard, text: Text, roomId: Id }),
  system: said('system', 'SystemMessage', 'A notice in a room', { text: Text }),
};

/** Who writes, or is told that it was read. */
const PersonOrApp = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, description: '0: the app itself.' });

/** heihei, IM消息类型: a message that was kept. */
export const ImMessage = {
  msgType: Type.Literal('IM'),
  msg: Type.Object(
    {
      toUserId: Type.Optional(Id),
      groupId: Type.Optional(Type.Integer({ description: 'In place of `toUserId`: it was written to this group.' })),
      fromUserId: PersonOrApp,
      msgType: Type.String({
        description:
          'text, audio, image, video, gift, dueChat, sysnotify, systopic, custom, or event (passes by, not kept); from other APIs also file, ' +
          'at, merge, card, location, quote.',
      }),
      content: Type.Record(Type.String(), Type.Unknown()),
      jump: Type.Optional(Type.Object({ text: Text, link: Text })),
      msgId: Id,
      createTime: Seconds('Of the epoch'),
      tips: Type.String({ description: 'What a client shows that does not know the kind.' }),
    },
    { title: 'ImContent' },
  ),
  users: Type.Record(
    Text,
    Type.Object(
      {
        id: PersonOrApp,
        displayName: Text,
        heiNum: Count,
        coverUrl: Text,
        level: Type.Integer({ minimum: 1 }),
        gender: Gender,
        honours: Type.Array(Type.Unknown(), { maxItems: 0 }),
        isFollowed: Type.Boolean({ description: 'The receiver followed the sender when it was sent.' }),
      },
      { title: 'ImSender' },
    ),
    { description: 'By id: the sender.' },
  ),
};

/** What says something of a message: that it was taken back, or that all up to it was read. */
const ImNotice = {
  msgType: Type.Literal('IM'),
  msg: Type.Object(
    {
      toUserId: Type.Optional(PersonOrApp),
      groupId: Type.Optional(Type.Integer({ description: 'It was written to this group.' })),
      fromUserId: PersonOrApp,
      msgType: Type.Union([Type.Literal('revoke'), Type.Literal('read')]),
      content: Type.Object({
        msgId: Type.Optional(Id),
        groups: Type.Optional(
          Type.Array(Type.Object({ groupId: Id, seq: Type.Integer() }), {
            description: 'The user has read these groups, on another device, up to their message `seq`.',
          }),
        ),
      }),
      createTime: Seconds('Of the epoch'),
    },
    { title: 'ImNoticeContent' },
  ),
};

/** Something changed with a group of the user's, or a friend (OpenIM, contentType 2xx and 5xx). */
const ImChange = {
  msgType: Type.Literal('IM'),
  msg: Type.Object(
    {
      toUserId: Type.Optional(Id),
      groupId: Type.Optional(Id),
      fromUserId: Type.Integer({ description: 'Who did it; 0: the app’s server.' }),
      msgType: Type.Literal('notice'),
      content: Type.Object({
        contentType: Type.Integer({
          description:
            '201 friends, 203 asked to be, 204 a friend changed, 501 transferred, 502 created, 504 joined, 505 left, 506 changed, 509 removed, 510 invited, 511 destroyed, 512 role.',
        }),
        defaultTips: Text,
        detail: Type.String({ description: 'JSON.' }),
      }),
      createTime: Seconds('Of the epoch'),
    },
    { title: 'ImChangeContent' },
  ),
};

/** What people write to each other. */
const im = {
  IM: message('ImMessage', 'Somebody wrote to the user, or the user from another device', ImMessage),
  'IM-notice': message('ImNotice', 'A message was taken back (`revoke`), or read (`read`)', ImNotice),
  'IM-change': message('ImChange', 'Something changed with a group or a friend (`notice`)', ImChange),
  'message-unread-count': action(
    'message-unread-count',
    'MessageUnreadCountMessage',
    'How much is unread changed: clients show this number and count nothing themselves',
    { comment, count: Count },
  ),
};

/** A room's life, members and moderation. */
const live = {
  'start-live-notify': action('start-live-notify', 'StartLiveNotifyMessage', 'A host whom the user follows went live', {
    comment,
    link: Text,
    text: Text,
    ...Sender,
    'text-head': Text,
    'text-tail': Text,
    getuiAction: Type.Literal('live'),
  }),
  'live-change': action('live-change', 'LiveChangeMessage', 'The title of a live changed', {
    comment,
    liveId: Id,
    title: Text,
  }),
  'stop-live': action('stop-live', 'StopLiveMessage', 'A live ended', {
    comment,
    roomId: Id,
    live: Type.Object(
      {
        liveId: Id,
        title: Text,
        ...{ streamAddr: Text, pushAddr: Text, shareAddr: Text, lookbackAddr: Text },
        userId: Id,
        roomId: Id,
        totalUsers: Count,
        totalTickets: Count,
        onlineUsers: Count,
      },
      { title: 'StoppedLive' },
    ),
  }),
  'quit-live': action('quit-live', 'QuitLiveMessage', 'The user was put out of a room', { comment, liveId: Id }),
  'live-invite': action('live-invite', 'LiveInviteMessage', 'A host invites the user into a room', {
    liveId: Id,
    liveKey: Text,
    text: Text,
    link: Text,
    ...SenderCard,
    honours: Type.Array(Text),
  }),
  'shutup-user': action('shutup-user', 'ShutupUserMessage', 'Somebody was muted in a room', {
    comment,
    userId: Id,
    roomId: Id,
  }),
  'shutup-open-user': action('shutup-open-user', 'ShutupOpenUserMessage', 'Somebody may talk again in a room', {
    comment,
    userId: Id,
    roomId: Id,
  }),
};

const conference = {
  'conference-notify': action(
    'conference-notify',
    'ConferenceNotifyMessage',
    'A host invites the user to talk on air',
    {
      comment,
      text: Text,
      expireTime: Seconds('How long an answer is waited for'),
      liveId: Id,
    },
  ),
  'join-conference': action('join-conference', 'JoinConferenceMessage', 'The user is to join a conference now', {
    comment,
    liveId: Id,
  }),
  'conference-status': action(
    'conference-status',
    'ConferenceStatusMessage',
    'What became of the conference of a room',
    {
      comment,
      liveId: Id,
      status: Type.Integer({ enum: [0, 1, 2], description: '0 waiting, 1 connected, 2 over.' }),
      ...SenderCard,
    },
  ),
  'stop-conference': action('stop-conference', 'StopConferenceMessage', 'The conference of the user is over', {
    comment,
    liveId: Id,
  }),
};

const ChatUser = Type.Object(
  {
    ...{ id: Id, heiNum: Count, displayName: Text, description: Text, level: Count, experience: Count },
    ...{ gender: Gender, birthDay: Text, coverUrl: Text, region: Text, address: Text },
    ...{ user_type: Text, user_status: Text, lastModified: Count, honours: Type.Array(Text) },
    status: Type.Integer({ enum: [0, 1, 2, 3], description: '0 entering, 1 there, 2 left, 3 lost.' }),
    ...{ point: Count, allEarnPoint: Count, isFollowed: Type.Boolean() },
  },
  { title: 'UserInChat' },
);

/** heihei, 消息数据定义: 约聊通知消息; kept for historyMsg. */
export const DueChatNotify = {
  msgType: Type.Literal('action'),
  action: Type.Literal('due-chat-notify'),
  comment,
  expireTime: Seconds('How long it rings'),
  chatId: Id,
  ...SenderCard,
  type: Type.Integer({ enum: [0, 1], description: '1: returns a call of the user.' }),
  needstore: Type.Literal(true),
  getuiAction: Type.Literal('duechat'),
};

/** Calls and talks of two people. */
const chat = {
  'due-chat-notify': message('DueChatNotifyMessage', 'Somebody calls the user', DueChatNotify),
  'cancel-due-chat': action('cancel-due-chat', 'CancelDueChatMessage', 'A call was taken back, or refused', {
    comment,
    chatId: Id,
    ...SenderCard,
  }),
  'join-chat': action('join-chat', 'JoinChatMessage', 'The user is to join a talk now', {
    comment,
    chatId: Id,
    chatid: Id,
  }),
  'chat-user-status': action('chat-user-status', 'ChatUserStatusMessage', 'Somebody joined, was lost, or hung up', {
    comment,
    chatId: Id,
    users: Type.Array(ChatUser, { description: 'Both, as far as they are known.' }),
    user: Type.Array(ChatUser, { description: 'The same as `users`.' }),
    status: Type.Integer({
      enum: [0, 1, 2, 3],
      description:
        '0 somebody is entering, 1 both are there, 2 somebody left, 3 somebody is lost. After 2 and 3 clients hang up.',
    }),
  }),
  'chat-topic': action('chat-topic', 'ChatTopicMessage', 'What the two could talk about now', {
    comment,
    text: Text,
    chatId: Id,
  }),
  'pause-chat': action('pause-chat', 'PauseChatMessage', 'The other side is away for a moment', {
    comment,
    text: Text,
    chatId: Id,
  }),
  'goon-chat': action('goon-chat', 'GoonChatMessage', 'The other side is back', { comment, text: Text, chatId: Id }),
};

/** For one user, wherever in the app they are. */
const notices = {
  message: action('message', 'ListEntryMessage', 'A call is now the latest in the list of messages', {
    ...SenderCard,
    data: Type.Object({
      count: Type.Integer({ minimum: 1, description: 'How often in a row.' }),
      type: Type.Union([Type.Literal('calling'), Type.Literal('post'), Type.Literal('call')], {
        description: 'They called in vain (calling), the user did (post), or both talked (call).',
      }),
    }),
    link: Text,
    timeStamp: Seconds('Of the epoch'),
    text: Type.Null(),
  }),
  push: said('push', 'PushMessage', 'The server of an app tells the user something, or everybody', {
    push: Type.Object(
      {
        type: Type.Union([Type.Literal('text'), Type.Literal('image'), Type.Literal('command')], {
          description: 'command: for the app alone, shown to nobody.',
        }),
        ...{ title: Text, body: Text, attachmentUrl: Text },
        ext: Type.Union([Type.Record(Text, Type.Unknown()), Type.Null()]),
      },
      { title: 'Announcement' },
    ),
  }),
  toast: said('toast', 'ToastMessage', 'A notice that passes by', {
    text: Text,
    expireTime: Seconds('How long it stays'),
  }),
  'show-tip': action('show-tip', 'ShowTipMessage', 'A notice that may ask for an answer', {
    comment,
    message: Type.Object(
      {
        type: Type.Union([Type.Literal('alert'), Type.Literal('toast'), Type.Literal('image')]),
        title: Text,
        desc: Text,
        jump: Text,
        timeout: Seconds('How long it stays'),
        image: Text,
        buttons: Type.Array(
          Type.Union([Type.Object({ title: Text, action: Text }), Type.Object({ title: Text, jump: Text })]),
        ),
      },
      { title: 'Tip' },
    ),
  }),
};

/** Who is in a room and how many seats it has. The only message without `msgType`. */
const counters = {
  'room-counters': message('RoomCountersMessage', 'How many are in a room; with `users`, who', {
    roomSeatCount: Count,
    totalCount: Count,
    roomLockedCount: Count,
    users: Type.Optional(
      Type.Array(
        Type.Object(
          {
            id: Id,
            name: Text,
            isFollowed: Type.Boolean(),
            coverUrl: Text,
            gender: Gender,
            birthDay: Text,
            joinTime: Type.Integer({ minimum: 0 }),
          },
          { title: 'UserInRoom' },
        ),
        { description: 'Absent: only the counts have changed.' },
      ),
    ),
  }),
};

/** Every message by its `action`, or where it has none its `msgType`. */
export const heiheiMessages: Readonly<Record<string, Message>> = {
  ...feed,
  ...im,
  ...live,
  ...conference,
  ...chat,
  ...notices,
  ...counters,
};
