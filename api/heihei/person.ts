import { Type } from '@sinclair/typebox';
import type { UserCard } from '../../application/people/cards.ts';
import type { Honour } from '../../domain/honours/events.ts';
import { levelOf } from '../../domain/user/level.ts';
import { named } from '../http/answers.ts';
import { Id } from '../http/params.ts';

export const Gender = Type.Union([Type.Literal('Male'), Type.Literal('Female'), Type.Literal('Unspecified')]);
export const BirthDay = Type.String({ description: "`YYYY-MM-DD`, or '' when none was given." });

/** heihei, 认证 and 达人. */
const HonourShape = named(
  'Honour',
  Type.Object({
    honour_sign: Type.Union([Type.Literal('v'), Type.Literal('p')], { description: 'v verified, p good at it.' }),
    honour_img: Type.String(),
    honour_desc: Type.String(),
  }),
);
export const Honours = Type.Array(HonourShape);

/** The document's letters. */
const SIGN_OF = { verified: 'v', expert: 'p' } as const satisfies Record<Honour, string>;
const EXPERT_OF = { Male: '达人-男', Female: '达人-女', Unspecified: '达人' } as const;

/** The values of `Honours`; none of somebody whom the read model does not have yet. */
export function honoursOf({ gender, honours = [] }: Pick<UserCard, 'gender'> & Partial<Pick<UserCard, 'honours'>>) {
  return honours.map(({ honour, picture }) => ({
    honour_sign: SIGN_OF[honour],
    honour_img: picture,
    honour_desc: honour === 'verified' ? '认证' : EXPERT_OF[gender],
  }));
}

/** What every shape of a user has (heihei, 搜索, 获取用户信息, 邀请好友列表). */
export const Person = {
  id: Id,
  heiNum: Type.Integer({ minimum: 0, description: 'The number that users tell each other (黑号); 0 for none.' }),
  displayName: Type.String(),
  description: Type.String(),
  level: Type.Integer({ minimum: 1 }),
  experience: Type.Integer({ minimum: 0 }),
  gender: Gender,
  birthDay: BirthDay,
  coverUrl: Type.String({ description: 'For people without a picture one of the default pictures, always the same.' }),
  region: Type.Literal(''),
  address: Type.String(),
  user_type: Type.Union([Type.Literal('Anchor'), Type.Literal('Normal')], {
    description: 'Anchor: has been live.',
  }),
  user_status: Type.Literal('Published'),
  lastModified: Type.Integer({ description: 'Epoch seconds of the last change of the profile.' }),
  honours: Honours,
};

/** The values of `Person`. */
export function personFields(card: UserCard) {
  const userType: 'Anchor' | 'Normal' = card.liveCount > 0 ? 'Anchor' : 'Normal';
  return {
    id: card.userId,
    heiNum: card.heiNum,
    displayName: card.displayName,
    description: card.description,
    level: levelOf(card.experience),
    experience: card.experience,
    gender: card.gender,
    birthDay: card.birthDay,
    coverUrl: card.coverUrl,
    region: '' as const,
    address: card.address,
    user_type: userType,
    user_status: 'Published' as const,
    lastModified: card.lastModified,
    honours: honoursOf(card),
  };
}
