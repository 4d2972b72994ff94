import { createPrivateKey, createSign, createVerify } from 'node:crypto';
import type { SimulatedTransfer, TransferBook } from '../simulated.ts';

interface Keys {
  appId: string;
  /** Of the app's key, by which it signs requests; PEM. */
  publicKey: string;
  /** By which Alipay signs its answers; PEM. */
  privateKey: string;
}

/**
 * Alipay's side of a transfer, for dev mode and tests: it verifies what the app signed, pays one number once, and signs its answers. A transfer of the
 * same number with another amount or to another account is refused, as Alipay does.
 */
export class SimulatedTransfers {
  private readonly keys: Keys;
  private readonly book: TransferBook;
  /** Says what Alipay answers to a new transfer; default: it is paid. For tests. */
  answerTo: (transfer: SimulatedTransfer) => 'paid' | 'pending' | { refused: string } | { lost: true } = () => 'paid';
  /** Statuses of transfers that were not paid at once, by withdrawal. */
  readonly statuses = new Map<string, string>();

  constructor(keys: Keys, book: TransferBook) {
    this.keys = keys;
    this.book = book;
  }

  /** The signed answer to a form that the app signed. */
  answer(form: URLSearchParams): string {
    const { sign = '', ...signed } = Object.fromEntries(form);
    const text = Object.keys(signed)
      .sort()
      .map((name) => `${name}=${signed[name]}`)
      .join('&');
    const isOwn = createVerify('RSA-SHA256').update(text).verify(this.keys.publicKey, sign, 'base64');
    const { method = '', biz_content: content = '{}' } = signed;
    const name = `${method.replaceAll('.', '_')}_response`;
    if (!isOwn || signed.app_id !== this.keys.appId) {
      return this.said(name, { code: '40002', msg: 'Invalid Arguments', sub_code: 'isv.invalid-signature' });
    }
    const params = JSON.parse(content) as Record<string, unknown>;
    if (method === 'alipay.fund.trans.uni.transfer') return this.said(name, this.transfer(params));
    if (method === 'alipay.fund.trans.common.query') return this.said(name, this.query(String(params.out_biz_no)));
    return this.said(name, { code: '40004', msg: 'Business Failed', sub_code: 'isv.invalid-method' });
  }

  private transfer(params: Record<string, unknown>): Record<string, unknown> {
    const withdrawalId = String(params.out_biz_no);
    const { identity, name } = params.payee_info as Record<string, unknown>;
    const transfer = {
      withdrawalId,
      payCents: Math.round(Number(params.trans_amount) * 100),
      account: String(identity),
    };
    const before = this.made(withdrawalId);
    if (before) {
      const isSame = before.payCents === transfer.payCents && before.account === transfer.account;
      return isSame ? this.told(withdrawalId) : failed('INVALID_PARAMETER');
    }
    if (typeof name !== 'string' || name === '') return failed('PAYEE_USER_INFO_ERROR');
    const outcome = this.answerTo(transfer);
    if (typeof outcome === 'object') return failed('refused' in outcome ? outcome.refused : 'SYSTEM_ERROR');
    this.book.add(transfer);
    if (outcome === 'pending') this.statuses.set(withdrawalId, 'DEALING');
    return this.told(withdrawalId);
  }

  private query(withdrawalId: string): Record<string, unknown> {
    return this.made(withdrawalId) ? this.told(withdrawalId) : failed('ORDER_NOT_EXIST');
  }

  private told(withdrawalId: string): Record<string, unknown> {
    const { payCents } = this.made(withdrawalId)!;
    return {
      code: '10000',
      msg: 'Success',
      out_biz_no: withdrawalId,
      order_id: `20261128${withdrawalId.padStart(20, '0').slice(-20)}`,
      status: this.statusOf(withdrawalId),
      trans_amount: (payCents / 100).toFixed(2),
    };
  }

  private made(withdrawalId: string): SimulatedTransfer | undefined {
    return this.book.all().find((transfer) => transfer.withdrawalId === withdrawalId);
  }

  private statusOf(withdrawalId: string): string {
    return this.statuses.get(withdrawalId) ?? 'SUCCESS';
  }

  private said(name: string, answer: Record<string, unknown>): string {
    const body = JSON.stringify(answer);
    const sign = createSign('RSA-SHA256').update(body, 'utf8').sign(createPrivateKey(this.keys.privateKey), 'base64');
    return `{"${name}":${body},"sign":"${sign}"}`;
  }
}

function failed(subCode: string): Record<string, unknown> {
  return { code: '40004', msg: 'Business Failed', sub_code: subCode };
}
