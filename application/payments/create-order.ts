import type { CommandMeta } from '../../domain/kernel/decider.ts';
import { DomainError } from '../../domain/kernel/errors.ts';
import type { PaymentChannel } from '../../domain/payment/channels.ts';
import { topupStream } from '../../domain/streams.ts';
import { topupDecider } from '../../domain/topup/decider.ts';
import type { OrderCreated } from '../../domain/topup/events.ts';
import { MAX_OPEN_ORDERS, ORDER_MS } from '../../domain/topup/limits.ts';
import type { Position } from '../../event-store/event-store.ts';
import { createLruCache } from '../../event-store/lru-cache.ts';
import { providerOf } from '../../payments/provider.ts';
import { orders } from '../../projections/views/orders.ts';
import type { Actor } from '../actor.ts';
import { type MakeMeta, type Shown, shown, withInput } from '../commands.ts';
import type { Core } from '../core.ts';
import { digitsOfCommand } from '../ids.ts';
import { oncePer } from '../once-per.ts';
import { packagesIn } from './packages.ts';

const HOUR_MS = 3600_000;
/** People remembered at a time whose orders are under way; the least recently seen are forgotten first. */
const MAX_PEOPLE = 10_000;

/** An order that its person can pay now. */
export interface OpenedOrder extends Shown {
  order: OrderCreated['data'];
  /** What the client's payment SDK needs; '' in the App Store. */
  data: string;
}

/**
 * Orders a package of gold (heihei, 创建订单). Nothing is paid by it. `notifyUrl`: where the provider is to call back.
 *
 * Throws `PackageNotFound` for a package that is not sold in the channel, also because nobody could take the money; `TooOften` past
 * `MAX_OPEN_ORDERS` in an hour; `ProviderAway`: the same command may be sent again; `IdempotencyConflict`.
 */
export async function createOrder(
  core: Core,
  actor: Actor,
  { packageId, channel, notifyUrl }: { packageId: number; channel: PaymentChannel; notifyUrl: string },
  makeMeta: MakeMeta,
): Promise<OpenedOrder> {
  const meta = withInput(makeMeta('create-order'), { packageId, channel });
  const orderId = digitsOfCommand('order', meta.commandId);
  const making = ordersMadeNow(core, actor);
  making.push(orderId);
  try {
    const { order, position } = await recordOrder(core, actor, { orderId, packageId, channel }, meta);
    const data = (await providerOf(core.payments, channel)?.prepare({ ...order, notifyUrl })) ?? '';
    return { order, data, ...(await shown(core, position, [orders])) };
  } finally {
    making.splice(making.indexOf(orderId), 1);
  }
}

/** Writes the order down, once for one command. */
async function recordOrder(
  core: Core,
  actor: Actor,
  { orderId, packageId, channel }: { orderId: string; packageId: number; channel: PaymentChannel },
  meta: CommandMeta,
): Promise<{ order: OrderCreated['data']; position: Position }> {
  const { appId } = actor;
  const stream = topupStream(appId, orderId);
  const known = (await core.commands.load(topupDecider, stream)).state.order;
  if (!known) await refuseMany(core, actor, orderId);
  const offer = known ?? (await packagesIn(core, appId, channel)).find(({ id }) => id === packageId);
  if (!offer) throw new DomainError('PackageNotFound');
  const { productId, amountGold, payCents } = offer;
  const wanted = { orderId, packageId, channel, productId, amountGold, payCents, expiresAt: meta.at + ORDER_MS };
  const { state, position } = await core.commands.handle(
    topupDecider,
    stream,
    { type: 'CreateOrder', ...wanted },
    meta,
  );
  return { order: state.order!, position };
}

/** Orders that this process is making, by person, in the order in which they were asked for: lists do not show them yet. */
const underWay = oncePer((_: Core) => createLruCache<string, string[]>(MAX_PEOPLE));

function ordersMadeNow(core: Core, { appId, userId }: Actor): string[] {
  const all = underWay(core);
  const key = `${appId}.${userId}`;
  const making = all.get(key) ?? [];
  all.set(key, making);
  return making;
}

/** Throws `TooOften` when there are `MAX_OPEN_ORDERS` before this one, in lists or under way here. */
async function refuseMany(core: Core, actor: Actor, orderId: string): Promise<void> {
  const making = ordersMadeNow(core, actor);
  const before = new Set(making.slice(0, making.indexOf(orderId)));
  const open = await core.models.find(orders, {
    index: 'openOfUser',
    equals: [actor.appId, actor.userId, true],
    until: core.clock.now() - HOUR_MS,
    limit: MAX_OPEN_ORDERS,
  });
  for (const { document } of open) before.add(document.orderId);
  if (before.size >= MAX_OPEN_ORDERS) throw new DomainError('TooOften', 'too many orders that nobody has paid');
}
