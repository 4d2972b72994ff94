import { Ajv } from 'ajv';

/** What a client sends to buy a gift. */
export interface GiftRequest {
  token: string;
  liveId: number;
  giftId: number;
  amount: number;
  gift_uuid: string;
}

/** Holds a body against the same declaration as Salon's endpoint does, with the same library. */
export const isGiftRequest = new Ajv().compile<GiftRequest>({
  type: 'object',
  required: ['token', 'liveId', 'giftId', 'amount', 'gift_uuid'],
  properties: {
    token: { type: 'string' },
    liveId: { type: 'integer' },
    giftId: { type: 'integer' },
    amount: { type: 'integer', minimum: 1 },
    gift_uuid: { type: 'string', maxLength: 100 },
  },
});
