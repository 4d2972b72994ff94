import { Type } from '@sinclair/typebox';
import type { Core } from '../../../application/core.ts';
import { cardsOf, followedAmong, personCard } from '../../../application/people.ts';
import { documentOf, requireShown, standing } from '../../../application/rooms/standing.ts';
import { DomainError } from '../../../domain/kernel/errors.ts';
import { endpoint } from '../../http/endpoint.ts';
import { LiveId } from '../../http/params.ts';
import { addressBook } from './addresses.ts';
import { personDocument } from './people.ts';
import { LIVE_EXPIRE_S, listedLive, liveDocument, Share, shareDocument } from './shapes.ts';

/** The host as 获取直播 and 加入直播 show it beside the live; null while the read model does not have it yet. */
export async function hostOf(core: Core, appId: string, hostId: number, viewerId: number) {
  const card = (await cardsOf(core, appId, [hostId])).get(hostId);
  const isFollowed = (await followedAmong(core, appId, viewerId, [hostId])).has(hostId);
  return { card, isFollowed, userInfo: card ? personDocument(card, isFollowed) : null };
}

/** heihei, 获取直播; v1.5.0 心跳: while it plays, for those in the room (506). */
export const getLive = endpoint({
  path: '/api/live/get-live',
  module: 'live',
  name: 'getLive',
  auth: 'user',
  params: Type.Object({ liveId: LiveId }),
  errors: ['LiveNotFound', 'NotInLive'],
  async handle(call) {
    const { core, caller, params } = call;
    const found = await standing(core, caller.appId, params.liveId, caller.userId);
    if (found.playing && !found.isMember && !found.isHost) throw new DomainError('NotInLive');
    await requireShown(core, caller.appId, found, caller.userId);
    const { card, isFollowed, userInfo } = await hostOf(core, caller.appId, found.hostId, caller.userId);
    const host = card ?? (await personCard(core, caller.appId, found.hostId));
    const live = await documentOf(core, caller.appId, found);
    const book = addressBook(call);
    return {
      live: {
        ...listedLive(live, host, isFollowed, book),
        ...liveDocument(found, book, caller.userId),
        expireTime: LIVE_EXPIRE_S,
      },
      ...(userInfo ? { userInfo } : {}),
    };
  },
});

/** heihei, 直播分享. */
export const shareLive = endpoint({
  path: '/api/live/share-live',
  module: 'live',
  name: 'shareLive',
  summary: 'Get what to put into other apps to share a live',
  auth: 'user',
  params: Type.Object({ liveId: LiveId }),
  answer: Type.Object({ share: Share }),
  errors: ['LiveNotFound'],
  async handle(call) {
    const { core, caller, params } = call;
    const found = await standing(core, caller.appId, params.liveId, caller.userId);
    await requireShown(core, caller.appId, found, caller.userId);
    const host = await personCard(core, caller.appId, found.hostId);
    return { share: shareDocument(found, host, addressBook(call), caller.userId) };
  },
});
