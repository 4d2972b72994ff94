import { expect } from 'chai';
import fc from 'fast-check';
import { markDecider } from '../../../domain/mark/decider.ts';
import { subjectDecider } from '../../../domain/subject/decider.ts';
import { topicDecider } from '../../../domain/topic/decider.ts';
import type { LoggedEvent } from '../../../event-store/event-store.ts';
import { type EventRule, rulesOf, type View } from '../../../projections/read-models.ts';
import { type SubjectDocument, subjects } from '../../../projections/views/subjects.ts';
import { type TopicDocument, topics } from '../../../projections/views/topics.ts';
import { given } from '../../support/given.ts';

const look = { name: '话题', introduction: '', pictureUrl: '', category: '生活' } as const;
const rules = { kind: 'plain', isOnTop: false, rank: 5 } as const;
const opened = { type: 'TopicOpened', data: { topicId: 1, ...look, ...rules } } as const;
const sound = { fileId: 'f', path: 'p', lengthSeconds: 5, samples: '1,2', title: '一条' } as const;
const none = { mainSubjectId: 0, replySubjectId: 0, replyUserId: 0 } as const;
const posted = { type: 'SubjectPosted', data: { subjectId: 2, topicId: 1, userId: 7, ...sound, ...none } } as const;

describe('a topic', () => {
  const open = { type: 'OpenTopic', topicId: 1, look: { ...look, ...rules } } as const;

  it('is opened, changed and closed by operators alone', () => {
    given(topicDecider).when(open, { actor: 0 }).thenExactly(opened);
    given(topicDecider).when(open, { actor: 7 }).thenFails('SystemOnly');
    given(topicDecider, opened)
      .when({ type: 'ChangeTopic', look: { rank: 0 } }, { actor: 0 })
      .thenExactly({ type: 'TopicChanged', data: { topicId: 1, ...look, ...rules, rank: 0 } });
    given(topicDecider, opened)
      .when({ type: 'CloseTopic' }, { actor: 0 })
      .thenExactly({ type: 'TopicClosed', data: { topicId: 1 } });
  });

  it('is left as it is by what changes nothing, and is not there before and after', () => {
    given(topicDecider, opened)
      .when({ type: 'ChangeTopic', look: { rank: 5 } }, { actor: 0 })
      .thenNothing();
    given(topicDecider).when({ type: 'CloseTopic' }, { actor: 0 }).thenFails('TopicNotFound');
    const closed = { type: 'TopicClosed', data: { topicId: 1 } } as const;
    given(topicDecider, opened, closed)
      .when({ type: 'ChangeTopic', look: {} }, { actor: 0 })
      .thenFails('TopicNotFound');
    given(topicDecider, opened, closed).when({ type: 'CloseTopic' }, { actor: 0 }).thenNothing();
  });

  it('takes no texts, addresses and ranks out of bounds', () => {
    for (const [wrong, field] of [
      [{ name: '' }, 'name'],
      [{ name: '题'.repeat(51) }, 'name'],
      [{ pictureUrl: 'javascript:alert(1)' }, 'img'],
      [{ rank: -1 }, 'order'],
    ] as const)
      given(topicDecider)
        .when({ ...open, look: { ...open.look, ...wrong } }, { actor: 0 })
        .thenFails('InvalidInput', field);
  });
});

describe('a post', () => {
  const post = { ...posted.data, type: 'PostSubject' } as const;

  it('is posted once, in one’s own name', () => {
    given(subjectDecider).when(post, { actor: 7 }).thenExactly(posted);
    given(subjectDecider, posted).when(post, { actor: 7 }).thenNothing();
    given(subjectDecider).when(post, { actor: 8 }).thenFails('NotOwner');
  });

  it('says what it is about; an answer may be a sound alone', () => {
    given(subjectDecider)
      .when({ ...post, title: ' ' }, { actor: 7 })
      .thenFails('InvalidInput', 'title');
    const answer = { mainSubjectId: 1, replySubjectId: 1, replyUserId: 9, title: '' };
    given(subjectDecider)
      .when({ ...post, ...answer }, { actor: 7 })
      .thenExactly({ ...posted, data: { ...posted.data, ...answer } });
  });

  it('is renamed by its author, and taken away by operators', () => {
    const retitle = { type: 'RetitleSubject', title: '两条' } as const;
    const retitled = { type: 'SubjectRetitled', data: { subjectId: 2, userId: 7, title: '两条' } } as const;
    given(subjectDecider, posted).when(retitle, { actor: 7 }).thenExactly(retitled);
    given(subjectDecider, posted, retitled).when(retitle, { actor: 7 }).thenNothing();
    given(subjectDecider, posted).when(retitle, { actor: 8 }).thenFails('NotOwner');
    const remove = { type: 'RemoveSubject', reason: 'ads' } as const;
    given(subjectDecider, posted).when(remove, { actor: 7 }).thenFails('SystemOnly');
    const of = { subjectId: 2, topicId: 1, userId: 7, path: 'p', mainSubjectId: 0, replySubjectId: 0 };
    const removed = { type: 'SubjectRemoved', data: { ...of, reason: 'ads' } } as const;
    given(subjectDecider, posted).when(remove, { actor: 0 }).thenExactly(removed);
    given(subjectDecider, posted, removed).when(remove, { actor: 0 }).thenNothing();
    given(subjectDecider, posted, removed).when(retitle, { actor: 7 }).thenFails('SubjectNotFound');
  });
});

