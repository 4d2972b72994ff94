import { MAX_CUSTOM_BYTES, MAX_MESSAGE_CHARS, type PersonalContent } from '../../../domain/conversation/content.ts';
import { conversationDecider } from '../../../domain/conversation/decider.ts';
import type { ConversationEvent, SenderCard } from '../../../domain/conversation/events.ts';
import { REVOKE_MS } from '../../../domain/conversation/state.ts';
import { given, person, T0 } from '../../support/given.ts';

const [ANN, BOB] = [7, 8];
const card = (userId: number): SenderCard => ({ ...person(userId), heiNum: 100_000 + userId, level: 1 });
const text = (words: string): PersonalContent => ({ kind: 'text', text: words });
const send = (content: PersonalContent, from = ANN, toUserId = BOB, messageId = 1) =>
  ({ type: 'SendMessage', messageId, from: card(from), toUserId, content, isFollowed: false }) as const;
const sent = (seq: number, from = ANN, words = '在吗', messageId = seq): ConversationEvent => ({
  type: 'MessageSent',
  data: {
    messageId,
    seq,
    from: card(from),
    toUserId: from === ANN ? BOB : ANN,
    content: { kind: 'text', text: words },
    isFollowed: false,
  },
});

describe('conversation', () => {
  it('counts its messages from 1, whoever writes', () => {
    given(conversationDecider)
      .when(send(text('在吗')), { actor: ANN })
      .thenExactly(sent(1));
    given(conversationDecider, sent(1), sent(2, BOB))
      .when(send(text('在吗'), ANN, BOB, 3), { actor: ANN })
      .thenExactly(sent(3));
  });

  it('keeps texts tidied, and takes the longest that it says, not one character more', () => {
    given(conversationDecider)
      .when(send(text(' 在吗\u200b ')), { actor: ANN })
      .thenExactly(sent(1));
    const longest = '好'.repeat(MAX_MESSAGE_CHARS);
    given(conversationDecider)
      .when(send(text(longest)), { actor: ANN })
      .thenExactly(sent(1, ANN, longest));
    for (const wrong of [`${longest}好`, '', ' \u200b ', 'a\u202eb', '\u001b[31m']) {
      given(conversationDecider)
        .when(send(text(wrong)), { actor: ANN })
        .thenFails('InvalidInput', 'text');
    }
  });

  it('refuses contents out of bounds, naming the part', () => {
    const wrong: [PersonalContent, string][] = [
      [{ kind: 'audio', url: 'https://c/a.mp3', lengthSeconds: 0 }, 'length'],
      [{ kind: 'audio', url: 'https://c/a.mp3', lengthSeconds: 61 }, 'length'],
      [{ kind: 'audio', url: 'https://c/a.mp3', lengthSeconds: 1.5 }, 'length'],
      [{ kind: 'audio', url: '', lengthSeconds: 5 }, 'sign'],
      [{ kind: 'image', url: 'javascript:alert(1)' }, 'sign'],
      [{ kind: 'video', url: `https://c/${'a'.repeat(3_000)}` }, 'sign'],
      [{ kind: 'custom', type: '', body: '{}' }, 'type'],
      [{ kind: 'custom', type: 'a\nb', body: '{}' }, 'type'],
      [{ kind: 'custom', type: 'RC:textMsg', body: '' }, 'content'],
      [{ kind: 'custom', type: 'RC:textMsg', body: '好'.repeat(MAX_CUSTOM_BYTES / 3 + 1) }, 'content'],
    ];
    for (const [content, field] of wrong) {
      given(conversationDecider).when(send(content), { actor: ANN }).thenFails('InvalidInput', field);
    }
  });

  it('is no place to write to oneself, nor for others to write what the server writes', () => {
    given(conversationDecider)
      .when(send(text('我'), ANN, ANN), { actor: ANN })
      .thenFails('TargetIsSelf');
    const hint = { ...send(text('')), type: 'WriteMessage', content: { kind: 'hint', text: '#聊聊#' } } as const;
    given(conversationDecider).when(hint, { actor: ANN }).thenFails('SystemOnly');
    const note = { ...send(text('note'), ANN, ANN), type: 'WriteMessage' } as const;
    const { messageId, from, toUserId, content, isFollowed } = note;
    const data = { messageId, seq: 1, from, toUserId, content, isFollowed };
    given(conversationDecider).when(note, { actor: 0 }).thenExactly({ type: 'MessageSent', data });
  });

  it('lets the sender take a message back for two minutes, once, and nobody else', () => {
    const revoke = { type: 'RevokeMessage', messageId: 2 } as const;
    const revoked: ConversationEvent = {
      type: 'MessageRevoked',
      data: { messageId: 2, seq: 2, fromUserId: ANN, toUserId: BOB },
    };
    const story = given(conversationDecider, sent(1), sent(2));
    story.when(revoke, { actor: ANN, at: T0 + REVOKE_MS }).thenExactly(revoked);
    story.when(revoke, { actor: ANN, at: T0 + REVOKE_MS + 1 }).thenFails('MessageNotRevocable');
    story.when(revoke, { actor: BOB }).thenFails('MessageNotRevocable');
    story.when({ type: 'RevokeMessage', messageId: 9 }, { actor: ANN }).thenFails('MessageNotRevocable');
    story.later(T0, revoked).when(revoke, { actor: ANN }).thenFails('MessageNotRevocable');
  });

  it('is read up to its last message, once, and only where the other has written', () => {
    const read = { type: 'ReadConversation', otherId: ANN } as const;
    const done: ConversationEvent = {
      type: 'ConversationRead',
      data: { userId: BOB, otherId: ANN, seq: 2, messageId: 2 },
    };
    given(conversationDecider).when(read, { actor: BOB }).thenNothing();
    given(conversationDecider, sent(1, BOB)).when(read, { actor: BOB }).thenNothing();
    const story = given(conversationDecider, sent(1), sent(2));
    story.when(read, { actor: BOB }).thenExactly(done);
    story.later(T0, done).when(read, { actor: BOB }).thenNothing();
    story
      .later(T0, sent(3))
      .when(read, { actor: BOB })
      .thenExactly({
        ...done,
        data: { ...done.data, seq: 3, messageId: 3 },
      } as ConversationEvent);
  });
});
