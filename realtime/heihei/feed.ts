import type { PersonCard } from '../../domain/user/events.ts';
import type { GiftSnapshot } from '../../domain/wallet/events.ts';
import { liveChannel } from '../channels.ts';
import type { Messages } from './facts.ts';
import { sender } from './parts.ts';

/** What is said and given in a room (heihei, 消息数据定义: 普通消息, 弹幕消息; 礼物消息更改). */
export const feedMessages: Messages = {
  TextSaid({ data: { liveId, from, roomId, text }, meta }) {
    const body = { msgType: 'text', ...sender(from), coverUrl: from.coverUrl, text, roomId };
    return [{ channel: liveChannel(meta.appId, liveId), body, class: 'should' }];
  },
  GiftShown: ({ data, meta }) => [
    {
      channel: liveChannel(meta.appId, data.liveId),
      body: giftBody({ ...data, totalTicket: data.livePointsAfter }),
      class: 'must',
    },
  ],
  BulletShown({ data: { liveId, from, roomId, text, livePointsAfter: totalTicket }, meta }) {
    const { birthDay, coverUrl } = from;
    const body = { msgType: 'barrage', ...sender(from), birthDay, coverUrl, text, roomId, totalTicket };
    return [{ channel: liveChannel(meta.appId, liveId), body, class: 'must' }];
  },
  Liked({ data: { liveId, from, roomId }, meta }) {
    const { birthDay, coverUrl } = from;
    const body = { msgType: 'like', text: '点亮了', ...sender(from), birthDay, coverUrl, roomId };
    const channel = liveChannel(meta.appId, liveId);
    // A person's taps within one flush show once; another person's do not replace them.
    return [{ channel, body, class: 'latest', coalesceKey: `like.${from.userId}` }];
  },
};

/** heihei, 礼物列表: 1 static, 2 moving. */
const GIFT_TYPE = { static: 1, moving: 2 } as const satisfies Record<GiftSnapshot['picture'], number>;

interface GivenGift {
  gift: GiftSnapshot;
  amount: number;
  roomId: number;
  from: PersonCard;
  comboId: string;
  totalTicket: number;
}

/** heihei, 礼物消息更改. The log keeps no description of a gift: `desc` says what happened. */
export function giftBody({ gift, amount, roomId, from, comboId, totalTicket }: GivenGift): Record<string, unknown> {
  return {
    msgType: 'gift',
    amount,
    giftId: gift.id,
    roomId,
    ...sender(from),
    gift: { id: gift.id, name: gift.name, type: GIFT_TYPE[gift.picture], desc: `送出${gift.name}` },
    totalTicket,
    gift_uuid: comboId,
  };
}
