import { Type } from '@sinclair/typebox';
import { personWithId } from '../../application/accounts/named-person.ts';
import { changeGold as change, type GoldChange } from '../../application/wallets/change-gold.ts';
import type { AppCall } from '../http/endpoint.ts';
import { badParameter } from '../http/refusals.ts';

/** Money and gold have at most twelve digits. */
const AMOUNT = '^[1-9]\\d{0,11}$';

export const Uid = Type.String({ minLength: 1, maxLength: 20 });
/** LinkV live, 修改金币: what both money endpoints take. */
export const Change = {
  uid: Uid,
  request_id: Type.String({ minLength: 1, maxLength: 64 }),
  type: Type.String({ pattern: '^[12]$' }),
  value: Type.String({ pattern: AMOUNT }),
  expriation: Type.String({ maxLength: 32, default: '' }),
};

/**
 * Parameters of an order, which changeGold refuses. The path is not signed: otherwise whoever saw an order that was refused could
 * send it to changeGold, and get the gold there.
 */
const None = Type.String({ maxLength: 0, default: '' });
export const NoOrder = { order_id: None, money: None };

interface Params {
  uid: string;
  request_id: string;
  type: string;
  value: string;
}

/**
 * One request id counts once over both money endpoints, whose path is not signed: the same person, kind, amount, order and money
 * get the first answer, anything else is refused.
 */
export async function changed(
  { core, app, params, meta }: AppCall<Params>,
  { expiresAt, order, reason }: Pick<GoldChange, 'expiresAt' | 'order' | 'reason'>,
): Promise<number> {
  const { uid, request_id: requestId, type, value } = params;
  const { userId } = await personWithId(core, app.tenant, uid);
  const input = [userId, type, value, order?.orderId ?? '', order?.moneyCents ?? 0];
  const kind = type === '1' ? 'grant' : 'remove';
  const amountGold = Number(value);
  return change(core, { userId, kind, amountGold, expiresAt, order, reason, requestId, input }, meta);
}

/** Epoch seconds. The python SDK writes them as a decimal; the node SDK writes now and the span, one behind the other. */
const SECONDS = /^(\d{1,10})(?:\.0+)?$/;
const NOW_AND_SPAN = /^(\d{10})(\d{1,10})$/;

/**
 * When granted gold expires, in epoch ms; undefined for no expiry (the go and python SDKs leave it out or write 0) and for type 2.
 * The wallet checks whether it has passed, because a repetition may come later. Throws `InvalidInput` for anything else.
 */
export function endOf({ type, expriation }: { type: string; expriation: string }): number | undefined {
  if (type === '2' || expriation === '' || expriation === '0') return undefined;
  const both = NOW_AND_SPAN.exec(expriation);
  if (both) return (Number(both[1]) + Number(both[2])) * 1000;
  const seconds = SECONDS.exec(expriation)?.[1];
  if (seconds === undefined) throw badParameter('expriation');
  return Number(seconds) * 1000;
}
