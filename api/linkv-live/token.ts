import { Type } from '@sinclair/typebox';
import { nameOrFindPerson, type PersonFacts, personByUid } from '../../application/accounts/named-person.ts';
import { SESSION_TTL_MS, signToken } from '../../application/accounts/tokens.ts';
import { streamName } from '../../domain/kernel/ids.ts';
import { userDecider } from '../../domain/user/decider.ts';
import { endpoint } from '../http/endpoint.ts';
import { badParameter } from '../http/refusals.ts';

const MAX_PORTRAIT_BYTES = 1024;
const GENDERS = { '-1': 'Unspecified', '0': 'Female', '1': 'Male' } as const;
/** An address that leads a page elsewhere than to a picture, or that holds what no address does. */
const NO_PICTURE = /^(?!https?:)[a-z][a-z0-9+.-]*:|[\p{Cc}\p{Z}<>"]/iu;
const Text = Type.String({ default: '' });

/**
 * LinkV live, 获取直播open_id 及 直播token. Registers whom the app names for the first time (`name` and `portraitUri` are required
 * then), and takes over what is given later and differs. Opens a session; the same signed form gets the same one.
 */
export const thGetToken = endpoint({
  path: '/open/v0/thGetToken',
  module: 'live',
  name: 'thGetToken',
  auth: 'app',
  params: Type.Object({
    userId: Type.String({ pattern: '^[A-Za-z0-9+=_-]{1,64}$' }),
    aid: Type.String({ minLength: 1 }),
    // Limits are in bytes; this only keeps absurd ones out.
    name: Type.String({ maxLength: 128, default: '' }),
    portraitUri: Type.String({ maxLength: MAX_PORTRAIT_BYTES, default: '' }),
    email: Text,
    countryCode: Text,
    birthday: Text,
    sex: Type.String({ pattern: '^(-1|0|1|)$', default: '' }),
  }),
  errors: ['UserBanned'],
  async handle({ core, app, params, meta }) {
    const { userId: uid, aid } = params;
    const facts = factsOf(params);
    const isNew = (await personByUid(core, app.tenant, uid)) === null;
    if (isNew && facts.coverUrl === undefined) throw badParameter('portraitUri');
    const command = meta('token');
    const { userId } = await nameOrFindPerson(core, command, uid, facts);
    const sessionId = command.commandId;
    const opened = await core.commands.handle(
      userDecider,
      streamName(userDecider.category, app.tenant, userId),
      { type: 'OpenSession', sessionId, expiresAt: command.at + SESSION_TTL_MS },
      { ...command, actor: userId, input: params },
    );
    const expiresAt = opened.state.sessions.get(sessionId) ?? command.at + SESSION_TTL_MS;
    const token = await signToken(core, 'linkv-live', { appId: app.tenant, userId, sessionId }, expiresAt);
    // Four IM SDKs get their token by this call, and one of them fails without it.
    return { token, userId: uid, aid, openId: String(userId), im_token: token };
  },
});

interface Given {
  name: string;
  portraitUri: string;
  birthday: string;
  sex: string;
}

/** What the app says of the person; what it leaves empty stays as it is. */
function factsOf({ name, portraitUri, birthday, sex }: Given): PersonFacts {
  if (NO_PICTURE.test(portraitUri) || Buffer.byteLength(portraitUri) > MAX_PORTRAIT_BYTES) {
    throw badParameter('portraitUri');
  }
  return {
    ...(name !== '' && { displayName: name }),
    ...(portraitUri !== '' && { coverUrl: portraitUri }),
    ...(birthday !== '' && { birthDay: birthday }),
    ...(sex !== '' && { gender: GENDERS[sex as keyof typeof GENDERS] }),
  };
}
