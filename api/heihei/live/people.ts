import type { Core } from '../../../application/core.ts';
import { findPersonCard } from '../../../application/people.ts';
import { levelOf } from '../../../domain/user/decider.ts';
import type { PersonCard } from '../../../domain/user/events.ts';
import type { UserCard } from '../../../projections/views/user-cards.ts';
import { badParameter } from '../../http/refusals.ts';

/** As `personCard` where the document has no code for a user who does not exist: 700 naming the parameter. */
export async function existingPerson(
  core: Core,
  appId: string,
  userId: number,
  parameter: string,
): Promise<PersonCard> {
  const card = await findPersonCard(core, appId, userId);
  if (!card) throw badParameter(parameter);
  return card;
}

/** A person as lists of a live show them (heihei, 邀请好友列表, 回放观看用户列表; 获取直播: userInfo). */
export function personDocument(card: UserCard, isFollowed: boolean) {
  return {
    id: card.userId,
    heiNum: card.heiNum,
    displayName: card.displayName,
    description: card.description,
    gender: card.gender,
    birthDay: card.birthDay,
    coverUrl: card.coverUrl,
    address: card.address,
    region: '',
    level: levelOf(card.experience),
    experience: card.experience,
    user_type: card.liveCount > 0 ? 'Anchor' : 'Normal',
    user_status: 'Published',
    honours: [],
    modifyCount: card.renameCount,
    roomCount: 0,
    lastModified: card.lastModified,
    isFollowed,
  };
}
