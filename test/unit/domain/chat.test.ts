import { expect } from 'chai';
import { chatDecider } from '../../../domain/chat/decider.ts';
import type { ChatEvent, ChatPerson, ChatUserStatus } from '../../../domain/chat/events.ts';
import { TOPIC_PAUSE_MS } from '../../../domain/chat/limits.ts';
import { TOPICS, topicOf } from '../../../domain/chat/topics.ts';
import type { DomainErrorCode } from '../../../domain/kernel/errors.ts';
import { JOIN_WITHIN_MS } from '../../../domain/switchboard/limits.ts';
import { given, metaOf, person, T0 } from '../../support/given.ts';

const [ANN, BOB, CYD] = [1, 2, 3];
const CHAT = 100;
const userIds = [ANN, BOB];

const by = (actor: number, afterMs = 0) => metaOf({ actor, at: T0 + afterMs });
const shownToOthers = {
  ...{ heiNum: 7, description: '', address: '', points: 0, earnedPoints: 0 },
  ...{ experience: 0, isAnchor: false, lastModified: 0 },
};
const people: ChatPerson[] = userIds.map((userId) => ({ ...person(userId), ...shownToOthers }));
const users = (...statuses: ChatUserStatus[]) => people.map((each, n) => ({ person: each, status: statuses[n]! }));
const opened: ChatEvent = {
  type: 'ChatOpened',
  data: { chatId: CHAT, userIds, openedBy: 'call', topic: topicOf(CHAT, 0), joinBy: T0 + JOIN_WITHIN_MS },
};
const joined = (userId: number, status: ChatUserStatus): ChatEvent => ({
  type: 'ChatJoined',
  data: { chatId: CHAT, userId, users: users(status, status) },
});
const connected: ChatEvent = { type: 'ChatConnected', data: { chatId: CHAT, userIds, startedAt: T0 } };
const talking = [opened, joined(ANN, 'entering'), joined(BOB, 'normal'), connected];
const stopped = (data: Partial<Extract<ChatEvent, { type: 'ChatStopped' }>['data']> = {}): ChatEvent => ({
  type: 'ChatStopped',
  data: {
    chatId: CHAT,
    userIds,
    byUserId: ANN,
    reason: 'user',
    lengthSeconds: 0,
    users: users('left', 'normal'),
    ...data,
  },
});

