import { approvalDecider } from '../../domain/approval/decider.ts';
import type { MoneyAction } from '../../domain/approval/events.ts';
import { DomainError } from '../../domain/kernel/errors.ts';
import { approvalStream, walletStream } from '../../domain/streams.ts';
import { OPERATOR_SOURCE } from '../../domain/wallet/sources.ts';
import { type LoggedEvent, MAX_READ_EVENTS } from '../../event-store/event-store.ts';
import { type ApprovalDocument, approvals } from '../../projections/views/approvals.ts';
import { type MakeMeta, withInput } from '../commands.ts';
import type { Core } from '../core.ts';
import { idOfCommand } from '../ids.ts';
import { orderOf } from '../payments/order.ts';
import { personCard } from '../people/cards.ts';
import { type Done, done } from './done.ts';
import { refundOrder } from './orders.ts';
import { grantGold } from './wallets.ts';
import { approveWithdrawal, withdrawalById } from './withdrawals.ts';

/** The answer to an operator who moves gold or money. */
export interface MoneyDone extends Done {
  /** What a second operator has to give; null: it is done, or follows at once. */
  approvalId: number | null;
}

/** Why it is moved, as an operator says it. */
interface Reasoned {
  reason: string;
}

/**
 * Gives a person gold that does not end: at once up to `operatorLimitGold`; more waits for a second operator. Throws `UserNotFound`, `AmountOutOfRange`,
 * `IdempotencyConflict`. `makeMeta` must be an operator's, as for all of these.
 */
export async function giveGold(
  core: Core,
  appId: string,
  { userId, amountGold, reason }: { userId: number; amountGold: number } & Reasoned,
  makeMeta: MakeMeta,
): Promise<MoneyDone> {
  if (amountGold <= core.settings.operatorLimitGold) {
    const granted = await grantGold(core, appId, { userId, amountGold, source: OPERATOR_SOURCE }, makeMeta);
    const { gold, ...rest } = granted;
    return { ...rest, approvalId: null };
  }
  await personCard(core, appId, userId);
  const action = { kind: 'grant', userId, amountGold, key: '', reason } as const;
  const approvalId = idOfCommand(makeMeta(`/approvals/grant/${userId}`).commandId);
  return askFor(core, appId, { approvalId, action, of: String(userId) }, makeMeta);
}

/**
 * Notes that an order's money went back, so that its gold is taken: see `refundOrder`. More gold than `operatorLimitGold` waits for a second operator. Throws
 * `OrderNotFound`, `AlreadyDone`.
 */
export async function refundOrderGold(
  core: Core,
  appId: string,
  { orderId, reason }: { orderId: string } & Reasoned,
  makeMeta: MakeMeta,
): Promise<MoneyDone> {
  const { userId, amountGold } = await orderOf(core, appId, orderId);
  if (amountGold <= core.settings.operatorLimitGold)
    return { ...(await refundOrder(core, appId, { orderId, reason }, makeMeta)), approvalId: null };
  const action = { kind: 'refund-order', userId, amountGold, key: orderId, reason } as const;
  const approvalId = idOfCommand(`refund-order ${appId} ${orderId}`);
  return askFor(core, appId, { approvalId, action, of: orderId }, makeMeta);
}

/**
 * Lets a withdrawal be paid; a job tells the provider. More cents than `operatorLimitCents` wait for a second operator; it can be rejected meanwhile. One that
 * is approved already stays as it is. Throws `WithdrawalNotFound`, `WithdrawalStateWrong` for one that was rejected, `AlreadyDone` for one that waits.
 */
export async function payWithdrawal(
  core: Core,
  appId: string,
  { withdrawalId, reason }: { withdrawalId: string } & Reasoned,
  makeMeta: MakeMeta,
): Promise<MoneyDone> {
  const { userId, payCents, status } = await withdrawalById(core, appId, withdrawalId);
  if (payCents <= core.settings.operatorLimitCents || status !== 'requested')
    return { ...(await approveWithdrawal(core, appId, { withdrawalId }, makeMeta)), approvalId: null };
  const action = { kind: 'pay-withdrawal', userId, amountGold: 0, payCents, key: withdrawalId, reason } as const;
  const approvalId = idOfCommand(`pay-withdrawal ${appId} ${withdrawalId}`);
  return askFor(core, appId, { approvalId, action, of: withdrawalId }, makeMeta);
}

/** What a person pays for in a wallet. */
const PURCHASES = ['GiftBought', 'ChatGiftBought', 'SubjectGiftBought', 'BulletBought', 'RenameBought'] as const;

