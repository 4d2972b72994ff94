import type { CommandMeta, Decider } from '../kernel/decider.ts';
import { DomainError } from '../kernel/errors.ts';
import { assertNever } from '../kernel/event.ts';
import { amount as checked } from '../kernel/limits.ts';
import { spokenText } from '../kernel/text.ts';
import type { WalletCommand } from './commands.ts';
import type { WalletEvent } from './events.ts';
import { comboOf, emptyWallet, evolve, type Wallet } from './state.ts';

export { comboOf, evolve, MAX_COMBOS, type Wallet } from './state.ts';

/** A line over the room's picture (heihei, 发送小喇叭消息). */
export const BULLET_PRICE_GOLD = 1;
/** What a bullet counts for, like a gift's experience: 10 a gold. */
export const BULLET_EXPERIENCE = 10;
/** From the second rename on (heihei, 获取用户信息: `modifyText`). */
export const RENAME_PRICE_GOLD = 10;
/** The longest combo: the client's counter has four digits. */
export const MAX_COMBO = 9_999;
/** The client sends an md5; anything of that order will do. */
export const MAX_GIFT_UUID_CHARS = 64;

type Meta = Pick<CommandMeta, 'actor'>;
type Of<Type extends WalletCommand['type']> = Extract<WalletCommand, { type: Type }>;

/**
 * One person's gold, points and experience. Amounts outside their range: `AmountOutOfRange`. Spending (gift, bullet, rename)
 * from a frozen wallet: `WalletFrozen`; beyond the gold held: `InsufficientGold`; somebody else's wallet: `Forbidden`.
 * Credits reach a frozen wallet. Every event's `…After` is the exact balance after it.
 */
export function decide(command: WalletCommand, wallet: Wallet, meta: Meta): WalletEvent[] {
  switch (command.type) {
    case 'GrantGold':
      return grantGold(command, wallet);
    case 'BuyGift':
      return buyGift(command, wallet, meta);
    case 'BuyBullet':
      return buyBullet(command, wallet, meta);
    case 'BuyRename': {
      const userId = spender(wallet, meta);
      const paid = pay(wallet, RENAME_PRICE_GOLD);
      return [{ type: 'RenameBought', data: { userId, displayName: command.displayName, ...paid } }];
    }
    case 'CreditPoints':
      return creditPoints(command, wallet);
    case 'RefundPurchase':
      return refundPurchase(command, wallet);
    case 'FreezeWallet': {
      const { userId, reason } = command;
      return wallet.frozen ? [] : [{ type: 'WalletFrozen', data: { userId, reason } }];
    }
    case 'UnfreezeWallet':
      return wallet.frozen ? [{ type: 'WalletUnfrozen', data: { userId: command.userId } }] : [];
    default:
      return assertNever(command);
  }
}

function grantGold({ userId, amountGold, source }: Of<'GrantGold'>, wallet: Wallet): WalletEvent[] {
  positive(amountGold);
  // The sum of all grants is held to the limit too, so that no total of this wallet can pass it.
  checked(wallet.granted + amountGold);
  return [{ type: 'GoldGranted', data: { userId, amountGold, source, goldAfter: wallet.goldHeld + amountGold } }];
}

/**
 * heihei, 赠送礼物. The host can't give in the own room: `TargetIsSelf`. `amount` is 1 to `MAX_COMBO`; in a combo it is the
 * running count, of which the part not yet paid is paid now, so that a lost tap is made up for and a late one is `[]`.
 */
