import type { InboxEntry, InboxKind } from '../../projections/views/inbox-entries.ts';

/** heihei, 消息列表约聊消息: `type`; `im` is ours. */
const TYPES = { message: 'im', 'missed-call': 'calling', 'vain-call': 'post', talk: 'call' } as const satisfies Record<
  InboxKind,
  string
>;

/** What the list of messages shows of the other person. */
export interface ListedPerson {
  userId: number;
  displayName: string;
  gender: 'Male' | 'Female' | 'Unspecified';
  coverUrl: string;
  birthDay: string;
}

/** heihei, 消息列表约聊消息: a person's entry in the list of messages, as the list and its socket message have it. `text`: of what was written; null for calls. */
export function listEntry(
  { kind, count, at }: Pick<InboxEntry, 'kind' | 'count' | 'at'>,
  other: ListedPerson,
  text: string | null,
) {
  return {
    fromUserId: other.userId,
    fromUserName: other.displayName,
    gender: other.gender,
    coverUrl: other.coverUrl,
    data: { count, type: TYPES[kind] },
    birthDay: other.birthDay,
    link: `wmlives_heihei://duechat?uid=${other.userId}`,
    timeStamp: Math.floor(at / 1000),
    action: 'message' as const,
    msgType: 'action' as const,
    text,
  };
}