/**
 * Gives back the gold of a gift, a line or a rename, by its event's revision in the wallet: once for each, whoever asks. The house pays: the host keeps the points. More
 * gold than `operatorLimitGold` waits for a second operator. Throws `PurchaseNotFound`, `AlreadyDone` for one that was given back before.
 */
export async function refundGift(
  core: Core,
  appId: string,
  { userId, revision, reason }: { userId: number; revision: number } & Reasoned,
  makeMeta: MakeMeta,
): Promise<MoneyDone> {
  await personCard(core, appId, userId);
  const { eventId, costGold } = await purchaseAt(core, appId, userId, revision);
  const action = { kind: 'refund-gift', userId, amountGold: costGold, key: eventId, reason } as const;
  const approvalId = idOfCommand(`refund-gift ${eventId}`);
  return askFor(core, appId, { approvalId, action, of: `${userId}/${revision}` }, makeMeta);
}

async function purchaseAt(core: Core, appId: string, userId: number, revision: number) {
  const stream = walletStream(appId, userId);
  const [event] = await core.log.read(stream, { from: revision, limit: 1 });
  if (event?.revision !== revision || !isPurchase(event)) throw new DomainError('PurchaseNotFound');
  const { id: eventId } = event;
  const { costGold } = event.data;
  if (costGold === 0) throw new DomainError('PurchaseNotFound', 'nothing was paid');
  // The second leg of a purchase that is refused for good gives the gold back by itself.
  for (let from = revision + 1; ; from += MAX_READ_EVENTS) {
    const page = await core.log.read(stream, { from, limit: MAX_READ_EVENTS });
    const isBack = ({ type, data }: LoggedEvent) =>
      type === 'PurchaseRefunded' && (data as { purchaseEventId: string }).purchaseEventId === eventId;
    if (page.some(isBack)) throw new DomainError('AlreadyDone');
    if (page.length < MAX_READ_EVENTS) return { eventId, costGold };
  }
}

type Purchase = Extract<LoggedEvent, { type: (typeof PURCHASES)[number] }>;

function isPurchase(event: LoggedEvent): event is Purchase {
  return PURCHASES.some((type) => type === event.type);
}

async function askFor(
  core: Core,
  appId: string,
  { approvalId, action, of }: { approvalId: number; action: MoneyAction; of: string },
  makeMeta: MakeMeta,
): Promise<MoneyDone> {
  const { operatorLimitGold, operatorLimitCents } = core.settings;
  const limit = action.kind === 'pay-withdrawal' ? operatorLimitCents : operatorLimitGold;
  const command = { type: 'AskApproval', approvalId, action, limit } as const;
  const meta = withInput(makeMeta(`/approvals/${action.kind}/${of}`), action);
  const { position, events } = await core.commands.handle(
    approvalDecider,
    approvalStream(appId, approvalId),
    command,
    meta,
  );
  const isGiven = events.some(({ type }) => type === 'ApprovalGiven');
  return { ...(await done(core, position, [approvals])), approvalId: isGiven ? null : approvalId };
}

export interface ApprovalsWanted {
  /** In this state alone. */
  status?: ApprovalDocument['status'];
  offset: number;
  limit: number;
}

/** What operators asked for, newest first. */
export async function approvalsOf(
  core: Core,
  appId: string,
  { status, ...page }: ApprovalsWanted,
): Promise<ApprovalDocument[]> {
  const found =
    status === undefined
      ? await core.models.find(approvals, { index: 'latest', equals: [appId], ...page })
      : await core.models.find(approvals, { index: 'byStatus', equals: [appId, status], ...page });
  return found.map(({ document }) => document);
}

/**
 * A second operator agrees, or does not; what is agreed upon is then done. Throws `ApprovalNotFound`, `ApprovalSettled`, and `OwnApproval` for whoever asked and
 * wants to agree: they may take it back.
 */
export async function settleApproval(
  core: Core,
  appId: string,
  { approvalId, isGiven, reason }: { approvalId: number; isGiven: boolean } & Reasoned,
  makeMeta: MakeMeta,
): Promise<Done> {
  const command = isGiven ? ({ type: 'GiveApproval' } as const) : ({ type: 'RefuseApproval', reason } as const);
  const meta = makeMeta(`/approvals/${approvalId}/${isGiven ? 'give' : 'refuse'}`);
  const stream = approvalStream(appId, approvalId);
  const { position } = await core.commands.handle(approvalDecider, stream, command, meta);
  return done(core, position, [approvals]);
}
