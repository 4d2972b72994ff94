import { Type } from '@sinclair/typebox';
import { SIGN_CHARS } from '../../../application/files/signs.ts';
import { updateProfile } from '../../../application/people/update-profile.ts';
import { MAX_ADDRESS_CHARS, MAX_DESCRIPTION_CHARS, MAX_LATLNG_CHARS } from '../../../domain/user/limits.ts';
import { UpToDate } from '../../http/answers.ts';
import { endpoint } from '../../http/endpoint.ts';
import { Gender } from '../person.ts';

/** The domain checks names (445, 447); this limit only rejects absurdly long ones. */
const MAX_GIVEN_NAME_CHARS = 200;

/** heihei, 更新用户信息. The first change of name is free, each further one costs gold (740). */
export const updateUser = endpoint({
  path: '/api/user/update',
  module: 'user',
  name: 'updateUser',
  summary: "Update one's own profile",
  auth: 'user',
  cost: 'write',
  params: Type.Object({
    displayName: Type.String({ maxLength: MAX_GIVEN_NAME_CHARS }),
    gender: Gender,
    birthDay: Type.String({ minLength: 1, maxLength: 10 }),
    address: Type.Optional(Type.String({ maxLength: MAX_ADDRESS_CHARS })),
    latlng: Type.Optional(Type.String({ maxLength: MAX_LATLNG_CHARS })),
    description: Type.Optional(Type.String({ maxLength: MAX_DESCRIPTION_CHARS })),
    sign: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: SIGN_CHARS,
        description: 'Of an uploaded picture (oss-token, module avatar).',
      }),
    ),
  }),
  answer: Type.Object({ userId: Type.Integer(), ...UpToDate }),
  examples: [
    {
      params: { displayName: '小明', gender: 'Male', birthDay: '2000-01-01', address: '北京市' },
      answer: { userId: 7_012_345_678_901 },
    },
  ],
  errors: [
    'NameNotAllowed',
    'NameTooLong',
    'TextNotAllowed',
    'Underage',
    'WalletFrozen',
    'InsufficientGold',
    'FileInvalid',
  ],
  async handle({ core, caller, params, meta }) {
    return { userId: caller.userId, ...(await updateProfile(core, caller, params, meta)) };
  },
});
