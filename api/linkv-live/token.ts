import { Type } from '@sinclair/typebox';
import { type PersonFacts, personByUid } from '../../application/accounts/named-person.ts';
import { signInNamed } from '../../application/accounts/sign-in-named.ts';
import { MAX_ISSUED_TOKEN_CHARS } from '../../application/accounts/tokens.ts';
import { MAX_VOUCHED_PICTURE_BYTES } from '../../domain/user/profile.ts';
import { endpoint } from '../http/endpoint.ts';
import { badParameter } from '../http/refusals.ts';

const GENDERS = { '-1': 'Unspecified', '0': 'Female', '1': 'Male' } as const;
const Text = Type.String({ default: '' });
const LiveToken = Type.String({ maxLength: MAX_ISSUED_TOKEN_CHARS });

/**
 * LinkV live, 获取直播open_id 及 直播token. Registers a person whom the app names for the first time (`name` and `portraitUri` are
 * required then); later calls update what differs. Opens a session; the same signed form gets the same one.
 */
export const thGetToken = endpoint({
  path: '/open/v0/thGetToken',
  module: 'live',
  name: 'thGetToken',
  summary: 'Get a token for a user of the app, who is registered at the first call',
  auth: 'app',
  cost: 'write',
  params: Type.Object({
    userId: Type.String({ pattern: '^[A-Za-z0-9+=_-]{1,64}$' }),
    aid: Type.String({ minLength: 1 }),
    // Limits are in bytes; this only keeps absurd ones out.
    name: Type.String({ maxLength: 128, default: '' }),
    portraitUri: Type.String({ maxLength: MAX_VOUCHED_PICTURE_BYTES, default: '' }),
    email: Text,
    countryCode: Text,
    birthday: Text,
    sex: Type.String({ pattern: '^(-1|0|1|)$', default: '' }),
  }),
  answer: Type.Object({
    token: LiveToken,
    userId: Type.String({ description: "The app's own id of the user, as it was given." }),
    aid: Type.String({ description: 'As it was given.' }),
    openId: Type.String({ pattern: '^[1-9]\\d*$', description: "Salon's id of the user." }),
    im_token: LiveToken,
  }),
  examples: [
    {
      params: { userId: '534961119', aid: 'dsafdsf23wadfaad', name: '小明', portraitUri: 'https://example.com/a.png' },
      answer: {
        token: 'asdsaddfa3234234ada2adsf',
        userId: '534961119',
        aid: 'dsafdsf23wadfaad',
        openId: '1152134961119',
        im_token: 'asdsaddfa3234234ada2adsf',
      },
    },
  ],
  errors: ['UserBanned', 'UserNotFound'],
  async handle({ core, app, params, meta }) {
    const { userId: uid, aid } = params;
    const facts = factsOf(params);
    const isNew = (await personByUid(core, app.tenant, uid)) === null;
    if (isNew && facts.coverUrl === undefined) throw badParameter('portraitUri');
    const signedIn = await signInNamed(core, { uid, facts, audience: 'linkv-live', input: params }, meta);
    const { userId, token } = signedIn;
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
  return {
    ...(name !== '' && { displayName: name }),
    ...(portraitUri !== '' && { coverUrl: portraitUri }),
    ...(birthday !== '' && { birthDay: birthday }),
    ...(sex !== '' && { gender: GENDERS[sex as keyof typeof GENDERS] }),
  };
}
