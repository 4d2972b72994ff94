import type { Static } from '@sinclair/typebox';
import type { UserCard } from '../../../application/people/cards.ts';
import type { SeenHost } from '../../../application/rooms/show-live.ts';
import { personFields } from '../person.ts';
import type { LivePerson } from './schemas.ts';

/** A person as lists of a live show them (heihei, 邀请好友列表, 回放观看用户列表; 获取直播: userInfo). */
export function personDocument(card: UserCard, isFollowed: boolean): Static<typeof LivePerson> {
  return { ...personFields(card), modifyCount: card.renameCount, roomCount: card.liveCount, isFollowed };
}

/** The host as 获取直播 and 加入直播 show it beside the live; left out while the read model does not have it yet. */
export function hostDocument({ card, isFollowed }: SeenHost) {
  return card ? { userInfo: personDocument(card, isFollowed) } : {};
}
