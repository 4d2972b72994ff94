import { assertNever } from '../../domain/kernel/event.ts';
import type { WalletEvent } from '../../domain/wallet/events.ts';
import type { OutgoingMessage } from '../message.ts';
import { toast } from './parts.ts';

/** What happens to a wallet without its owner asking for it. Purchases show in the room's feed instead. */
export function walletMessages(appId: string, event: WalletEvent): OutgoingMessage[] {
  const { userId } = event.data;
  switch (event.type) {
    case 'WalletFrozen':
      return [toast(appId, userId, '您的钱包已被冻结')];
    case 'WalletUnfrozen':
      return [toast(appId, userId, '您的钱包已恢复使用')];
    case 'PurchaseRefunded':
      return [toast(appId, userId, `没有送达，${event.data.amountGold}金币已退回`)];
    case 'GoldGranted':
    case 'GoldRemoved':
    case 'GoldExpired':
    case 'GiftBought':
    case 'BulletBought':
    case 'RenameBought':
    case 'PointsCredited':
      return [];
    default:
      return assertNever(event);
  }
}
