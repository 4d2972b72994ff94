import type { WriteMessage } from '../../domain/conversation/commands.ts';
import { assertNever } from '../../domain/kernel/event.ts';
import type { SubjectLiked } from '../../domain/mark/events.ts';
import { topicStream } from '../../domain/streams.ts';
import type { SubjectPosted } from '../../domain/subject/events.ts';
import { topicDecider } from '../../domain/topic/decider.ts';
import type { SubjectPointsCredited } from '../../domain/wallet/events.ts';
import type { LoggedEvent } from '../../event-store/event-store.ts';
import { giftOf } from '../catalogue/catalogue.ts';
import type { Core } from '../core.ts';
import { serverLine } from '../messages/server-line.ts';

/**
 * What the author of a subject is told, in the name of who liked it, answered it or gave a gift for it (heihei, IM消息类型: sysnotify). Null for one's own, for a post that answers nobody,
 * and where the two no longer reach each other.
 */
export async function subjectLine(
  core: Core,
  event: LoggedEvent<SubjectLiked | SubjectPosted | SubjectPointsCredited>,
): Promise<WriteMessage | null> {
  const { fromId, toUserId, topicId, done, ...pictures } = await deed(core, event);
  if (toUserId === 0 || toUserId === fromId) return null;
  const { state: topic } = await core.commands.load(topicDecider, topicStream(event.meta.appId, topicId));
  const content = {
    kind: 'notice',
    text: `我在话题#${topic.look?.name ?? ''}#里${done}，`,
    pictureUrl: pictures.pictureUrl ?? topic.look?.pictureUrl ?? '',
    iconUrl: pictures.iconUrl ?? '',
    linkText: '查看',
    linkUrl: `wmlivesheihei://topic/${topicId}`,
  } as const;
  return serverLine(core, event, { fromId, toUserId, content });
}

interface Deed {
  fromId: number;
  toUserId: number;
  topicId: number;
  done: string;
  pictureUrl?: string;
  iconUrl?: string;
}

/** Who did what to whom. */
async function deed(
  core: Core,
  { type, data, meta }: LoggedEvent<SubjectLiked | SubjectPosted | SubjectPointsCredited>,
): Promise<Deed> {
  switch (type) {
    case 'SubjectLiked':
      return { fromId: data.userId, toUserId: data.creatorId, topicId: data.topicId, done: '给你点赞了' };
    case 'SubjectPosted':
      return { fromId: data.userId, toUserId: data.replyUserId, topicId: data.topicId, done: '回复了你' };
    case 'SubjectPointsCredited': {
      const { from, toUserId, topicId, gift } = data.purchase;
      const listed = await giftOf(core, meta.appId, gift.id);
      const pictures = listed && {
        pictureUrl: core.files.giftPicture(listed.animationFile),
        iconUrl: core.files.giftPicture(listed.iconFile),
      };
      return { fromId: from.userId, toUserId, topicId, done: `给你送了${gift.name}`, ...pictures };
    }
    default:
      return assertNever(type);
  }
}
