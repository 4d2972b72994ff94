import type { FeedEvent } from '../../domain/feed/events.ts';
import { assertNever } from '../../domain/kernel/event.ts';
import type { GiftSnapshot } from '../../domain/wallet/events.ts';
import { liveChannel } from '../channels.ts';
import type { OutgoingMessage } from '../message.ts';
import { sender } from './parts.ts';

/** What is said and given in a room (heihei, 消息数据定义: 普通消息, 弹幕消息; 礼物消息更改). */
export function feedMessages(appId: string, event: FeedEvent): OutgoingMessage[] {
  const { data } = event;
  const channel = liveChannel(appId, data.liveId);
  switch (event.type) {
    case 'TextSaid': {
      const { from, roomId, text } = event.data;
      const body = { msgType: 'text', ...sender(from), coverUrl: from.coverUrl, text, roomId };
      return [{ channel, body, class: 'should' }];
    }
    case 'GiftShown':
      return [{ channel, body: giftBody(event.data), class: 'must' }];
    case 'BulletShown': {
      const { from, roomId, text, livePointsAfter: totalTicket } = event.data;
      const { birthDay, coverUrl } = from;
      const body = { msgType: 'barrage', ...sender(from), birthDay, coverUrl, text, roomId, totalTicket };
      return [{ channel, body, class: 'must' }];
    }
    case 'Liked': {
      const { from, roomId } = event.data;
      const { birthDay, coverUrl } = from;
      const body = { msgType: 'like', text: '点亮了', ...sender(from), birthDay, coverUrl, roomId };
      // A person's taps within one flush show once; another person's do not replace them.
      return [{ channel, body, class: 'latest', coalesceKey: `like.${from.userId}` }];
    }
    default:
      return assertNever(event);
  }
}

/** heihei, 礼物列表: 1 static, 2 moving. */
const GIFT_TYPE = { static: 1, moving: 2 } as const satisfies Record<GiftSnapshot['picture'], number>;

/** heihei, 礼物消息更改. The log keeps no description of a gift: `desc` says what happened. */
function giftBody(data: Extract<FeedEvent, { type: 'GiftShown' }>['data']): Record<string, unknown> {
  const { gift, amount, roomId, from, livePointsAfter, comboId } = data;
  return {
    msgType: 'gift',
    amount,
    giftId: gift.id,
    roomId,
    ...sender(from),
    gift: { id: gift.id, name: gift.name, type: GIFT_TYPE[gift.picture], desc: `送出${gift.name}` },
    totalTicket: livePointsAfter,
    gift_uuid: comboId,
  };
}
