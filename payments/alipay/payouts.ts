import type { Payout, PayoutOutcome, Payouts } from '../payouts.ts';
import { centsOf, yuanOf } from '../proof.ts';
import { type AlipayGateway, type AlipaySettings, openAlipayGateway } from './gateway.ts';

/** What a transfer to an account is called at Alipay. */
const KIND = { product_code: 'TRANS_ACCOUNT_NO_PWD', biz_scene: 'DIRECT_TRANSFER' };
const TITLE = '积分提现';
/** Alipay's code for a transfer that it has not heard of. */
const NOT_THERE = 'ORDER_NOT_EXIST';
const SUCCEEDED = '10000';
const FAILED = '40004';
/** Statuses of a transfer of which no money went, or all of it came back. */
const REFUSED_STATUSES = ['FAIL', 'CLOSED', 'REFUND'];
/**
 * Codes (`sub_code`) by which Alipay says that it did not and will not pay: alipay.fund.trans.uni.transfer, 业务错误码. Codes that are not
 * here, `SYSTEM_ERROR` first of all, leave it open.
 */
const REFUSALS: ReadonlySet<string> = new Set([
  ...['PAYEE_NOT_EXIST', 'PAYEE_USER_INFO_ERROR', 'PAYEE_ACC_OCUPIED', 'PAYEE_USERINFO_STATUS_ERROR'],
  ...['PAYEE_CERTIFY_LEVEL_LIMIT', 'PAYEE_ACCOUNT_STATUS_ERROR', 'PAYEE_USER_NOT_EXIST', 'PAYEE_ACCOUNT_NOT_EXSIT'],
  ...['PAYER_BALANCE_NOT_ENOUGH', 'BALANCE_IS_NOT_ENOUGH', 'PAYER_STATUS_ERROR', 'PAYER_USER_INFO_ERROR'],
  ...['EXCEED_LIMIT_SM_AMOUNT', 'EXCEED_LIMIT_DM_AMOUNT', 'EXCEED_LIMIT_DM_MAX_AMOUNT', 'EXCEED_LIMIT_MM_AMOUNT'],
  ...['EXCEED_LIMIT_UNRN_DM_AMOUNT', 'EXCEED_LIMIT_PERSONAL_SM_AMOUNT', 'EXCEED_LIMIT_ENT_SM_AMOUNT'],
  ...['PERMIT_CHECK_PERM_LIMITED', 'PERMIT_NON_BANK_LIMIT_PAYEE', 'NO_ACCOUNT_USER_FORBIDDEN_RECIEVE'],
  ...[
    'SECURITY_CHECK_FAILED',
    'BLOCK_USER_FORBBIDEN_RECIEVE',
    'BLOCK_USER_FORBBIDEN_SEND',
    'MEMO_REQUIRED_IN_TRANSFER_ERROR',
  ],
]);
/** A trade number or a code, as events keep it. */
const WORD = /^[\w.-]{1,64}$/;

/** Transfers to accounts at Alipay: `alipay.fund.trans.uni.transfer`, and `alipay.fund.trans.common.query` for what became of one. */
export async function openAlipayPayouts(
  settings: AlipaySettings,
  now: () => number,
  send?: Parameters<typeof openAlipayGateway>[2],
): Promise<Payouts> {
  return payoutsBy(await openAlipayGateway(settings, now, send));
}

function payoutsBy({ call }: Pick<AlipayGateway, 'call'>): Payouts {
  return {
    async pay({ withdrawalId, payCents, account, name }: Payout) {
      const answer = await call('alipay.fund.trans.uni.transfer', {
        ...KIND,
        out_biz_no: withdrawalId,
        trans_amount: yuanOf(payCents),
        order_title: TITLE,
        payee_info: { identity: account, identity_type: 'ALIPAY_LOGON_ID', name },
      });
      return outcomeOf(answer, withdrawalId);
    },
    async query({ withdrawalId, payCents }) {
      const answer = await call('alipay.fund.trans.common.query', { ...KIND, out_biz_no: withdrawalId });
      if (answer.code === FAILED && answer.sub_code === NOT_THERE) return { kind: 'not-there' };
      const { trans_amount: amount } = answer;
      // Of another amount it is not this payout, whatever became of it.
      if (amount !== undefined && centsOrNothing(amount) !== payCents) return { kind: 'unknown' };
      return outcomeOf(answer, withdrawalId);
    },
  };
}

function outcomeOf(answer: Record<string, unknown>, withdrawalId: string): PayoutOutcome {
  const { code, sub_code: subCode, status, out_biz_no: bizNo, order_id: orderId, error_code: errorCode } = answer;
  if (code === FAILED && typeof subCode === 'string' && REFUSALS.has(subCode))
    return { kind: 'refused', detail: subCode };
  if (code !== SUCCEEDED || bizNo !== withdrawalId) return { kind: 'unknown' };
  if (status === 'SUCCESS') return { kind: 'paid', tradeNo: wordOf(orderId) };
  if (REFUSED_STATUSES.includes(status as string)) return { kind: 'refused', detail: wordOf(errorCode ?? status) };
  return { kind: status === 'DEALING' || status === 'WAIT_PAY' ? 'pending' : 'unknown' };
}

function wordOf(value: unknown): string {
  return typeof value === 'string' && WORD.test(value) ? value : 'unnamed';
}

function centsOrNothing(amount: unknown): number | null {
  try {
    return centsOf(String(amount));
  } catch {
    return null;
  }
}
