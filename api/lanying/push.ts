import { type Static, Type } from '@sinclair/typebox';
import { type Audience, announce } from '../../application/devices/announce.ts';
import { MAX_PUSH_TOKEN_CHARS } from '../../domain/devices/limits.ts';
import { DomainError } from '../../domain/kernel/errors.ts';
import { type Endpoint, endpoint } from '../http/endpoint.ts';
import { badParameter } from '../http/refusals.ts';
import { DONE, Done, OF_TOKEN } from './parts.ts';

/** Longest list of targets (Lanying IM, audience: 列表长度不能超过500). */
const MAX_TARGETS = 500;
/** Longest title and body, in characters: phones show some 100 and 200. */
const [MAX_TITLE_CHARS, MAX_BODY_CHARS] = [200, 2_000];
/** Longest address, and longest JSON of what the app gets besides: providers carry 4 KB in all. */
const [MAX_ADDRESS_CHARS, MAX_EXT_CHARS] = [1_024, 2_000];
/** Pictures that phones show. */
const PICTURE = /^https?:\/\/[^\s]+\.(jpe?g|png)$/i;

const Texts = Type.Array(Type.String({ minLength: 1, maxLength: MAX_PUSH_TOKEN_CHARS }), { minItems: 1 });
const UserIds = Type.Array(Type.Union([Type.Integer({ minimum: 1 }), Type.String({ pattern: '^[1-9]\\d{0,15}$' })]), {
  minItems: 1,
});
const exactly = { additionalProperties: false, description: `At most ${MAX_TARGETS}, else 12005.` };
const AudienceParam = Type.Union([
  Type.Object({ user_id: UserIds }, exactly),
  Type.Object({ push_token: Texts }, exactly),
  Type.Object({ tag: Texts }, exactly),
  Type.Object({ alias: Texts }, exactly),
  Type.Literal('all'),
]);
const Text = (maxLength: number) => Type.String({ maxLength, default: '' });
const Message = Type.Object({
  type: Type.Union([Type.Literal('text'), Type.Literal('image'), Type.Literal('cmd')], { default: 'text' }),
  title: Text(MAX_TITLE_CHARS),
  body: Text(MAX_BODY_CHARS),
  attachment_url: Text(MAX_ADDRESS_CHARS),
  ext: Type.Optional(Type.Unknown({ description: 'An object for the app.' })),
});

/** Lanying IM, 管理员发送推送通知. */
const notify = endpoint({
  path: '/push/notify',
  methods: ['POST'],
  module: 'push',
  name: 'notify',
  summary: 'Tell people something: on their sockets, else on their phones',
  auth: 'app',
  cost: 'notify',
  params: Type.Object({
    audience: AudienceParam,
    message: Message,
    setting: Type.Optional(
      Type.Object(
        { request_id: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })) },
        { title: 'PushSetting' },
      ),
    ),
  }),
  answer: Done,
  examples: [
    {
      summary: 'A text for everybody',
      params: {
        audience: 'all',
        message: { type: 'text', title: 'this is push title', body: 'this is push body', attachment_url: '' },
      },
      answer: DONE,
    },
    {
      summary: 'A picture for two phones',
      params: {
        audience: { push_token: ['token1', 'token2'] },
        message: {
          type: 'image',
          title: 'this is push title',
          body: 'this is push body',
          attachment_url: 'https://xxx.com/images/1.jpg',
        },
      },
      answer: DONE,
    },
    {
      summary: 'For the app alone',
      params: {
        audience: { tag: ['beijing', 'shanghai'] },
        message: {
          type: 'cmd',
          title: 'this is push title',
          body: 'this is push body',
          attachment_url: '',
          ext: { key1: 12345, key2: 'xxx' },
        },
      },
      answer: DONE,
    },
  ],
  errors: [...OF_TOKEN, 'SystemOnly', 'TargetsTooMany', 'PushOff', 'IdempotencyConflict'],
  async handle({ core, app, params: { audience, message, setting }, meta }) {
    const announcement = announcementOf(message);
    await announce(core, app.tenant, { audience: audienceOf(audience), announcement }, meta, setting?.request_id);
    return DONE;
  },
});

function audienceOf(given: Static<typeof AudienceParam>): Audience {
  if (given === 'all') return { kind: 'everybody' };
  const targets: readonly (string | number)[] = Object.values(given).flat();
  if (targets.length > MAX_TARGETS) throw new DomainError('TargetsTooMany');
  if ('user_id' in given) return { kind: 'people', userIds: given.user_id.map(Number) };
  if ('push_token' in given) return { kind: 'phones', tokens: given.push_token };
  return 'tag' in given ? { kind: 'tags', labels: given.tag } : { kind: 'aliases', labels: given.alias };
}

/** What of Lanying's kinds Salon's are. */
const KINDS = { text: 'text', image: 'image', cmd: 'command' } as const;

/** Throws `InvalidInput` for what shows nothing, and for a picture without an address. */
function announcementOf({ type, title, body, attachment_url: attachmentUrl, ext }: Static<typeof Message>) {
  const json = ext === undefined ? '' : extOf(ext);
  if (type === 'image' ? !PICTURE.test(attachmentUrl) : attachmentUrl !== '' && !URL.canParse(attachmentUrl))
    throw badParameter('message.attachment_url');
  if (type !== 'cmd' && title === '' && body === '') throw badParameter('message.body');
  return { kind: KINDS[type], title, body, attachmentUrl, ext: json };
}

function extOf(ext: unknown): string {
  const isObject = typeof ext === 'object' && ext !== null && !Array.isArray(ext);
  const json = isObject ? JSON.stringify(ext) : '';
  if (json === '' || json.length > MAX_EXT_CHARS) throw badParameter('message.ext');
  return json;
}

export const pushEndpoints: readonly Endpoint[] = [notify];
