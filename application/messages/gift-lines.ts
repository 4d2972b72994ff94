import type { ChatGiftShown } from '../../domain/chat/events.ts';
import type { WriteMessage } from '../../domain/conversation/commands.ts';
import type { LoggedEvent } from '../../event-store/event-store.ts';
import type { Core } from '../core.ts';
import { serverLine } from './server-line.ts';

/**
 * The line that a gift leaves for somebody who was no longer in the talk when it came (heihei, IM消息类型: gift). Null for one that they saw, and where
 * the two no longer reach each other.
 */
export async function giftLine(core: Core, event: LoggedEvent<ChatGiftShown>): Promise<WriteMessage | null> {
  const { late, toUserId, gift, from } = event.data;
  if (!late) return null;
  const content = { kind: 'gift', text: `送给你${gift.name}`, giftId: gift.id } as const;
  return serverLine(core, event, { fromId: from.userId, toUserId, content });
}
