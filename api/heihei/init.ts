import { type TObject, Type } from '@sinclair/typebox';
import { authenticate } from '../../application/accounts/tokens.ts';
import { registerDevice } from '../../application/devices/register-device.ts';
import { MAX_PUSH_TOKEN_CHARS, MAX_UUID_CHARS } from '../../domain/devices/limits.ts';
import { type Call, type Endpoint, endpoint } from '../http/endpoint.ts';
import { Id, MAX_TOKEN_CHARS } from '../http/params.ts';
import { addressOf, DEVICE_TYPE, isApnsType } from './devices/address.ts';
import { PAGES } from './pages/texts.ts';

const tips = {
  'pay-tips': '提现请联系官方客服',
  'search-tips': '输入黑号或昵称搜索',
};

const Text = Type.Optional(Type.String());

/** What a client says of itself, in the document's example. */
const DEVICE = {
  ap: 'heihei',
  version: '1.5.0',
  local: 'zh_CN',
  uuid: '8f14e45f-ceea-467f-a9b1-7e2d3c4b5a69',
  apiVersion: '1.0',
  deveiceType: 'android',
} as const;

/** Where the endpoints of each module are, and what clients need besides. */
function initAnswer(endpoints: readonly Endpoint[]): TObject {
  const modules: Record<string, Record<string, TObject['properties'][string]>> = {};
  for (const { module, name, summary } of endpoints) {
    modules[module] ??= {};
    modules[module][name] = Type.String({ description: summary ?? '' });
  }
  const ofModules = Object.fromEntries(Object.entries(modules).map(([name, urls]) => [name, Type.Object(urls)]));
  return Type.Object({
    ...ofModules,
    message: Type.Object({ ...modules.message, channel: Type.String({ description: 'Where sockets connect.' }) }),
    payment: Type.Object({
      ...modules.payment,
      payAgreement: Type.String({ description: 'The terms of paying, a page.' }),
    }),
    aboutus: Type.Object(
      { socialPact: Type.String(), serviceTerms: Type.String(), contactUs: Type.String() },
      { description: 'Pages.' },
    ),
    tips: Type.Object({ 'pay-tips': Type.String(), 'search-tips': Type.String() }),
    function: Type.Object({ chat: Type.Boolean({ description: 'Whether chats between two people are served.' }) }),
    imgPath: Type.String({ description: 'What addresses of pictures begin with.' }),
    actionCode: Type.String(),
    comment: Type.String(),
  });
}

/**
 * heihei, 初始化接口: where each endpoint is, as absolute URLs by module and key, made from the declarations themselves.
 * Clients take every other address from here, so it needs no token. With the token of a session it also registers the phone, as
 * `pushDeviceInfo` does.
 */
export function initEndpoint(endpoints: readonly Endpoint[]): Endpoint {
  return endpoint({
    path: '/api/init',
    module: 'sys',
    name: 'init',
    summary: 'Find out where everything is',
    auth: 'none',
    params: Type.Object({
      ap: Type.Literal('heihei'),
      version: Type.String({ minLength: 1 }),
      local: Type.String({ minLength: 1 }),
      uuid: Type.String({ minLength: 1 }),
      apiVersion: Type.String({ minLength: 1 }),
      // The document's own spelling.
      deveiceType: Type.String({ pattern: DEVICE_TYPE.source }),
      versionType: Text,
      buildNumber: Text,
      model: Text,
      resolution: Text,
      osVersion: Text,
      apnsType: Text,
      apnsToken: Type.Optional(Type.String({ maxLength: MAX_PUSH_TOKEN_CHARS })),
      channel: Text,
      token: Type.Optional(Type.String({ maxLength: MAX_TOKEN_CHARS })),
      userId: Type.Optional(Id),
    }),
    answer: initAnswer(endpoints),
    examples: [{ params: DEVICE, answer: initOf(endpoints, 'https://salon.example') }],
    errors: [],
    async handle(call) {
      // Nobody is to be kept from the addresses by a stale token or a phone that cannot be registered: the next start tries again.
      await registerPhone(call).catch(() => {});
      return initOf(endpoints, call.baseUrl);
    },
  });
}

interface Phone {
  token?: string;
  uuid: string;
  apnsType?: string;
  apnsToken?: string;
  deveiceType: string;
}

async function registerPhone({ core, params, meta }: Call<Phone>): Promise<void> {
  const { token, uuid, apnsType, apnsToken, deveiceType } = params;
  if (!token || !apnsToken || apnsType === undefined || !isApnsType(apnsType) || uuid.length > MAX_UUID_CHARS) return;
  const caller = await authenticate(core, token, 'heihei');
  if (caller.appId !== core.settings.heiheiAppId) return;
  const asCaller: typeof meta = (...given) => ({ ...meta(...given), actor: caller.userId });
  await registerDevice(core, caller, addressOf({ uuid, apnsType, apnsToken, deveiceType }), asCaller);
}

function initOf(endpoints: readonly Endpoint[], baseUrl: string) {
  const modules: Record<string, Record<string, unknown>> = {};
  for (const { module, name, path } of endpoints) {
    modules[module] ??= {};
    modules[module][name] = baseUrl + path;
  }
  return {
    ...modules,
    // Socket.IO is at this server's own address.
    message: { ...modules.message, channel: baseUrl.replace(/^http/, 'ws') },
    payment: { ...modules.payment, payAgreement: `${baseUrl}${PAGES.payAgreement}` },
    aboutus: {
      socialPact: `${baseUrl}${PAGES.socialPact}`,
      serviceTerms: `${baseUrl}${PAGES.serviceTerms}`,
      contactUs: `${baseUrl}${PAGES.contactUs}`,
    },
    tips,
    function: { chat: true },
    imgPath: baseUrl,
    actionCode: '0',
    comment: '',
  };
}