function buyGift(command: Of<'BuyGift'>, wallet: Wallet, meta: Meta): WalletEvent[] {
  const { gift, amount, giftUuid, liveId, roomId, hostId, from } = command;
  const userId = spender(wallet, meta);
  if (hostId === userId) throw new DomainError('TargetIsSelf');
  if (!Number.isSafeInteger(amount) || amount < 1 || amount > MAX_COMBO) throw new DomainError('AmountOutOfRange');
  if (giftUuid.length > MAX_GIFT_UUID_CHARS) throw new DomainError('InvalidInput', 'gift_uuid too long', 'gift_uuid');
  const combo = giftUuid === '' ? undefined : comboOf(wallet, giftUuid);
  if (combo && (combo.giftId !== gift.id || combo.liveId !== liveId)) throw new DomainError('IdempotencyConflict');
  const units = amount - (combo?.amount ?? 0);
  if (units <= 0) return [];
  const paid = pay(wallet, positive(positive(gift.priceGold) * units));
  const experienceAfter = checked(wallet.experience + checked(gift.experience) * units);
  const { costGold, goldAfter } = paid;
  const purchase = { gift, amount, units, giftUuid, liveId, roomId, hostId, from };
  return [{ type: 'GiftBought', data: { ...purchase, userId, costGold, goldAfter, experienceAfter } }];
}

/**
 * heihei, 发送小喇叭消息. The text is checked before it is paid for: the feed shows it as it is. The host can't buy one in the
 * own room, `TargetIsSelf`: it would turn gold into points.
 */
function buyBullet(command: Of<'BuyBullet'>, wallet: Wallet, meta: Meta): WalletEvent[] {
  const { liveId, roomId, hostId, from } = command;
  const userId = spender(wallet, meta);
  if (hostId === userId) throw new DomainError('TargetIsSelf');
  const text = spokenText(command.text, 'message');
  const paid = pay(wallet, BULLET_PRICE_GOLD);
  const experienceAfter = checked(wallet.experience + BULLET_EXPERIENCE);
  return [{ type: 'BulletBought', data: { liveId, roomId, hostId, from, text, userId, ...paid, experienceAfter } }];
}

/** A purchase in the host's room reaches the host: a point a gold, and the same experience as the sender's. */
function creditPoints({ points, purchaseEventId, purchase }: Of<'CreditPoints'>, wallet: Wallet): WalletEvent[] {
  positive(points);
  const experience = purchase.kind === 'gift' ? purchase.gift.experience * purchase.units : BULLET_EXPERIENCE;
  const data = {
    userId: purchase.hostId,
    points,
    pointsAfter: checked(wallet.points + points),
    earnedPointsAfter: checked(wallet.earnedPoints + points),
    experienceAfter: checked(wallet.experience + checked(experience)),
    liveTicketsAfter: checked((wallet.liveTickets.get(purchase.liveId) ?? 0) + points),
    purchaseEventId,
    purchase,
  };
  return [{ type: 'PointsCredited', data }];
}

/** Once a purchase; never more than was spent. */
function refundPurchase({ purchaseEventId, amountGold }: Of<'RefundPurchase'>, wallet: Wallet): WalletEvent[] {
  if (wallet.refunded.has(purchaseEventId)) return [];
  if (positive(amountGold) > wallet.spent) throw new DomainError('AmountOutOfRange', 'more than was spent');
  const { userId } = wallet;
  const goldAfter = wallet.goldHeld + amountGold;
  return [{ type: 'PurchaseRefunded', data: { userId, purchaseEventId, amountGold, goldAfter } }];
}

/** The acting user, who may spend from this wallet. */
function spender(wallet: Wallet, { actor }: Meta): number {
  if (actor === 0 || (wallet.userId !== 0 && wallet.userId !== actor)) throw new DomainError('Forbidden');
  if (wallet.frozen) throw new DomainError('WalletFrozen');
  return actor;
}

function pay(wallet: Wallet, costGold: number): { costGold: number; goldAfter: number } {
  if (wallet.goldHeld < costGold) throw new DomainError('InsufficientGold');
  return { costGold, goldAfter: wallet.goldHeld - costGold };
}

function positive(value: number): number {
  if (checked(value) === 0) throw new DomainError('AmountOutOfRange');
  return value;
}

export const walletDecider: Decider<Wallet, WalletCommand, WalletEvent> = {
  category: 'wallet',
  version: 2,
  initialState: emptyWallet,
  decide,
  evolve,
};
