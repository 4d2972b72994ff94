import { Type } from '@sinclair/typebox';
import { sharedLive, showLive } from '../../../application/rooms/show-live.ts';
import { AtPosition } from '../../http/answers.ts';
import { endpoint } from '../../http/endpoint.ts';
import { LiveId } from '../../http/params.ts';
import { addressBook } from './addresses.ts';
import { LIVE_ID, person, listedLive as seenLive, share } from './examples.ts';
import { hostDocument } from './people.ts';
import { HostInfo, SeenLive, Share } from './schemas.ts';
import { LIVE_EXPIRE_S, listedLive, liveDocument, shareDocument } from './shapes.ts';

/** heihei, 获取直播; v1.5.0 心跳: while it plays, for those in the room (506). A socket goes on from `position`. */
export const getLive = endpoint({
  path: '/api/live/get-live',
  module: 'live',
  name: 'getLive',
  summary: 'Get a live as it is now',
  auth: 'user',
  params: Type.Object({ liveId: LiveId }),
  answer: Type.Object({ live: SeenLive, ...HostInfo, ...AtPosition }),
  examples: [
    {
      params: { liveId: LIVE_ID },
      answer: { live: { ...seenLive, expireTime: LIVE_EXPIRE_S }, userInfo: person, position: 8_721 },
    },
  ],
  errors: ['LiveNotFound', 'NotInLive'],
  async handle(call) {
    const { core, caller, params } = call;
    const { live, host, position } = await showLive(core, caller, params);
    const book = addressBook(call);
    return {
      live: {
        ...listedLive(live, host.person, host.isFollowed, book),
        ...liveDocument(live, book, caller.userId),
        expireTime: LIVE_EXPIRE_S,
      },
      ...hostDocument(host),
      position,
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
  cost: 'fanOut',
  params: Type.Object({ liveId: LiveId }),
  answer: Type.Object({ share: Share }),
  examples: [{ params: { liveId: LIVE_ID }, answer: { share } }],
  errors: ['LiveNotFound'],
  async handle(call) {
    const { core, caller, params } = call;
    const { live, host } = await sharedLive(core, caller, params);
    return { share: shareDocument(live, host, addressBook(call), caller.userId) };
  },
});
