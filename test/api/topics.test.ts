import { expect } from 'chai';
import { heiheiEndpoints } from '../../api/heihei/endpoints.ts';
import { subjectLine } from '../../application/topics/told.ts';
import { SUBJECTS_PER_PAGE } from '../../application/topics/topics.ts';
import { MAX_SUBJECTS_PER_HOUR } from '../../domain/subject/limits.ts';
import { verifyLedger } from '../../projections/verify.ts';
import { messagesOf } from '../../realtime/heihei/index.ts';
import { allReactors } from '../../workers/reactors/all.ts';
import { linesGroup } from '../../workers/reactors/lines.ts';
import type { Answer, Client } from '../support/client.ts';
import { expectDocumentedShape as expectShapeOf } from '../support/heihei-document.ts';
import { RoomWorld } from '../support/room-world.ts';
import { mp3 } from '../support/sample-files.ts';
import { uploaded } from '../support/uploads.ts';

interface Subject {
  id: number;
  topicId: number;
  creatorId: number;
  title: string;
  length: number;
  path: string;
  isLike: boolean;
  mainSubjectId: number;
  replySubjectId: number;
  replyUserId: number;
  repliesTotal: number;
  countings: { viewCount: number; replyCount: number; likeCount: number; giftCount: number };
  replies: Subject[];
}

/** Counters and numbers of people are numbers here; the document has texts as well. */
const NUMBERS = ['viewCount', 'replyCount', 'heiNum'];

