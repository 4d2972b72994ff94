import { type Static, Type } from '@sinclair/typebox';
import { ownCounters } from '../../../application/devices/own-counters.ts';
import { isPushEnabled, setPushEnabled } from '../../../application/devices/push-switch.ts';
import { CHAT_BEAT_MS } from '../../../domain/chat/limits.ts';
import { CALL_TIMEOUT_MS } from '../../../domain/conference/events.ts';
import { maxBytesOf } from '../../../domain/file/formats.ts';
import { MAX_TEXT_CHARS } from '../../../domain/kernel/limits.ts';
import { HEARTBEAT_INTERVAL_MS } from '../../../domain/live/limits.ts';
import { RING_MS } from '../../../domain/switchboard/limits.ts';
import { NoAnswer } from '../../http/answers.ts';
import { endpoint } from '../../http/endpoint.ts';
import { Attribute, attributeOf } from '../user/shapes.ts';

const Bytes = Type.Integer({ minimum: 1 });
const Seconds = (description: string) => Type.Integer({ description: `${description}, in seconds.` });

/** What clients have to keep to. */
const Sys = Type.Object({
  heartBeat: Seconds('How often a client in a live says that it is there'),
  callExpire: Seconds('How long a call into a conference waits for an answer'),
  chatHeartBeat: Seconds('How often a client in a talk says that it is there'),
  dueChatExpire: Seconds('How long a call to a talk rings'),
  maxTextChars: Type.Integer({ description: 'Longest text, in code points.' }),
  uploadMaxBytes: Type.Object(
    { avatar: Bytes, image: Bytes, audio: Bytes, video: Bytes },
    { description: 'Largest files that can be uploaded, in bytes.' },
  ),
});
const SYS: Static<typeof Sys> = {
  heartBeat: HEARTBEAT_INTERVAL_MS / 1000,
  callExpire: CALL_TIMEOUT_MS / 1000,
  chatHeartBeat: CHAT_BEAT_MS / 1000,
  dueChatExpire: RING_MS / 1000,
  maxTextChars: MAX_TEXT_CHARS,
  uploadMaxBytes: {
    avatar: maxBytesOf('avatar', 'png'),
    image: maxBytesOf('message', 'png'),
    audio: maxBytesOf('message', 'mp3'),
    video: maxBytesOf('message', 'mp4'),
  },
};

/** heihei, 获取用户配置和其他服务端设置数据. */
export const getConfig = endpoint({
  path: '/api/user/get-config',
  module: 'user',
  name: 'getConfig',
  summary: "Get one's own switches and counters, and what the server expects of clients",
  auth: 'user',
  params: Type.Object({}),
  answer: Type.Object({
    configuration: Type.Object({ user: Attribute, sys: Sys }),
    countings: Type.Object({
      unreadMsgCount: Type.Integer({ minimum: 0 }),
      followerCount: Type.Integer({ minimum: 0 }),
      followingCount: Type.Integer({ minimum: 0 }),
    }),
  }),
  examples: [
    {
      params: {},
      answer: {
        configuration: { user: { push_enable: '1' }, sys: SYS },
        countings: { unreadMsgCount: 2, followerCount: 12, followingCount: 3 },
      },
    },
  ],
  errors: [],
  async handle({ core, caller }) {
    const [isEnabled, { unread, followers, following }] = await Promise.all([
      isPushEnabled(core, caller),
      ownCounters(core, caller),
    ]);
    return {
      configuration: { user: attributeOf(isEnabled), sys: SYS },
      countings: { unreadMsgCount: unread, followerCount: followers, followingCount: following },
    };
  },
});

/** heihei, 上传配置. */
export const updateConfig = endpoint({
  path: '/api/user/update-config',
  module: 'user',
  name: 'updateConfig',
  summary: 'Switch notifications on or off',
  auth: 'user',
  cost: 'write',
  params: Type.Object({ push_enable: Type.Union([Type.Literal('0'), Type.Literal('1')]) }),
  answer: NoAnswer,
  examples: [{ params: { push_enable: '0' }, answer: {} }],
  errors: [],
  async handle({ core, caller, params, meta }) {
    await setPushEnabled(core, caller, { enabled: params.push_enable === '1' }, meta);
    return {};
  },
});
