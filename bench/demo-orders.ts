/** People buy gold with money, of providers that dev mode plays (docs/operations.md, Payments). */
import { BASE_URL, codeOf, ensure, isType, type Phone, printLine } from './support/demo-stage.ts';

/** Gold of the package that everybody buys. */
const PACKAGE_GOLD = 980;

/** What dev mode shows of a callback. */
interface Callback {
  path: string;
  headers: Record<string, string>;
  body: string;
}

/** Buys the same package in each channel, with what goes wrong there. Returns the gold that each person got. */
export async function buyGold(people: readonly [Phone, Phone, Phone]): Promise<number> {
  const [ann, bob, cat] = people;
  await buyByCallback(ann, 'alipay');
  await buyByCallback(bob, 'wechat');
  await buyInStore(cat, ann);
  for (const who of people) {
    await who.waitFor('the toast', (m) => isType('toast')(m) && m.text === `充值成功，${PACKAGE_GOLD}钻`);
  }
  return PACKAGE_GOLD;
}

async function order(who: Phone, channel: 'alipay' | 'wechat' | 'iap'): Promise<string> {
  const { packages } = await who.api.payment.listPackage({ channel });
  const found = packages.find(({ gold }) => gold === PACKAGE_GOLD);
  ensure(found, `nothing is sold by ${channel}`);
  return (await who.api.payment.createOrder({ packageId: found.id, channel })).order;
}

/** The provider says twice that it was paid; before that somebody says so in its name. */
async function buyByCallback(who: Phone, channel: 'alipay' | 'wechat'): Promise<void> {
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
async function buyInStore(who: Phone, other: Phone): Promise<void> {
  const orderId = await order(who, 'iap');
  const { data } = await who.dev('POST', `/dev/payments/${orderId}/receipt`, {});
  const notify = (client: Phone, name: string) =>
    client.api.payment.orderNotify({ order: name, status: '1', data: String(data) });
  ensure((await codeOf(notify(other, orderId))) === 727, "another's order was paid");
  for (let n = 0; n < 2; n++) await notify(who, orderId);
  ensure((await codeOf(notify(other, await order(other, 'iap')))) === 727, 'a receipt counted twice');
}
