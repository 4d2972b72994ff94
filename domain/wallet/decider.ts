import { assert } from '../kernel/assert.ts';
import type { CommandMeta, Decider } from '../kernel/decider.ts';
import { DomainError } from '../kernel/errors.ts';
import { assertNever } from '../kernel/event.ts';
import { amount as checked } from '../kernel/limits.ts';
import { noteLine, spokenText } from '../kernel/text.ts';
import type { WalletCommand } from './commands.ts';
import { type WalletEvent, walletEventTypes } from './events.ts';
import { holdPoints, payOutPoints, releasePoints } from './holds.ts';
import { MAX_COMBO, MAX_COMBO_ID_CHARS } from './limits.ts';
import { endedLots, type LotChange, lotFor, putBack, taken } from './lots.ts';
import { BULLET_EXPERIENCE, BULLET_PRICE_GOLD, RENAME_PRICE_GOLD } from './prices.ts';
import { comboOf, emptyWallet, evolve, orderKey, paidLine, type Wallet } from './state.ts';

export { spendableGold } from './lots.ts';
export { comboOf, evolve, MAX_COMBOS, orderKey, paidLine, SAME_LINE_MS, type Wallet } from './state.ts';

type Meta = Pick<CommandMeta, 'actor' | 'at' | 'keyed'>;
type Of<Type extends WalletCommand['type']> = Extract<WalletCommand, { type: Type }>;

/**
 * One person's gold, points and experience. Amounts outside their range: `AmountOutOfRange`. Spending (gift, bullet, rename)
 * from a frozen wallet: `WalletFrozen`; beyond the gold held: `InsufficientGold`; somebody else's wallet: `NotOwner`.
 * Credits reach a frozen wallet. Every event's `…After` is the exact balance after it.
 *
 * Gold that has ended is written off before anything else happens, in the same append, so that nothing is ever decided with it.
 */
export function decide(command: WalletCommand, wallet: Wallet, meta: Meta): WalletEvent[] {
  assert(addsUp(wallet), 'all gold that was granted is held, spent, expired or removed');
  assert(pointsAddUp(wallet), 'all points that were earned are there, held, exchanged or paid out');
  const next = wallet.lots[0];
  if (next === undefined || next.expiresAt > meta.at) return decideOnRunning(command, wallet, meta);
  const ended = endedLots(wallet, meta.at);
  let goldHeld = wallet.goldHeld;
  const expired = ended.map(({ expiresAt, goldHeld: amountGold }): WalletEvent => {
    goldHeld -= amountGold;
    return { type: 'GoldExpired', data: { userId: wallet.userId, expiresAt, amountGold, goldAfter: goldHeld } };
  });
  if (command.type === 'ExpireGold') return expired;
  const events = decideOnRunning(command, { ...wallet, goldHeld, lots: wallet.lots.slice(ended.length) }, meta);
  return events.length === 0 ? [] : [...expired, ...events];
}

function addsUp({ granted, goldHeld, spent, expired, removed }: Wallet): boolean {
  return granted === goldHeld + spent + expired + removed && goldHeld >= 0;
}

function pointsAddUp({ earnedPoints, points, held, exchangedPoints, paidOutPoints }: Wallet): boolean {
  return earnedPoints === points + (held?.points ?? 0) + exchangedPoints + paidOutPoints && points >= 0;
}

/** All lots of the wallet are still running. */
function decideOnRunning(command: WalletCommand, wallet: Wallet, meta: Meta): WalletEvent[] {
  switch (command.type) {
    case 'GrantGold':
      return grantGold(command, wallet, meta);
    case 'RemoveGold':
      return removeGold(command, wallet);
    case 'ExpireGold':
      return [];
    case 'BuyGift':
      return buyGift(command, wallet, meta);
    case 'BuyChatGift':
      return buyChatGift(command, wallet, meta);
    case 'BuySubjectGift':
      return buySubjectGift(command, wallet, meta);
    case 'BuyBullet':
      return buyBullet(command, wallet, meta);
    case 'BuyRename': {
      const userId = spender(wallet, meta);
      const paid = pay(wallet, RENAME_PRICE_GOLD);
      return [{ type: 'RenameBought', data: { userId, displayName: command.displayName, ...paid } }];
    }
    case 'ExchangePoints':
      return exchangePoints(command, wallet, meta);
    case 'HoldPoints':
      return holdPoints(command, wallet, { userId: spender(wallet, meta), at: meta.at });
    case 'ReleasePoints':
      return releasePoints(command, wallet);
    case 'PayOutPoints':
      return payOutPoints(command, wallet);
    case 'CreditPoints':
      return creditPoints(command, wallet);
    case 'CreditChatPoints':
      return creditChatPoints(command, wallet);
    case 'CreditSubjectPoints':
      return creditSubjectPoints(command, wallet);
    case 'RefundPurchase':
      return refundPurchase(command, wallet, meta);
    case 'FreezeWallet': {
      const { userId, reason } = command;
      return wallet.frozen ? [] : [{ type: 'WalletFrozen', data: { userId, reason: noteLine(reason) } }];
    }
    case 'UnfreezeWallet':
      return wallet.frozen ? [{ type: 'WalletUnfrozen', data: { userId: command.userId } }] : [];
    default:
      return assertNever(command);
  }
}

