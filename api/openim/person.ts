import { Type } from '@sinclair/typebox';
import type { AppPerson } from '../../application/people/app-people.ts';
import type { Gender } from '../../domain/user/events.ts';
import { APP_CARD_LIMITS } from '../../domain/user/limits.ts';
import { named } from '../http/answers.ts';

/** Genders by OpenIM's numbers. */
export const GENDERS: readonly Gender[] = ['Unspecified', 'Male', 'Female'];

const text = (field: keyof typeof APP_CARD_LIMITS) => Type.String({ maxLength: APP_CARD_LIMITS[field] });
const optional = (field: keyof typeof APP_CARD_LIMITS) =>
  Type.String({ maxLength: APP_CARD_LIMITS[field], default: '' });

/** What OpenIM knows of a user besides the uid (OpenIM, 注册新用户). Lengths in characters, of `icon` in bytes. */
export const PersonFields = {
  name: text('name'),
  icon: optional('icon'),
  gender: Type.Integer({ minimum: 0, maximum: 2, default: 0, description: '0 unknown, 1 male, 2 female.' }),
  mobile: optional('mobile'),
  birth: optional('birth'),
  email: optional('email'),
  ex: optional('ex'),
};

/** OpenIM, 获取用户详细信息. */
export const Person = named(
  'Person',
  Type.Object({
    uid: Type.String(),
    name: Type.String(),
    icon: Type.String(),
    gender: Type.Integer(),
    mobile: Type.String(),
    birth: Type.String(),
    email: Type.String(),
    ex: Type.String(),
  }),
);

export function personShape({ uid, name, icon, gender, mobile, birth, email, ex }: AppPerson) {
  return { uid, name, icon, gender: GENDERS.indexOf(gender), mobile, birth, email, ex };
}
