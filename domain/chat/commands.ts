import type { ChatMatched, DueAccepted, PartReason } from '../switchboard/events.ts';
import type { ChatPointsCredited } from '../wallet/events.ts';
import type { ChatPerson } from './events.ts';

export type ChatCommand =
  | { type: 'OpenChat'; chatId: number; userIds: readonly number[]; openedBy: 'call' | 'match'; joinBy: number }
  /** `people`: both sides, as far as they are known. */
  | { type: 'JoinChat'; people: readonly ChatPerson[] }
  /** A deadline: both must have joined by now. */
  | { type: 'ExpireJoin' }
  | { type: 'PauseChat' }
  | { type: 'ContinueChat' }
  | { type: 'ChangeTopic' }
  /** No sign of life of `userId` for `CHAT_LOST_MS`, or for `CHAT_ABSENT_MS`; and the first one after that. */
  | { type: 'LoseUser'; userId: number }
  | { type: 'RemoveUser'; userId: number }
  | { type: 'FindUser' }
  | { type: 'StopChat' }
  | { type: 'BreakChat'; reason: PartReason }
  | { type: 'ShowChatGift'; credited: ChatPointsCredited['data'] };

/** Opens the talk of two people who were joined by a call or as strangers; who called, or waited longer, comes first. */
export function openChatFor(joined: DueAccepted['data'] | ChatMatched['data']) {
  const { chatId, joinBy } = joined;
  if ('userIds' in joined)
    return { type: 'OpenChat', chatId, userIds: joined.userIds, openedBy: 'match', joinBy } as const;
  return { type: 'OpenChat', chatId, userIds: [joined.fromId, joined.toId], openedBy: 'call', joinBy } as const;
}
