import { Type } from '@sinclair/typebox';
import { registerDevice } from '../../../application/devices/register-device.ts';
import { MAX_LABEL_CHARS, MAX_PUSH_TOKEN_CHARS, MAX_TAGS, MAX_UUID_CHARS } from '../../../domain/devices/limits.ts';
import { UpToDate } from '../../http/answers.ts';
import { endpoint } from '../../http/endpoint.ts';
import { badParameter } from '../../http/refusals.ts';
import { addressOf, DEVICE_TYPE } from './address.ts';

/** heihei, 上传设备信息. */
export const pushDeviceInfo = endpoint({
  path: '/api/user/push-device-info',
  module: 'user',
  name: 'pushDeviceInfo',
  summary: 'Say how this phone can be notified',
  auth: 'user',
  cost: 'write',
  params: Type.Object({
    uuid: Type.String({ minLength: 1, maxLength: MAX_UUID_CHARS }),
    apnsType: Type.Union([Type.Literal('apns'), Type.Literal('getui'), Type.Literal('gcm'), Type.Literal('jpush')], {
      description: 'Who carries notifications to the phone. Not in the document: jpush.',
    }),
    apnsToken: Type.String({ minLength: 1, maxLength: MAX_PUSH_TOKEN_CHARS }),
    // The document's own spelling.
    deveiceType: Type.String({ pattern: DEVICE_TYPE.source }),
    // Ours: what Lanying's /push/notify names phones by.
    tags: Type.Optional(
      Type.String({
        maxLength: MAX_TAGS * (MAX_LABEL_CHARS + 1),
        description: `Up to ${MAX_TAGS}, with commas between: servers of the app notify phones by them. With \`alias\` in place of those before.`,
      }),
    ),
    alias: Type.Optional(Type.String({ maxLength: MAX_LABEL_CHARS, description: 'Likewise, one.' })),
  }),
  answer: Type.Object(UpToDate),
  examples: [
    {
      params: {
        uuid: '8f14e45f-ceea-467f-a9b1-7e2d3c4b5a69',
        apnsType: 'getui',
        apnsToken: '3c34858b82918f7e38b0f3f1f71677dd',
        deveiceType: 'android',
      },
      answer: {},
    },
  ],
  errors: ['TooOften'],
  handle({ core, caller, params, meta }) {
    const { tags, alias } = params;
    const isLabelled = tags !== undefined || alias !== undefined;
    const labels = isLabelled ? { tags: tagsOf(tags ?? ''), alias: alias ?? '' } : undefined;
    return registerDevice(core, caller, { ...addressOf(params), labels }, meta);
  },
});

function tagsOf(given: string): string[] {
  const tags = given === '' ? [] : given.split(',').map((tag) => tag.trim());
  const isWrong = tags.length > MAX_TAGS || tags.some((tag) => tag === '' || tag.length > MAX_LABEL_CHARS);
  if (isWrong) throw badParameter('tags');
  return tags;
}
