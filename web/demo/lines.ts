import type { Message } from '../../sdk/index.ts';

/** What somebody says in the chat, or does in the room. */
export interface Line {
  id: string;
  who: string;
  text: string;
  kind: 'text' | 'gift' | 'like' | 'bullet';
  giftId?: number;
  /** It came as part of what was missed. */
  isLate: boolean;
}

/** The line that a message of the room is shown as; null for messages that are not lines. */
export function lineOf(message: Message): Line | null {
  if (!('msgType' in message)) return null;
  const { msgType, msgId } = message;
  const line = (kind: Line['kind'], who: string, text: string) => ({ id: `${msgId}`, who, text, kind, isLate: false });
  if (msgType === 'text') return line('text', message.fromUserName, message.text);
  if (msgType === 'barrage') return line('bullet', message.fromUserName, message.text);
  if (msgType === 'like') return line('like', message.fromUserName, 'likes it');
  if (msgType !== 'gift') return null;
  const { fromUserName, gift, giftId, amount } = message;
  const howMany = amount > 1 ? ` × ${amount}` : '';
  return { ...line('gift', fromUserName, `gave ${gift.name}${howMany}`), giftId };
}
