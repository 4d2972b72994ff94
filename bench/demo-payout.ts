/** A host asks for money for points, an operator agrees, and the Alipay that dev mode plays pays (docs/operations.md, Payments). */
import { randomInt } from 'node:crypto';
import { checkCharacter } from '../domain/payee/identity-card.ts';
import { ensure, isType, type Phone, printLine } from './support/demo-stage.ts';

/** The least that is paid out, in cents of a yuan, and the points that it takes. */
const [PAY_CENTS, PAY_POINTS] = [1_000, 200];

/** Shows papers, asks twice under one key, is paid once; a second wish is turned down, and its points come back. */
export async function payHost(host: Phone): Promise<void> {
  const before = await points(host);
  ensure(before >= PAY_POINTS, `the host has only ${before} points`);
  const head = `110101${1970 + randomInt(30)}0307${randomInt(100, 1_000)}`;
  const papers = { username: '张三', idcard: head + checkCharacter(head), phone: '13533221223' };
  await host.api.payment.verifyAlipay({ alipaycode: 'host@example.com', ...papers });
  const wish = { alipaycode: 'host@example.com', payamount: PAY_CENTS };
  const ask = (key: string) => host.api.payment.payReq(wish, { key });
  await ask(`turned-down-${head}`);
  await host.dev('POST', `/dev/withdrawals/${await newest(host)}/reject`, { reason: '请先完善资料' });
  ensure((await points(host)) === before, 'the points did not come back');
  for (let times = 0; times < 2; times++) await ask(`paid-${head}`);
  await host.dev('POST', `/dev/withdrawals/${await newest(host)}/approve`, {});
  await host.waitFor('the toast', (message) => isType('toast')(message) && message.text === '提现已到账');
  const { payouts } = await host.dev('GET', `/dev/payouts?userId=${host.userId}`);
  const paid = payouts as { payCents: number; alipaycode: string }[];
  ensure(paid.length === 1 && paid[0]!.payCents === PAY_CENTS, `Alipay paid ${JSON.stringify(paid)}`);
  ensure((await points(host)) === before - PAY_POINTS, 'the points were not paid for');
  printLine('alipay', `→ ${paid[0]!.payCents / 100} yuan to ${paid[0]!.alipaycode}, for ${PAY_POINTS} points`);
}

async function points(host: Phone): Promise<number> {
  return Number((await host.api.payment.statistic()).point);
}

async function newest(host: Phone): Promise<string> {
  const { result } = await host.api.payment.listPayReq({ offset: 0, limit: 1 });
  return result[0]!.id;
}
