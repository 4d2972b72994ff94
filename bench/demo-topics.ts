import type { Message } from '../test/support/client.ts';
import { mp3 } from '../test/support/sample-files.ts';
import { uploaded } from '../test/support/uploads.ts';
import { ensure, type Phone, title } from './support/demo-stage.ts';

/** A topic is opened; one posts a sound to it, the others listen, like and answer, and the author is told of each once. The first listener gives a gift; answers the gold that it cost. */
export async function speakAboutTopic(author: Phone, listeners: readonly Phone[]): Promise<number> {
  title('They speak about a topic');
  const { topicId } = await author.dev('POST', '/dev/topics', { name: '今晚聊什么', catName: '生活', isTop: 1 });
  const sound = async (who: Phone) => ({ sign: await uploaded(who, mp3(5), 'mp3', 'record'), samples: '1,5,9,5,1' });
  const posting = { topicId: Number(topicId), title: '我先来', length: 5, ...(await sound(author)) };
  const { id: subjectId } = (await author.api.topic.createSubject(posting)).subject;
  for (const listener of listeners) {
    await listener.api.topic.listenSubject({ subjectId });
    for (let times = 0; times < 2; times++) await listener.api.topic.likeSubject({ subjectId });
    await listener.api.topic.replySubject({ subjectId, ...(await sound(listener)) });
  }
  const [giver] = listeners;
  const gift = { subjectId, giftId: 101, amount: 1, gift_uuid: 'for-a-post' };
  for (let times = 0; times < 2; times++) await giver!.api.topic.buyGift(gift);
  const isTold = (from: Phone, what: string) => (message: Message) => {
    const { msgType, fromUserId, content } = (message.msg ?? {}) as Record<string, unknown>;
    const { text } = (content ?? {}) as { text?: string };
    return msgType === 'sysnotify' && fromUserId === from.userId && text?.includes(what) === true;
  };
  for (const listener of listeners) {
    await author.waitFor(`${listener.name}'s like`, isTold(listener, '给你点赞了'));
    await author.waitFor(`${listener.name}'s answer`, isTold(listener, '回复了你'));
  }
  await author.waitFor('the gift', isTold(giver!, '给你送了小黄瓜'));
  const shown = await author.api.topic.topicDetail({ topicId: Number(topicId), type: '0', offset: 0 });
  const { countings } = shown.subjects[0]!;
  const each = listeners.length;
  const counts = [countings.likeCount, countings.viewCount, countings.replyCount];
  ensure(
    counts.every((count) => count === each),
    `the post counts ${counts.join(', ')} instead of ${each} each`,
  );
  ensure(countings.giftCount === 1, `the post counts ${countings.giftCount} gifts instead of 1`);
  return 1;
}