describe('a talk of two', () => {
  const chat = (...events: ChatEvent[]) => given(chatDecider, ...events);

  it('opens once, by the system', () => {
    const open = { type: 'OpenChat', chatId: CHAT, userIds, openedBy: 'call', joinBy: T0 + JOIN_WITHIN_MS } as const;
    chat().when(open).thenExactly(opened);
    chat(opened).when(open).thenNothing();
    chat().when(open, by(ANN)).thenFails('SystemOnly');
  });

  it('is connected when both have joined; joining again changes nothing', () => {
    const join = { type: 'JoinChat', people } as const;
    chat(opened).when(join, by(ANN)).thenExactly(joined(ANN, 'entering'));
    chat(opened, joined(ANN, 'entering')).when(join, by(BOB)).thenExactly(joined(BOB, 'normal'), connected);
    chat(...talking)
      .when(join, by(ANN))
      .thenNothing();
    chat(opened).when(join, by(CYD)).thenFails('ChatNotFound');
    chat(opened).when(join, by(ANN, JOIN_WITHIN_MS)).thenFails('ChatNotFound');
    chat(...talking)
      .when(join, by(BOB, JOIN_WITHIN_MS))
      .thenNothing();
  });

  it('ends when not both have joined in time', () => {
    const expire = { type: 'ExpireJoin' } as const;
    const half = [opened, joined(ANN, 'entering')];
    chat(...half)
      .when(expire, by(0, JOIN_WITHIN_MS - 1))
      .thenNothing();
    const end = stopped({ byUserId: 0, reason: 'not-joined', users: users('entering', 'entering') });
    chat(...half)
      .when(expire, by(0, JOIN_WITHIN_MS))
      .thenExactly(end);
    chat(opened)
      .when(expire, by(0, JOIN_WITHIN_MS))
      .thenExactly(stopped({ byUserId: 0, reason: 'not-joined', users: [] }));
    chat(...talking)
      .when(expire, by(0, JOIN_WITHIN_MS))
      .thenNothing();
  });

  it('ends when somebody hangs up, once, with its length in seconds', () => {
    chat(...talking)
      .when({ type: 'StopChat' }, by(ANN, 61_900))
      .thenExactly(stopped({ lengthSeconds: 61 }));
    chat(...talking, stopped())
      .when({ type: 'StopChat' }, by(BOB))
      .thenNothing();
    chat(...talking)
      .when({ type: 'StopChat' }, by(CYD))
      .thenFails('ChatNotFound');
  });

  it('shows who is lost and who is back, and ends for who stays away', () => {
    const changed = (status: 'lost' | 'normal', ...both: ChatUserStatus[]): ChatEvent => ({
      type: 'ChatUserStatusChanged',
      data: { chatId: CHAT, userId: BOB, otherId: ANN, status, users: users(...both) },
    });
    const lost = changed('lost', 'normal', 'lost');
    chat(...talking)
      .when({ type: 'LoseUser', userId: BOB })
      .thenExactly(lost);
    chat(...talking, lost)
      .when({ type: 'LoseUser', userId: BOB })
      .thenNothing();
    chat(...talking, lost)
      .when({ type: 'FindUser' }, by(BOB))
      .thenExactly(changed('normal', 'normal', 'normal'));
    chat(...talking)
      .when({ type: 'FindUser' }, by(BOB))
      .thenNothing();
    const end = stopped({ byUserId: BOB, reason: 'missed-heartbeats', users: users('normal', 'lost') });
    chat(...talking, lost)
      .when({ type: 'RemoveUser', userId: BOB })
      .thenExactly(end);
    chat(...talking, stopped())
      .when({ type: 'RemoveUser', userId: BOB })
      .thenNothing();
    chat(...talking)
      .when({ type: 'RemoveUser', userId: BOB }, by(ANN))
      .thenFails('SystemOnly');
  });

  it('ends when the switchboard breaks it off', () => {
    const end = stopped({ byUserId: 0, reason: 'blocked', users: users('normal', 'normal') });
    chat(...talking)
      .when({ type: 'BreakChat', reason: 'blocked' })
      .thenExactly(end);
    chat(...talking, stopped())
      .when({ type: 'BreakChat', reason: 'blocked' })
      .thenNothing();
  });

  it('is paused and goes on, once each, and takes nothing once it is over', () => {
    const paused: ChatEvent = { type: 'ChatPaused', data: { chatId: CHAT, userId: ANN, otherId: BOB } };
    const continued: ChatEvent = { type: 'ChatContinued', data: { chatId: CHAT, userId: ANN, otherId: BOB } };
    chat(...talking)
      .when({ type: 'PauseChat' }, by(ANN))
      .thenExactly(paused);
    chat(...talking, paused)
      .when({ type: 'PauseChat' }, by(ANN))
      .thenNothing();
    chat(...talking, paused)
      .when({ type: 'ContinueChat' }, by(ANN))
      .thenExactly(continued);
    chat(...talking)
      .when({ type: 'ContinueChat' }, by(ANN))
      .thenNothing();
    for (const type of ['PauseChat', 'ContinueChat', 'ChangeTopic', 'FindUser'] as const) {
      chat(...talking, stopped())
        .when({ type }, by(ANN))
        .thenFails('ChatNotFound' satisfies DomainErrorCode);
    }
  });

  it('changes its topic, at most once in three seconds', () => {
    const change = { type: 'ChangeTopic' } as const;
    const first: ChatEvent = {
      type: 'ChatTopicChanged',
      data: { chatId: CHAT, byUserId: ANN, text: topicOf(CHAT, 1) },
    };
    chat(...talking)
      .when(change, by(ANN))
      .thenExactly(first);
    chat(...talking, first)
      .when(change, by(BOB, TOPIC_PAUSE_MS - 1))
      .thenFails('TooOften');
    const second: ChatEvent = {
      type: 'ChatTopicChanged',
      data: { chatId: CHAT, byUserId: BOB, text: topicOf(CHAT, 2) },
    };
    chat(...talking, first)
      .when(change, by(BOB, TOPIC_PAUSE_MS))
      .thenExactly(second);
  });

  it('goes through all topics before one comes again, and never has the same one twice in a row', () => {
    for (const chatId of [1, 2, 247_111_222_333_444, Number.MAX_SAFE_INTEGER]) {
      const topics = Array.from({ length: 5 * TOPICS.length }, (_, n) => topicOf(chatId, n));
      for (let at = 0; at < topics.length; at += TOPICS.length) {
        expect(new Set(topics.slice(at, at + TOPICS.length)).size).to.equal(TOPICS.length);
      }
      for (const [at, topic] of topics.slice(1).entries()) expect(topic, `${chatId} ${at}`).not.to.equal(topics[at]);
    }
    expect(topicOf(1, 0) === topicOf(2, 0) && topicOf(1, 1) === topicOf(2, 1)).to.equal(false);
  });
});