describe('topics', () => {
  let world: RoomWorld;
  let ann: Client;
  let bob: Client;
  let topicId: number;

  before(async () => {
    const lines = linesGroup({
      ofGift: async () => null,
      ofCall: async () => null,
      ofSubject: (event) => subjectLine(world.core, event),
    });
    world = await RoomWorld.start(heiheiEndpoints, [...allReactors, ...lines.reactors]);
  });
  after(() => world.close());
  beforeEach(async () => {
    [ann, bob] = (await world.people(2)) as [Client, Client];
    ann.devKey = world.core.settings.devKey;
    topicId = await open({ name: '话题测试', catName: '生活' });
  });

  const expectDocumentedShape = (path: string, answer: Answer) => expectShapeOf(path, answer, 0, NUMBERS);
  const open = async (look: object) => Number((await ann.dev('POST', '/dev/topics', look)).topicId);
  const sound = (who: Client) => uploaded(who, mp3(5), 'mp3', 'record');
  async function post(who: Client, title = 'hello', more: Record<string, string | number> = {}): Promise<Subject> {
    const given = { topicId, sign: await sound(who), samples: '1,2,3,66', title, length: 5, ...more };
    return (await who.must('/api/topic/create-subject', given)).subject as unknown as Subject;
  }
  async function reply(who: Client, subjectId: number, more: Record<string, string | number> = {}): Promise<Subject> {
    const given = { subjectId, sign: await sound(who), samples: '[4,5]', ...more };
    return (await who.must('/api/topic/reply-subject', given)).subject as unknown as Subject;
  }
  const detail = async (who: Client, type = 1, offset = 0) => {
    const answer = await who.must('/api/topic/topic-detail', { topicId, type, offset });
    return answer as unknown as { subjects: Subject[]; offset: number; pageSize: number; topic: { countings: object } };
  };
  const code = async (who: Client, name: string, params: Record<string, string | number>) =>
    (await who.call(`/api/topic/${name}`, params)).errorcode;
  /** What stands between two people, newest first. */
  const written = async (reader: Client, other: Client) => {
    await world.settle();
    const { messages } = await reader.must('/api/msg/im-history', { userId: other.userId });
    return (messages as { msg: Record<string, unknown> }[]).map(({ msg }) => msg);
  };

  it('are posted to, shown as the document shows them, and heard as they were sent', async () => {
    const sign = await sound(ann);
    const given = { topicId, sign, samples: '1,2,3', title: '第一条', length: 5 };
    const made = await ann.must('/api/topic/create-subject', given);
    expectDocumentedShape('/api/topic/create-subject', made);
    const subject = made.subject as unknown as Subject;
    const none = { mainSubjectId: 0, replySubjectId: 0, replyUserId: 0 };
    expect(subject).to.deep.include({ topicId, creatorId: ann.userId, title: '第一条', length: 5, ...none });
    expect((await fetch(subject.path)).headers.get('content-type')).to.equal('audio/mpeg');
    const again = (await ann.must('/api/topic/create-subject', given)).subject as unknown as Subject;
    expect(again.id).to.equal(subject.id);
    const shown = await bob.must('/api/topic/topic-detail', { topicId, type: 1, offset: 0 });
    expectDocumentedShape('/api/topic/topic-detail', shown);
    expect((shown.subjects as unknown as Subject[]).map(({ id }) => id)).to.deep.equal([subject.id]);
    expect(shown.users).to.have.property(String(ann.userId));
    expect(
      world.log.all.filter(({ type, data }) => type === 'SubjectPosted' && data.topicId === topicId),
    ).to.have.length(1);
  });

  it('are answered, and answers are answered, under the post at the beginning', async () => {
    const main = await post(ann);
    const first = await reply(bob, main.id, { title: '我也是', length: 7 });
    expect(first).to.include({ mainSubjectId: main.id, replySubjectId: main.id, replyUserId: ann.userId, length: 7 });
    const second = await reply(ann, first.id);
    expect(second).to.include({ mainSubjectId: main.id, replySubjectId: first.id, replyUserId: bob.userId, title: '' });
    const shown = await bob.must('/api/topic/subject-detail', { subjectId: main.id, offset: 0 });
    expectDocumentedShape('/api/topic/subject-detail', shown);
    expect((shown.replys as unknown as Subject[]).map(({ id }) => id)).to.deep.equal([first.id, second.id]);
    expect((shown.subject as unknown as Subject).countings.replyCount).to.equal(2);
    const one = await bob.must('/api/topic/get-subject', { subjectId: first.id });
    expect((one.subject as unknown as Subject).countings.replyCount).to.equal(1);
    const { subjects, topic } = await detail(ann);
    expect(subjects[0]!.replies.map(({ id }) => id)).to.deep.equal([first.id, second.id]);
    expect(topic.countings).to.deep.equal({ viewCount: 0, replyCount: 2, likeCount: 0 });
  });

  it('count a like and a first listening once, whoever repeats them at once, and tell the author once', async () => {
    const { id: subjectId } = await post(ann);
    await Promise.all(Array.from({ length: 4 }, () => bob.must('/api/topic/like-subject', { subjectId })));
    for (let n = 0; n < 2; n++) await bob.must('/api/topic/listen-subject', { subjectId });
    await ann.must('/api/topic/like-subject', { subjectId });
    const counted = await bob.must('/api/topic/listen-subject', { subjectId });
    expectDocumentedShape('/api/topic/listen-subject', counted);
    const counts = { viewCount: 1, replyCount: 0, likeCount: 2 };
    expect(counted.subjectCountings).to.deep.equal({ ...counts, giftCount: 0, subjectId });
    expect(counted.topicCountings).to.deep.equal({ ...counts, topicId });
    expect((await detail(bob)).subjects[0]!.isLike).to.equal(true);
    const told = await written(ann, bob);
    expect(told.map(({ msgType, content, jump }) => [msgType, content, jump])).to.deep.equal([
      [
        'sysnotify',
        { text: '我在话题#话题测试#里给你点赞了，', img: '' },
        { text: '查看', link: `wmlivesheihei://topic/${topicId}` },
      ],
    ]);
    const sent = world.log.all.filter(
      ({ type, meta }) => type === 'MessageSent' && meta.cause?.reactor === 'write-subject-line',
    );
    expect(messagesOf(sent.at(-1)!).map(({ channel }) => channel)).to.have.members(
      [ann, bob].map(({ userId }) => `user:heihei.${userId}`),
    );
  });

  it('tell who is answered, but not who answers themselves', async () => {
    const main = await post(ann);
    await reply(ann, main.id);
    await reply(bob, main.id);
    const told = await written(ann, bob);
    expect(told.map(({ content }) => (content as { text: string }).text)).to.deep.equal([
      '我在话题#话题测试#里回复了你，',
    ]);
  });

  it('list the newest first, or the hot ones, in pages', async () => {
    const posts: Subject[] = [];
    for (let n = 0; n < SUBJECTS_PER_PAGE + 2; n++) {
      world.clock.advance(1_000);
      posts.push(await post(n % 2 ? ann : bob, `第${n}条`));
    }
    const first = await detail(ann);
    expect(first.subjects.map(({ title }) => title)).to.deep.equal(
      posts
        .slice(2)
        .reverse()
        .map(({ title }) => title),
    );
    expect([first.pageSize, first.offset]).to.deep.equal([SUBJECTS_PER_PAGE, SUBJECTS_PER_PAGE]);
    const second = await detail(ann, 1, first.offset);
    expect(second.subjects.map(({ title }) => title)).to.deep.equal(['第1条', '第0条']);
    await bob.must('/api/topic/like-subject', { subjectId: posts[3]!.id });
    await reply(bob, posts[5]!.id);
    await bob.must('/api/topic/listen-subject', { subjectId: posts[7]!.id });
    const hot = await detail(ann, 0);
    expect(hot.subjects.slice(0, 3).map(({ title }) => title)).to.deep.equal(['第3条', '第5条', '第7条']);
  });

  it('are listed by operators’ order, the zone for calls apart with those who were there last', async () => {
    const top = await open({ name: '置顶', catName: '生活', isTop: 1 });
    const zone = await open({ name: '约聊专区', catName: '约聊', type: 1, order: 0 });
    topicId = zone;
    await post(bob);
    const list = await ann.must('/api/topic/topic-list', { offset: 0 });
    expectDocumentedShape('/api/topic/topic-list', list);
    const { dueChat, topics } = list as unknown as {
      dueChat: { topic: { id: number }; users: { id: number }[] };
      topics: { id: number; isTop: number; type: number }[];
    };
    expect(dueChat.topic.id).to.equal(zone);
    expect(dueChat.users.map(({ id }) => id)).to.deep.equal([bob.userId]);
    const ids = topics.map(({ id }) => id);
    expect(ids.indexOf(top)).to.be.lessThan(ids.indexOf(zone));
    await ann.dev('POST', `/dev/topics/${zone}/close`, {});
    await ann.dev('POST', `/dev/topics/${top}/close`, {});
    expect(
      await code(bob, 'create-subject', { topicId: zone, sign: await sound(bob), samples: '1', title: 't', length: 5 }),
    ).to.equal(100);
    expect((await detail(ann)).subjects).to.have.length(1);
  });

  it('earn their authors gifts, counted by the post, told in the messages, paid once', async () => {
    const { id: subjectId } = await post(ann);
    await ann.dev('POST', `/dev/wallets/${bob.userId}/grant`, { gold: 100 });
    const given = { giftId: 103, subjectId, gift_uuid: 'post-combo' };
    const give = (more = {}) => bob.call('/api/topic/buy-gift', { ...given, amount: 1, ...more });
    expect(await give()).to.include({ errorcode: 0, gold: 90 });
    expect(await give()).to.include({ errorcode: 0, gold: 90 });
    expect(await give({ amount: 3 })).to.include({ errorcode: 0, gold: 70 });
    expect(await give({ giftId: 101, amount: 4 })).to.include({ errorcode: 700 });
    const [line, first, ...more] = await written(ann, bob);
    expect(more).to.deep.equal([]);
    for (const each of [line!, first!]) {
      expect(each).to.deep.include({ msgType: 'sysnotify', fromUserId: bob.userId });
      expect(each.content).to.deep.include({ text: '我在话题#话题测试#里给你送了玫瑰，' });
      expect(each.jump).to.deep.equal({ text: '查看', link: `wmlivesheihei://topic/${topicId}` });
      const { img, icon } = each.content as { img: string; icon: string };
      for (const address of [img, icon]) expect(address).to.match(/^http:.*\/static\/gift\/gift-103(-play)?\.png$/);
    }
    expect((await detail(bob)).subjects[0]!.countings.giftCount).to.equal(3);
    const { result } = await ann.must('/api/user/info', { uid: ann.userId });
    expect(result).to.include({ point: 30, allEarnPoint: 30 });
    const { violations, pending } = await verifyLedger(world.log);
    expect(violations).to.deep.equal([]);
    expect(pending).to.include({ toCredit: 0, toShow: 0 });
    // What was answered once is answered again, whatever became of the post; what is new is refused.
    await ann.must('/api/user/block-user', { userId: bob.userId });
    expect(await give({ amount: 3 })).to.include({ errorcode: 0, gold: 70 });
    expect(await code(bob, 'buy-gift', { ...given, amount: 4 })).to.equal(100);
    expect(await code(bob, 'buy-gift', { ...given, subjectId: 77, gift_uuid: '' })).to.equal(100);
    expect(await code(bob, 'buy-gift', { ...given, giftId: 77, gift_uuid: '' })).to.not.equal(0);
    expect(await code(ann, 'buy-gift', { ...given, gift_uuid: 'own' })).to.not.equal(0);
  });

  it('show the honours of their authors', async () => {
    const { id: subjectId } = await post(ann);
    await ann.dev('POST', `/dev/users/${ann.userId}/honours`, { honour: 'verified' });
    const { users } = await bob.must('/api/topic/get-subject', { subjectId });
    const { honours } = (users as Record<string, { honours: object[] }>)[ann.userId]!;
    expect(honours).to.have.length(1);
    expect(honours[0]).to.include({ honour_sign: 'v', honour_desc: '认证' });
  });

  it('are renamed by their author alone', async () => {
    const { id: subjectId } = await post(ann);
    const renamed = await ann.must('/api/topic/update-subject', { subjectId, title: '改过了' });
    expect((renamed.subject as unknown as Subject).title).to.equal('改过了');
    expect(await code(bob, 'update-subject', { subjectId, title: '我的' })).to.equal(400);
    expect(await code(ann, 'update-subject', { subjectId: 77, title: '没有' })).to.equal(400);
    expect((await detail(bob)).subjects[0]!.title).to.equal('改过了');
  });

  it('show nothing between two of whom one blocks the other, and no likes pass', async () => {
    const { id: subjectId } = await post(ann);
    await ann.must('/api/user/block-user', { userId: bob.userId });
    for (const who of [ann, bob]) expect((await detail(who)).subjects).to.have.length(who === ann ? 1 : 0);
    expect(await code(bob, 'get-subject', { subjectId })).to.equal(100);
    expect(await code(bob, 'like-subject', { subjectId })).to.equal(400);
    expect(await code(bob, 'listen-subject', { subjectId })).to.equal(100);
    expect(await code(bob, 'reply-subject', { subjectId, sign: await sound(bob), samples: '1' })).to.equal(100);
  });

  it('are taken away by operators, with what they counted', async () => {
    const main = await post(ann);
    const answer = await reply(bob, main.id);
    await ann.dev('POST', `/dev/subjects/${answer.id}/remove`, { reason: 'ads' });
    expect((await detail(ann)).subjects[0]!.countings.replyCount).to.equal(0);
    expect(await code(ann, 'get-subject', { subjectId: answer.id })).to.equal(100);
    expect(await code(ann, 'like-subject', { subjectId: answer.id })).to.equal(400);
  });

  it('take the uploads of their authors, once, and texts and lengths within bounds', async () => {
    const sign = await sound(ann);
    const given = { topicId, sign, samples: '1', title: 't', length: 5 };
    expect(await code(bob, 'create-subject', given)).to.equal(102);
    expect(await code(ann, 'create-subject', { ...given, sign: 'f'.repeat(32) })).to.equal(102);
    expect(await code(ann, 'create-subject', { ...given, topicId: 77 })).to.equal(100);
    for (const wrong of [{ title: '' }, { title: '题'.repeat(51) }, { samples: 'a,b' }, { samples: '1,'.repeat(300) }])
      expect(await code(ann, 'create-subject', { ...given, ...wrong }), JSON.stringify(wrong).slice(0, 30)).to.equal(
        700,
      );
    for (const length of [0, 601, 1.5]) expect(await code(ann, 'create-subject', { ...given, length })).to.equal(700);
    const { id: subjectId } = (await ann.must('/api/topic/create-subject', given)).subject as unknown as Subject;
    // The same upload is the same post, whatever it is sent to.
    const elsewhere = await open({ name: '别处', catName: '生活' });
    const again = await ann.must('/api/topic/create-subject', { ...given, topicId: elsewhere });
    expect(again.subject as unknown as Subject).to.include({ id: subjectId, topicId });
    expect(await code(ann, 'topic-detail', { topicId: 77, type: 1, offset: 0 })).to.equal(100);
    expect(await code(ann, 'topic-detail', { topicId, type: 2, offset: 0 })).to.equal(700);
  });

  it('take so many posts of one person in an hour', async () => {
    for (let n = 0; n < MAX_SUBJECTS_PER_HOUR; n++) await post(ann, `${n}`);
    const given = { topicId, samples: '1', title: 't', length: 5 };
    expect(await code(ann, 'create-subject', { ...given, sign: await sound(ann) })).to.equal(400);
    world.clock.advance(3600_000);
    await post(ann);
  });

  it('show nothing of the erased', async () => {
    await post(ann);
    await ann.dev('POST', `/dev/users/${ann.userId}/erase`, {});
    await world.settle();
    expect((await detail(bob)).subjects).to.deep.equal([]);
  });
});