describe('a mark', () => {
  it('counts the first time', () => {
    const of = { subjectId: 2, topicId: 1, userId: 8, creatorId: 7 };
    const like = { type: 'MarkSubject', kind: 'like', ...of } as const;
    given(markDecider).when(like).thenExactly({ type: 'SubjectLiked', data: of });
    given(markDecider, { type: 'SubjectLiked', data: of }).when(like).thenNothing();
  });
});

describe('the counters of topics and posts', () => {
  const meta = { appId: 'a', actor: 0, at: 1, commandId: 'c' };
  /** Folds events into the documents of a view. */
  function fold<D extends object>(view: View<D>, events: readonly { type: string; data: object }[]): Map<string, D> {
    const kept = new Map<string, D>();
    const of = rulesOf(view);
    events.forEach((event, position) => {
      const rule: EventRule<D> | undefined = of.get(event.type);
      const logged = { ...event, meta, position } as unknown as LoggedEvent;
      for (const id of rule?.ids(logged) ?? []) {
        const next = rule!.evolve(kept.get(id) ?? null, logged, id, logged);
        if (next) kept.set(id, next);
        else kept.delete(id);
      }
    });
    return kept;
  }

  const act = fc.record({
    what: fc.constantFrom('reply', 'like', 'listen', 'remove'),
    on: fc.nat(30),
    by: fc.integer({ min: 1, max: 4 }),
  });

  it('equal what is there, whatever was posted, answered, liked, heard and taken away', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 40 }), (acts) => {
        const all = [posted.data as Record<string, number | string>];
        const gone = new Set<unknown>();
        const marks = new Set<string>();
        const events: { type: string; data: object }[] = [opened, posted];
        for (const { what, on, by } of acts) {
          const target = all[on % all.length]!;
          if (gone.has(target.subjectId)) continue;
          const { subjectId, mainSubjectId } = target;
          const of = { subjectId, topicId: 1, userId: by, creatorId: 7 };
          if (what === 'reply') {
            const answered = { mainSubjectId: mainSubjectId || subjectId!, replySubjectId: subjectId!, replyUserId: 7 };
            const data = { ...posted.data, ...answered, subjectId: 100 + all.length, userId: by };
            all.push(data);
            events.push({ type: 'SubjectPosted', data });
          } else if (what === 'remove') {
            // What is answered stays, so that no answer is without what it answers.
            if (all.some((each) => each.replySubjectId === subjectId && !gone.has(each.subjectId)) || !mainSubjectId)
              continue;
            gone.add(subjectId);
            events.push({ type: 'SubjectRemoved', data: { ...target, reason: '' } });
          } else {
            if (marks.has(`${what} ${subjectId} ${by}`)) continue;
            marks.add(`${what} ${subjectId} ${by}`);
            events.push({ type: what === 'like' ? 'SubjectLiked' : 'SubjectListened', data: of });
          }
        }
        const left = all.filter(({ subjectId }) => !gone.has(subjectId));
        const marked = (kind: string, subjectId: unknown) =>
          [...marks].filter((mark) => mark.startsWith(`${kind} ${subjectId} `)).length;
        const documents = fold(subjects as unknown as View<SubjectDocument>, events);
        expect(documents.size).to.equal(left.length);
        for (const { subjectId, mainSubjectId } of left) {
          const document = documents.get(`a.${subjectId}`)!;
          const field = mainSubjectId ? 'replySubjectId' : 'mainSubjectId';
          const replies = left.filter((each) => each[field] === subjectId).length;
          const [likes, listens] = [marked('like', subjectId), marked('listen', subjectId)];
          expect(document).to.include({ likeCount: likes, viewCount: listens, replyCount: replies });
          expect(document.hot).to.equal(3 * likes + 2 * replies + listens);
        }
        const topic = fold(topics as unknown as View<TopicDocument>, events).get('a.1')!;
        expect(topic.replyCount).to.equal(left.length - 1);
        expect(topic.likeCount + topic.viewCount).to.equal(marks.size);
      }),
      { numRuns: 200 },
    );
  });
});
