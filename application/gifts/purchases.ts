import { otherIn } from '../../domain/chat/decider.ts';
import { DomainError } from '../../domain/kernel/errors.ts';
import { walletStream } from '../../domain/streams.ts';
import type { WalletCommand } from '../../domain/wallet/commands.ts';
import { paidLine, spendableGold, type Wallet, walletDecider } from '../../domain/wallet/decider.ts';
import type { WalletEvent } from '../../domain/wallet/events.ts';
import type { Actor } from '../actor.ts';
import { giftForSale } from '../catalogue/catalogue.ts';
import { chatOf } from '../chats/talk.ts';
import { type MakeMeta, whenNew, withInput } from '../commands.ts';
import type { Core } from '../core.ts';
import { personCard } from '../people/cards.ts';
import { requireMayGive, requireMaySpeakForGold } from '../policy/lives.ts';
import { anyStanding } from '../rooms/standing.ts';
import { postedSubject } from '../topics/posted.ts';

/** What somebody wants to give. */
export interface GiftWanted {
  giftId: number;
  amount: number;
  comboId: string;
  /** The price of one that the buyer was shown: when it is another by now, nothing is bought. It does not tell one purchase from another. */
  listedGold?: number | undefined;
}

/**
 * Buys a gift for the host of the room that the actor is in; returns the gold that was left. The price is that of the catalogue in force (`GiftBought` names its version); the
 * host's credit and the room's line follow from the purchase. Clients resend: the same `comboId` and `amount` count once and get
 * the first answer, whatever has happened to the room since. In a combo (the same `comboId`, `amount` counting up) each purchase
 * pays for the part that is not paid yet. A `comboId` of '' is none.
 *
 * Throws `GiftNotFound`, `InvalidInput` (field `listedGold`) for another price than `listedGold`, `LiveNotFound` unless the live plays, `NotInLive`,
 * `TargetIsSelf` for the host, `WalletFrozen`, `InsufficientGold`, `AmountOutOfRange`, `IdempotencyConflict`.
 */
export async function buyGift(
  core: Core,
  actor: Actor,
  given: GiftWanted & { liveId: number },
  makeMeta: MakeMeta,
): Promise<number> {
  return buyFor(core, actor, { given, purpose: 'buy-gift' }, makeMeta, async () => {
    const { liveId } = given;
    const found = await anyStanding(core, actor.appId, liveId, actor.userId);
    const { roomId, hostId } = found;
    return {
      place: [liveId],
      requireAllowed: () => requireMayGive(found),
      command: { type: 'BuyGift', liveId, roomId, hostId },
    };
  });
}

/**
 * Buys a gift for the other side of a talk; as `buyGift` for the rest: combos, repetitions, the answer.
 *
 * Throws `GiftNotFound`, `ChatNotFound` for who has no part in a talk in which both are connected, `UserNotFound` when `toUserId` is not the
 * other side, `WalletFrozen`, `InsufficientGold`, `AmountOutOfRange`, `IdempotencyConflict`.
 */
export async function buyChatGift(
  core: Core,
  actor: Actor,
  given: GiftWanted & { chatId: number; toUserId: number },
  makeMeta: MakeMeta,
): Promise<number> {
  return buyFor(core, actor, { given, purpose: 'buy-chat-gift' }, makeMeta, async () => {
    const { userId } = actor;
    const { chatId, toUserId } = given;
    const chat = await chatOf(core, actor.appId, chatId);
    return {
      place: [chatId, toUserId],
      requireAllowed() {
        if (!chat.userIds.includes(userId) || chat.startedAt === 0 || chat.endedAt > 0)
          throw new DomainError('ChatNotFound');
        if (otherIn(chat, userId) !== toUserId) throw new DomainError('UserNotFound');
      },
      command: { type: 'BuyChatGift', chatId, toUserId },
    };
  });
}

/**
 * Buys a gift for the author of a post; as `buyGift` for the rest: combos, repetitions, the answer. The author is told in their messages (`subjectLine`).
 *
 * Throws `GiftNotFound`, `SubjectNotFound`, also where one of the two blocks the other, `TargetIsSelf` for the author, `WalletFrozen`, `InsufficientGold`,
 * `AmountOutOfRange`, `IdempotencyConflict`.
 */
