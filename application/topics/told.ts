import type { ConversationCommand } from '../../domain/conversation/commands.ts';
import type { SubjectLiked } from '../../domain/mark/events.ts';
import { obstacleToReaching } from '../../domain/policy/people.ts';
import { topicStream } from '../../domain/streams.ts';
import type { SubjectPosted } from '../../domain/subject/events.ts';
import { topicDecider } from '../../domain/topic/decider.ts';
import type { LoggedEvent } from '../../event-store/event-store.ts';
import type { Core } from '../core.ts';
import { idOfCommand } from '../ids.ts';
import { isFollowedBy, senderCard } from '../messages/send.ts';
import { between } from '../policy/people.ts';

type Line = Extract<ConversationCommand, { type: 'WriteMessage' }>;

/**
 * What the author of a subject is told, in the name of who liked or answered it (heihei, IM消息类型: sysnotify). Null for one's own, for a post that answers nobody,
 * and where the two no longer reach each other.
 */
export async function subjectLine(core: Core, event: LoggedEvent<SubjectLiked | SubjectPosted>): Promise<Line | null> {
  const { appId } = event.meta;
  const { userId: fromId, topicId } = event.data;
  const toUserId = event.type === 'SubjectLiked' ? event.data.creatorId : event.data.replyUserId;
  if (toUserId === 0 || toUserId === fromId) return null;
  const sides = await Promise.all([
    between(core, { appId, userId: fromId }, toUserId),
    between(core, { appId, userId: toUserId }, fromId),
  ]);
  if (sides.some((people) => obstacleToReaching(people) !== null)) return null;
  const [from, isFollowed, { state: topic }] = await Promise.all([
    senderCard(core, { appId, userId: fromId }),
    isFollowedBy(core, appId, toUserId, fromId),
    core.commands.load(topicDecider, topicStream(appId, topicId)),
  ]);
  const done = event.type === 'SubjectLiked' ? '给你点赞了' : '回复了你';
  const content = {
    kind: 'notice',
    text: `我在话题#${topic.look?.name ?? ''}#里${done}，`,
    pictureUrl: topic.look?.pictureUrl ?? '',
    iconUrl: '',
    linkText: '查看',
    linkUrl: `wmlivesheihei://topic/${topicId}`,
  } as const;
  return { type: 'WriteMessage', messageId: idOfCommand(event.id), from, toUserId, content, isFollowed };
}