/** An order is granted once: with the same order again, under whatever key, it is `[]`. */
function grantGold(command: Of<'GrantGold'>, wallet: Wallet, { at }: Meta): WalletEvent[] {
  const { userId, amountGold, source, order, reason } = command;
  if (order !== undefined && wallet.orders.has(orderKey(order))) return [];
  positive(amountGold);
  // The limit also holds for the sum of all grants, so that no total of this wallet can pass it.
  checked(wallet.granted + amountGold);
  const expiresAt = command.expiresAt === undefined ? undefined : lotFor(wallet, command.expiresAt, at);
  const data = { userId, amountGold, source, goldAfter: wallet.goldHeld + amountGold };
  return [
    {
      type: 'GoldGranted',
      data: {
        ...data,
        ...(expiresAt !== undefined && { expiresAt }),
        ...(order && { order }),
        ...noted(reason),
      },
    },
  ];
}

/** Why an app changes gold: absent where nothing is said. */
function noted(reason = ''): { reason?: string } {
  const line = noteLine(reason);
  return line === '' ? {} : { reason: line };
}

/** Never below zero: `InsufficientGold`, and nothing changes. A frozen wallet can be taken from. */
function removeGold({ userId, amountGold, source, order, reason }: Of<'RemoveGold'>, wallet: Wallet): WalletEvent[] {
  const { costGold, ...paid } = pay(wallet, positive(amountGold));
  const data = { userId, amountGold: costGold, source, ...paid };
  return [{ type: 'GoldRemoved', data: { ...data, ...(order && { order }), ...noted(reason) } }];
}

/**
 * heihei, 赠送礼物. Hosts can't give in their own room: `TargetIsSelf`. `amount` is 1 to `MAX_COMBO`. In a combo it is the running count: the
 * part that was not paid yet is paid now, so that the next tap pays for one that was lost, and one that comes late is `[]`.
 */
function buyGift(command: Of<'BuyGift'>, wallet: Wallet, meta: Meta): WalletEvent[] {
  const { gift, amount, comboId, liveId, roomId, hostId, from } = command;
  const paid = payForUnits(command, { receiverId: hostId, placeId: liveId }, wallet, meta);
  if (!paid) return [];
  return [{ type: 'GiftBought', data: { gift, amount, comboId, liveId, roomId, hostId, from, ...paid } }];
}

/** heihei, 对话送礼物: as `buyGift`, for the other side of a talk. To oneself: `TargetIsSelf`. */
function buyChatGift(command: Of<'BuyChatGift'>, wallet: Wallet, meta: Meta): WalletEvent[] {
  const { gift, amount, comboId, chatId, toUserId, from } = command;
  const paid = payForUnits(command, { receiverId: toUserId, placeId: chatId }, wallet, meta);
  if (!paid) return [];
  return [{ type: 'ChatGiftBought', data: { gift, amount, comboId, chatId, toUserId, from, ...paid } }];
}

/** As `buyGift`, for the author of a post. To oneself: `TargetIsSelf`. */
function buySubjectGift(command: Of<'BuySubjectGift'>, wallet: Wallet, meta: Meta): WalletEvent[] {
  const { gift, amount, comboId, subjectId, topicId, toUserId, from } = command;
  const paid = payForUnits(command, { receiverId: toUserId, placeId: subjectId }, wallet, meta);
  if (!paid) return [];
  return [{ type: 'SubjectGiftBought', data: { gift, amount, comboId, subjectId, topicId, toUserId, from, ...paid } }];
}

/** What the units of a gift cost that were not paid before; null when all of them were. */
function payForUnits(
  { gift, amount, comboId }: Pick<Of<'BuyGift'>, 'gift' | 'amount' | 'comboId'>,
  { receiverId, placeId }: { receiverId: number; placeId: number },
  wallet: Wallet,
  meta: Meta,
) {
  const userId = spender(wallet, meta);
  if (receiverId === userId) throw new DomainError('TargetIsSelf');
  if (!Number.isSafeInteger(amount) || amount < 1 || amount > MAX_COMBO) throw new DomainError('AmountOutOfRange');
  if (comboId.length > MAX_COMBO_ID_CHARS)
    throw new DomainError('InvalidInput', 'the id of the combo is too long', 'comboId');
  const combo = comboId === '' ? undefined : comboOf(wallet, comboId);
  if (combo && (combo.giftId !== gift.id || combo.placeId !== placeId)) throw new DomainError('IdempotencyConflict');
  const units = amount - (combo?.amount ?? 0);
  if (units <= 0) return null;
  const paid = pay(wallet, positive(positive(gift.priceGold) * units));
  const experienceAfter = checked(wallet.experience + checked(gift.experience) * units);
  return { units, userId, ...paid, experienceAfter };
}

/**
 * heihei, 发送小喇叭消息. The text is checked before it is paid for: the feed shows it as it is. The host can't buy one in the
 * own room, `TargetIsSelf`: it would turn gold into points. A line that repeats one (`paidLine`) is `[]`.
 */