export async function buySubjectGift(
  core: Core,
  actor: Actor,
  given: GiftWanted & { subjectId: number },
  makeMeta: MakeMeta,
): Promise<number> {
  return buyFor(core, actor, { given, purpose: 'buy-subject-gift' }, makeMeta, async () => {
    const { subjectId } = given;
    const { topicId, userId: toUserId, isReachable } = await postedSubject(core, actor, subjectId);
    return {
      place: [subjectId],
      requireAllowed() {
        if (!isReachable) throw new DomainError('SubjectNotFound');
      },
      command: { type: 'BuySubjectGift', subjectId, topicId, toUserId },
    };
  });
}

type GiftPurchase = Extract<WalletCommand, { type: 'BuyGift' | 'BuyChatGift' | 'BuySubjectGift' }>;
type OfPlace<Command> = Command extends unknown ? Omit<Command, 'gift' | 'amount' | 'comboId' | 'from'> : never;

/** Where a gift is given. */
interface Place {
  /** What tells the purchase from another one, beside the gift and how many. */
  place: readonly number[];
  /** Throws for a new purchase that may not be. */
  requireAllowed(): void;
  command: OfPlace<GiftPurchase>;
}

/** What all purchases of gifts have in common: the price in force, who gives, combos, the answer. */
async function buyFor(
  core: Core,
  { appId, userId }: Actor,
  { given, purpose }: { given: GiftWanted; purpose: 'buy-gift' | 'buy-chat-gift' | 'buy-subject-gift' },
  makeMeta: MakeMeta,
  placeOf: () => Promise<Place>,
): Promise<number> {
  const { giftId, amount, comboId } = given;
  const { gift, requireForSale } = await giftForSale(core, appId, given);
  const { place, requireAllowed, command } = await placeOf();
  const from = await personCard(core, appId, userId);
  const { events, state } = await core.commands.handle(
    whenNew(walletDecider, () => {
      requireForSale();
      requireAllowed();
    }),
    walletStream(appId, userId),
    { ...command, gift, amount, comboId, from },
    withInput(makeMeta(purpose, comboKey(comboId, amount)), [giftId, ...place, comboId, amount]),
  );
  return goldLeft(events.at(-1)?.data, state, core.clock.now());
}

/** What clients resend a purchase under; without a combo their own key counts. */
function comboKey(comboId: string, amount: number): string | undefined {
  return comboId === '' ? undefined : `${comboId}|${amount}`;
}

/**
 * Buys a line that the room shows over the host's picture; answers the gold that was left. Under a key, a repetition is paid and
 * shown once. Without one, the same words in the same room within `SAME_LINE_MS` are the same line: one payment, and the same
 * answer whatever became of the room.
 *
 * Throws `LiveNotFound` unless the live plays, `NotInLive`, `TargetIsSelf` for the host, `Muted`, `WalletFrozen`, `InsufficientGold`,
 * `InvalidInput` (field `message`) for a text outside 1 to `MAX_TEXT_CHARS` visible characters, `TextNotAllowed`,
 * `IdempotencyConflict`.
 */
export async function buyBullet(
  core: Core,
  { appId, userId }: Actor,
  { liveId, text }: { liveId: number; text: string },
  makeMeta: MakeMeta,
): Promise<number> {
  const found = await anyStanding(core, appId, liveId, userId);
  const { roomId, hostId } = found;
  const from = await personCard(core, appId, userId);
  const words = core.settings.words.worded(appId, text, 'message');
  const line = { type: 'BuyBullet', liveId, roomId, hostId, from, text: words.text } as const;
  const meta = withInput(makeMeta('buy-bullet'), [liveId, text]);
  const { events, state } = await core.commands.handle(
    whenNew(walletDecider, (_, wallet) => {
      if (paidLine(wallet, line, meta)) return;
      requireMaySpeakForGold(found);
      words.requireAllowed();
    }),
    walletStream(appId, userId),
    line,
    meta,
  );
  const repeated = events.length === 0 ? paidLine(state, line, meta) : undefined;
  return repeated?.goldAfter ?? goldLeft(events.at(-1)?.data, state, core.clock.now());
}

/** The gold left when the purchase was made (its command's last event); what there is now when nothing had to be paid. */
function goldLeft(bought: WalletEvent['data'] | undefined, wallet: Readonly<Wallet>, now: number): number {
  return bought && 'goldAfter' in bought ? bought.goldAfter : spendableGold(wallet, now);
}
