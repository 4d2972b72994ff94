import { Type } from '@sinclair/typebox';
import { buyBullet as buy } from '../../../application/gifts/purchases.ts';
import { endpoint } from '../../http/endpoint.ts';
import { LiveId } from '../../http/params.ts';
import { LIVE_ID } from '../live/examples.ts';
import { GoldLeft } from './schemas.ts';

/** Longest 小喇叭 message, in characters. */
const MAX_BULLET_CHARS = 100;

/**
 * heihei, 发送小喇叭消息: a line that costs gold. The same line again within seconds, or under the same `Idempotency-Key`, is paid and
 * shown once.
 */
export const buyBullet = endpoint({
  path: '/api/live/buy-bullet',
  module: 'live',
  name: 'buyBullet',
  summary: 'Buy a line that runs over the picture',
  auth: 'user',
  cost: 'paid',
  params: Type.Object({ liveId: LiveId, message: Type.String({ minLength: 1, maxLength: MAX_BULLET_CHARS }) }),
  answer: GoldLeft,
  examples: [{ params: { liveId: LIVE_ID, message: '好听' }, answer: { gold: 1 } }],
  errors: ['LiveNotFound', 'NotInLive', 'TargetIsSelf', 'Muted', 'WalletFrozen', 'InsufficientGold', 'TextNotAllowed'],
  async handle({ core, caller, params: { liveId, message: text }, meta }) {
    return { gold: await buy(core, caller, { liveId, text }, meta) };
  },
});
