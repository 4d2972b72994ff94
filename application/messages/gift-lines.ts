import type { ChatGiftShown } from '../../domain/chat/events.ts';
import type { ConversationCommand } from '../../domain/conversation/commands.ts';
import { obstacleToReaching } from '../../domain/policy/people.ts';
import type { LoggedEvent } from '../../event-store/event-store.ts';
import type { Core } from '../core.ts';
import { idOfCommand } from '../ids.ts';
import { between } from '../policy/people.ts';
import { isFollowedBy, senderCard } from './send.ts';

type Line = Extract<ConversationCommand, { type: 'WriteMessage' }>;

/**
 * The line that a gift leaves for somebody who was no longer in the talk when it came (heihei, IM消息类型: gift). Null for one that they saw, and where
 * the two no longer reach each other.
 */
export async function giftLine(core: Core, { id, data, meta }: LoggedEvent<ChatGiftShown>): Promise<Line | null> {
  const { appId } = meta;
  const { toUserId, gift, from: giver } = data;
  if (!data.late) return null;
  const people = await between(core, { appId, userId: giver.userId }, toUserId);
  if (obstacleToReaching(people) !== null) return null;
  const [from, isFollowed] = await Promise.all([
    senderCard(core, { appId, userId: giver.userId }),
    isFollowedBy(core, appId, toUserId, giver.userId),
  ]);
  const content = { kind: 'gift', text: `送给你${gift.name}`, giftId: gift.id } as const;
  return { type: 'WriteMessage', messageId: idOfCommand(id), from, toUserId, content, isFollowed };
}
