import type { WriteMessage } from '../../domain/conversation/commands.ts';
import type { SubjectLiked } from '../../domain/mark/events.ts';
import { topicStream } from '../../domain/streams.ts';
import type { SubjectPosted } from '../../domain/subject/events.ts';
import { topicDecider } from '../../domain/topic/decider.ts';
import type { LoggedEvent } from '../../event-store/event-store.ts';
import type { Core } from '../core.ts';
import { serverLine } from '../messages/server-line.ts';

/**
 * What the author of a subject is told, in the name of who liked or answered it (heihei, IM消息类型: sysnotify). Null for one's own, for a post that answers nobody,
 * and where the two no longer reach each other.
 */
export async function subjectLine(
  core: Core,
  event: LoggedEvent<SubjectLiked | SubjectPosted>,
): Promise<WriteMessage | null> {
  const { userId: fromId, topicId } = event.data;
  const toUserId = event.type === 'SubjectLiked' ? event.data.creatorId : event.data.replyUserId;
  if (toUserId === 0 || toUserId === fromId) return null;
  const { state: topic } = await core.commands.load(topicDecider, topicStream(event.meta.appId, topicId));
  const done = event.type === 'SubjectLiked' ? '给你点赞了' : '回复了你';
  const content = {
    kind: 'notice',
    text: `我在话题#${topic.look?.name ?? ''}#里${done}，`,
    pictureUrl: topic.look?.pictureUrl ?? '',
    iconUrl: '',
    linkText: '查看',
    linkUrl: `wmlivesheihei://topic/${topicId}`,
  } as const;
  return serverLine(core, event, { fromId, toUserId, content });
}
