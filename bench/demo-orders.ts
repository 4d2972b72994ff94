/** People buy gold with money, of providers that dev mode plays (docs/operations.md, Payments). */
import type { Client } from '../test/support/client.ts';
import { BASE_URL, ensure, isType, printLine } from './support/demo-stage.ts';

/** Gold of the package that everybody buys. */
const PACKAGE_GOLD = 980;

/** What dev mode shows of a callback. */
interface Callback {
  path: string;
  headers: Record<string, string>;
  body: string;
}

/** Buys the same package in each channel, with what goes wrong there. Returns the gold that each person got. */
export async function buyGold(people: readonly [Client, Client, Client]): Promise<number> {
  const [ann, bob, cat] = people;
  await buyByCallback(ann, 'alipay');
  await buyByCallback(bob, 'wechat');
  await buyInStore(cat, ann);
  for (const who of people) {
    await who.waitFor('the toast', (m) => isType('toast')(m) && m.text === `充值成功，${PACKAGE_GOLD}钻`);
  }
  return PACKAGE_GOLD;
}

async function order(who: Client, channel: 'alipay' | 'wechat' | 'iap'): Promise<string> {
  const { packages } = await who.must('/api/payment/list-package', { channel });
  const found = (packages as { id: number; gold: number }[]).find(({ gold }) => gold === PACKAGE_GOLD);
  ensure(found, `nothing is sold by ${channel}`);
  return String((await who.must('/api/payment/create-order', { packageId: found.id, channel })).order);
}

/** The provider says twice that it was paid; before that somebody says so in its name. */
async function buyByCallback(who: Client, channel: 'alipay' | 'wechat'): Promise<void> {
  const orderId = await order(who, channel);
  const callback = (await who.dev('POST', `/dev/payments/${orderId}/callback`, {})) as unknown as Callback;
  const forged = await deliver(channel, { ...callback, body: `${callback.body} ` });
  ensure(!/success/i.test(forged), `${channel} was believed what it had not signed`);
  for (let n = 0; n < 2; n++) {
    const answer = await deliver(channel, callback);
    ensure(/success/i.test(answer), `${channel} was answered ${answer}`);
  }
}

async function deliver(channel: string, { path, headers, body }: Callback): Promise<string> {
  const response = await fetch(BASE_URL + path, { method: 'POST', headers, body });
  const text = await response.text();
  printLine(channel, `→ ${path}  ${response.status} ${text}`);
  return text;
}

/** The receipt of one purchase counts once, for one order. */
async function buyInStore(who: Client, other: Client): Promise<void> {
  const orderId = await order(who, 'iap');
  const { data } = await who.dev('POST', `/dev/payments/${orderId}/receipt`, {});
  const notify = (client: Client, name: string) =>
    client.call('/api/payment/order-notify', { order: name, status: 1, data: String(data) });
  ensure((await notify(other, orderId)).errorcode === 727, "another's order was paid");
  for (let n = 0; n < 2; n++) ensure((await notify(who, orderId)).errorcode === 0, 'the receipt was not taken');
  ensure((await notify(other, await order(other, 'iap'))).errorcode === 727, 'a receipt counted twice');
}
