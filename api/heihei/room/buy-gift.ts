import { Type } from '@sinclair/typebox';
import { whenNew, withInput } from '../../../application/commands.ts';
import { personCard } from '../../../application/people.ts';
import { anyStanding, type Standing } from '../../../application/rooms/standing.ts';
import { giftsById, snapshotOf } from '../../../domain/gift/catalogue.ts';
import { DomainError } from '../../../domain/kernel/errors.ts';
import { streamName } from '../../../domain/kernel/ids.ts';
import {
  MAX_COMBO,
  MAX_COMBO_ID_CHARS,
  spendableGold,
  type Wallet,
  walletDecider,
} from '../../../domain/wallet/decider.ts';
import type { WalletEvent } from '../../../domain/wallet/events.ts';
import { endpoint } from '../../http/endpoint.ts';
import { Int, LiveId } from '../../http/params.ts';

/**
 * A rule for purchases: the live plays (731), the buyer is in its room (506) and not its host (710): what is bought in a
 * room earns the host points, and nobody turns their own gold into points.
 */
export function mayGive(found: Standing): () => void {
  return () => {
    if (!found.playing) throw new DomainError('LiveNotFound');
    if (!found.isMember) throw new DomainError('NotInLive');
    if (found.isHost) throw new DomainError('TargetIsSelf');
  };
}

/** What was left after the purchase (a command's last event) when it was made; what there is now when nothing had to be paid. */
export function goldLeft(bought: WalletEvent['data'] | undefined, wallet: Readonly<Wallet>, now: number): number {
  return bought && 'goldAfter' in bought ? bought.goldAfter : spendableGold(wallet, now);
}

/**
 * heihei, 赠送礼物. The price is the catalogue's; the host's credit and the room's line follow from the purchase. Clients
 * resend: (user, gift_uuid, amount) counts once and gets the first answer, whatever has happened to the room since.
 * Of a combo (the same `gift_uuid`, `amount` counting up) each tap pays for what was not paid before.
 */
export const buyGift = endpoint({
  path: '/api/live/buy-gift',
  module: 'live',
  name: 'buyGift',
  auth: 'user',
  params: Type.Object({
    giftId: Int,
    liveId: LiveId,
    amount: Type.Integer({ minimum: 1, maximum: MAX_COMBO, default: 1 }),
    gift_uuid: Type.String({ maxLength: MAX_COMBO_ID_CHARS, default: '' }),
  }),
  errors: ['GiftNotFound', 'LiveNotFound', 'NotInLive', 'TargetIsSelf', 'WalletFrozen', 'InsufficientGold'],
  async handle({ core, caller, params, meta }) {
    const { appId, userId } = caller;
    const { giftId, liveId, amount, gift_uuid: comboId } = params;
    const gift = giftsById.get(giftId);
    if (!gift) throw new DomainError('GiftNotFound');
    const found = await anyStanding(core, appId, liveId, userId);
    const { roomId, hostId } = found;
    const from = await personCard(core, appId, userId);
    const key = comboId === '' ? undefined : `${comboId}|${amount}`;
    const { events, state } = await core.commands.handle(
      whenNew(walletDecider, mayGive(found)),
      streamName('wallet', appId, userId),
      { type: 'BuyGift', gift: snapshotOf(gift), amount, comboId, liveId, roomId, hostId, from },
      withInput(meta('buy-gift', key), [giftId, liveId, comboId, amount]),
    );
    return { gold: goldLeft(events.at(-1)?.data, state, core.clock.now()) };
  },
});
