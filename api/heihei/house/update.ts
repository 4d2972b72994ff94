import { Type } from '@sinclair/typebox';
import { newerRelease } from '../../../application/house/releases.ts';
import { MAX_CHANNEL_CHARS, VERSION } from '../../../domain/release/limits.ts';
import { NoAnswer } from '../../http/answers.ts';
import { endpoint } from '../../http/endpoint.ts';

const Text = Type.String();

/** heihei, 更新提示: the newest release for the client's system and channel, if it is newer by number (1.0.10 is newer than 1.0.9). */
export const update = endpoint({
  path: '/api/sys/update',
  module: 'sys',
  name: 'update',
  summary: 'Find out whether there is a newer release of the app',
  auth: 'none',
  params: Type.Object({
    versionCode: Type.String({ pattern: VERSION }),
    devicesType: Type.Union([Type.Literal('android'), Type.Literal('ios')]),
    channel: Type.Optional(Type.String({ maxLength: MAX_CHANNEL_CHARS })),
  }),
  answer: Type.Union([
    Type.Object({
      info: Type.Object({
        force: Type.Boolean({ description: 'The app does not go on without it.' }),
        url: Text,
        title: Text,
        text: Text,
        fileName: Text,
        versionCode: Text,
        channel: Type.String({ description: 'The store that it is for; as the client named it, where it is for all.' }),
      }),
    }),
    NoAnswer,
  ]),
  examples: [
    {
      summary: 'There is one',
      params: { versionCode: '1.0.2', devicesType: 'android', channel: 'xiaomi' },
      answer: {
        info: {
          force: true,
          url: 'https://cdn.salon.example/android/heihei-1.0.4.apk',
          title: '更新',
          text: '新版本来了，更新吧！',
          fileName: 'heihei.apk',
          versionCode: '1.0.4',
          channel: 'xiaomi',
        },
      },
    },
    { summary: 'There is none', params: { versionCode: '1.0.4', devicesType: 'ios' }, answer: {} },
  ],
  errors: [],
  async handle({ core, params: { versionCode, devicesType: system, channel = '' } }) {
    const { heiheiAppId } = core.settings;
    const newer = await newerRelease(core, heiheiAppId, { system, versionCode, channel });
    return newer ? { info: { ...newer, channel: newer.channel || channel } } : {};
  },
});
