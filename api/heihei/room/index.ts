import type { Endpoint } from '../../http/endpoint.ts';
import { buyBullet } from './buy-bullet.ts';
import { buyGift } from './buy-gift.ts';
import { giftInfo, giftResources } from './gifts.ts';
import { liveLike } from './live-like.ts';
import { sendMsg } from './send-msg.ts';

/** heihei, what is said and given in a room. */
export const roomEndpoints: readonly Endpoint[] = [sendMsg, liveLike, giftInfo, giftResources, buyGift, buyBullet];
