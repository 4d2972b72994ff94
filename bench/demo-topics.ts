import type { Client, Message } from '../test/support/client.ts';
import { mp3 } from '../test/support/sample-files.ts';
import { uploaded } from '../test/support/uploads.ts';
import { ensure, title } from './support/demo-stage.ts';

interface Post {
  id: number;
  countings: { replyCount: number; likeCount: number; viewCount: number; giftCount: number };
}

/** A topic is opened; one posts a sound to it, the others listen, like and answer, and the author is told of each once. The first listener gives a gift; answers the gold that it cost. */
export async function speakAboutTopic(author: Client, listeners: readonly Client[]): Promise<number> {
  title('They speak about a topic');
  const { topicId } = await author.dev('POST', '/dev/topics', { name: '今晚聊什么', catName: '生活', isTop: 1 });
  const sound = async (who: Client) => ({ sign: await uploaded(who, mp3(5), 'mp3', 'record'), samples: '1,5,9,5,1' });
  const posting = { topicId: Number(topicId), title: '我先来', length: 5, ...(await sound(author)) };
  const { id: subjectId } = (await author.must('/api/topic/create-subject', posting)).subject as unknown as Post;
  for (const listener of listeners) {
    await listener.must('/api/topic/listen-subject', { subjectId });
    for (let times = 0; times < 2; times++) await listener.must('/api/topic/like-subject', { subjectId });
    await listener.must('/api/topic/reply-subject', { subjectId, ...(await sound(listener)) });
  }
  const [giver] = listeners;
  const gift = { subjectId, giftId: 101, amount: 1, gift_uuid: 'for-a-post' };
  for (let times = 0; times < 2; times++) await giver!.must('/api/topic/buy-gift', gift);
  const isTold = (from: Client, what: string) => (message: Message) => {
    const { msgType, fromUserId, content } = (message.msg ?? {}) as Record<string, unknown>;
    const { text } = (content ?? {}) as { text?: string };
    return msgType === 'sysnotify' && fromUserId === from.userId && text?.includes(what) === true;
  };
  for (const listener of listeners) {
    await author.waitFor(`${listener.name}'s like`, isTold(listener, '给你点赞了'));
    await author.waitFor(`${listener.name}'s answer`, isTold(listener, '回复了你'));
  }
  await author.waitFor('the gift', isTold(giver!, '给你送了小黄瓜'));
  const shown = await author.must('/api/topic/topic-detail', { topicId: Number(topicId), type: 0, offset: 0 });
  const [{ countings }] = shown.subjects as unknown as [Post];
  const each = listeners.length;
  const counts = [countings.likeCount, countings.viewCount, countings.replyCount];
  ensure(
    counts.every((count) => count === each),
    `the post counts ${counts.join(', ')} instead of ${each} each`,
  );
  ensure(countings.giftCount === 1, `the post counts ${countings.giftCount} gifts instead of 1`);
  return 1;
}