function buyBullet(command: Of<'BuyBullet'>, wallet: Wallet, meta: Meta): WalletEvent[] {
  const { liveId, roomId, hostId, from } = command;
  if (paidLine(wallet, command, meta)) return [];
  const userId = spender(wallet, meta);
  if (hostId === userId) throw new DomainError('TargetIsSelf');
  const text = spokenText(command.text, 'message');
  const paid = pay(wallet, BULLET_PRICE_GOLD);
  const experienceAfter = checked(wallet.experience + BULLET_EXPERIENCE);
  return [{ type: 'BulletBought', data: { liveId, roomId, hostId, from, text, userId, ...paid, experienceAfter } }];
}

/** A purchase in the host's room reaches the host: a point a gold, and the same experience as the sender's. */
function creditPoints({ points, purchaseEventId, purchase }: Of<'CreditPoints'>, wallet: Wallet): WalletEvent[] {
  const experience = purchase.kind === 'gift' ? purchase.gift.experience * purchase.units : BULLET_EXPERIENCE;
  const data = {
    userId: purchase.hostId,
    ...earned(points, experience, wallet),
    livePointsAfter: checked((wallet.livePoints.get(purchase.liveId) ?? 0) + points),
    purchaseEventId,
    purchase,
  };
  return [{ type: 'PointsCredited', data }];
}

/** The same for a gift in a talk: it reaches the other side. */
function creditChatPoints(command: Of<'CreditChatPoints'>, wallet: Wallet): WalletEvent[] {
  const { purchaseEventId, purchase } = command;
  return [{ type: 'ChatPointsCredited', data: { ...received(command, wallet), purchaseEventId, purchase } }];
}

/** The same for a gift on a post: it reaches the author. */
function creditSubjectPoints(command: Of<'CreditSubjectPoints'>, wallet: Wallet): WalletEvent[] {
  const { purchaseEventId, purchase } = command;
  return [{ type: 'SubjectPointsCredited', data: { ...received(command, wallet), purchaseEventId, purchase } }];
}

function received({ points, purchase }: Of<'CreditChatPoints' | 'CreditSubjectPoints'>, wallet: Wallet) {
  return { userId: purchase.toUserId, ...earned(points, purchase.gift.experience * purchase.units, wallet) };
}

function earned(points: number, experience: number, wallet: Wallet) {
  return {
    points: positive(points),
    pointsAfter: checked(wallet.points + points),
    earnedPointsAfter: checked(wallet.earnedPoints + points),
    experienceAfter: checked(wallet.experience + checked(experience)),
  };
}

/** Once a purchase; never more than was spent. Gold goes back into the lots that it came from. */
function refundPurchase(command: Of<'RefundPurchase'>, wallet: Wallet, { at }: Meta): WalletEvent[] {
  const { purchaseEventId, amountGold, lots: took = [] } = command;
  if (wallet.refunded.has(purchaseEventId)) return [];
  if (positive(amountGold) > wallet.spent) throw new DomainError('AmountOutOfRange', 'more than was spent');
  const { userId } = wallet;
  const lots = putBack(wallet, took, at);
  const data = { userId, purchaseEventId, amountGold, goldAfter: wallet.goldHeld + amountGold };
  return [{ type: 'PurchaseRefunded', data: lots.length === 0 ? data : { ...data, lots } }];
}

/** heihei, 积分兑换钻石. More points than there are: `InsufficientPoints`. */
function exchangePoints(
  { order, packageId, points, amountGold }: Of<'ExchangePoints'>,
  wallet: Wallet,
  meta: Meta,
): WalletEvent[] {
  const userId = spender(wallet, meta);
  positive(points);
  positive(amountGold);
  if (wallet.points < points) throw new DomainError('InsufficientPoints');
  checked(wallet.granted + amountGold);
  const after = { pointsAfter: wallet.points - points, goldAfter: wallet.goldHeld + amountGold };
  return [{ type: 'PointsExchanged', data: { userId, order, packageId, points, amountGold, ...after } }];
}

/** The acting user, who may spend from this wallet. */
function spender(wallet: Wallet, { actor }: Meta): number {
  if (actor === 0 || (wallet.userId !== 0 && wallet.userId !== actor)) throw new DomainError('NotOwner');
  if (wallet.frozen) throw new DomainError('WalletFrozen');
  return actor;
}

interface Paid {
  costGold: number;
  goldAfter: number;
  lots?: LotChange[];
}

function pay(wallet: Wallet, costGold: number): Paid {
  if (wallet.goldHeld < costGold) throw new DomainError('InsufficientGold');
  const lots = taken(wallet, costGold);
  const goldAfter = wallet.goldHeld - costGold;
  return lots === undefined ? { costGold, goldAfter } : { costGold, goldAfter, lots };
}

function positive(value: number): number {
  if (checked(value) === 0) throw new DomainError('AmountOutOfRange');
  return value;
}

export const walletDecider: Decider<Wallet, WalletCommand, WalletEvent> = {
  category: 'wallet',
  eventTypes: walletEventTypes,
  version: 7,
  initialState: emptyWallet,
  decide,
  evolve,
};
