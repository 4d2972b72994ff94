import { ORDER_SOURCE } from '../../domain/wallet/sources.ts';
import type { Messages } from './facts.ts';
import { toast } from './parts.ts';

/** What happens to a wallet without its owner asking for it. Purchases show in the room's feed instead. */
export const walletMessages: Messages = {
  // What an operator or an app's own shop grants is announced by them.
  GoldGranted: ({ data: { userId, amountGold, source }, meta }) =>
    source.startsWith(ORDER_SOURCE) ? [toast(meta.appId, userId, `充值成功，${amountGold}钻`)] : [],
  WalletFrozen: ({ data, meta }) => [toast(meta.appId, data.userId, '您的钱包已被冻结')],
  WalletUnfrozen: ({ data, meta }) => [toast(meta.appId, data.userId, '您的钱包已恢复使用')],
  PointsPaidOut: ({ data, meta }) => [toast(meta.appId, data.userId, '提现已到账')],
  PointsReleased: ({ data: { userId, why, reason }, meta }) => {
    const because = why === 'failed' ? '支付宝未能付款' : reason || '请联系客服';
    return [toast(meta.appId, userId, `提现未通过：${because}，积分已退回`)];
  },
  PurchaseRefunded: ({ data: { userId, amountGold }, meta }) => [
    toast(meta.appId, userId, `没有送达，${amountGold}金币已退回`),
  ],
};
