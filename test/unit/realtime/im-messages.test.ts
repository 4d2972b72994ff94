import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import type { MessageContent } from '../../../domain/conversation/content.ts';
import { userChannel } from '../../../realtime/channels.ts';
import { messagesOf } from '../../../realtime/heihei/index.ts';
import { unreadCount } from '../../../realtime/unread.ts';
import * as sample from './sample-events.ts';

interface Documented {
  section: string;
  line: number;
  message: {
    msgType: string;
    action?: string;
    msg: { msgType: string; content: Record<string, unknown>; jump?: { text: string; link: string } };
  };
}

const documented: Documented[] = JSON.parse(
  readFileSync(new URL('../../fixtures/heihei-messages.json', import.meta.url), 'utf8'),
);
const examples = documented.filter(({ section }) => section === 'IM消息类型');

/** What Salon keeps, of what the document shows. */
function contentOf({ msgType, content, jump }: Documented['message']['msg']): MessageContent {
  const text = String(content.text);
  switch (msgType) {
    case 'text':
      return { kind: 'text', text };
    case 'systopic':
      return { kind: 'hint', text };
    case 'audio':
      return { kind: 'audio', url: String(content.audio), lengthSeconds: Number(content.length) };
    case 'gift':
      return { kind: 'gift', text, giftId: Number(content.giftId) };
    case 'dueChat':
      return { kind: 'call', outcome: 'talked', lengthSeconds: Number(content.chatLength) };
    case 'image':
      return { kind: 'image', url: String(content.img) };
    case 'video':
      return { kind: 'video', url: String(content.video) };
    case 'sysnotify': {
      const { text: linkText, link: linkUrl } = jump!;
      const [pictureUrl, iconUrl] = [String(content.img), String(content.icon ?? '')];
      return { kind: 'notice', text, pictureUrl, iconUrl, linkText, linkUrl };
    }
    default:
      throw new Error(`${msgType} is not known`);
  }
}

describe('socket messages between people', () => {
  it('are the documented objects, for each of the document’s nine', () => {
    expect(examples).to.have.length(9);
    for (const { message, line } of examples) {
      const { jump, ...documentedMsg } = message.msg;
      const [made] = messagesOf(sample.recorded(sample.messageSent(contentOf(message.msg))));
      const { msg, users } = made!.body as { msg: typeof message.msg; users: Record<string, object> };
      const where = `line ${line}`;
      expect(Object.keys(made!.body), where).to.have.members(['msgType', 'msg', 'users']);
      expect(msg.content, where).to.deep.equal(message.msg.content);
      expect(msg.jump, where).to.deep.equal(jump);
      expect(Object.keys(msg), where).to.have.members([...Object.keys(documentedMsg), ...(jump ? ['jump'] : [])]);
      expect(msg, where).to.include({ msgType: message.msg.msgType });
      const [sender] = Object.values(users);
      expect(Object.keys(sender!)).to.have.members([
        ...['id', 'displayName', 'heiNum', 'coverUrl', 'level', 'gender', 'honours', 'isFollowed'],
      ]);
    }
  });

  it('go to the receiver and to the sender’s own devices', () => {
    const channels = [sample.HOST, sample.VIEWER].map((userId) => userChannel(sample.APP, userId));
    for (const event of sample.everyIm) {
      expect(messagesOf(sample.recorded(event)).map(({ channel }) => channel)).to.have.members(channels);
    }
  });

  it('count what is unread as the document says it', () => {
    const example = documented.find(({ message }) => message.action === 'message-unread-count');
    expect(unreadCount(12)).to.deep.equal(example!.message);
  });
});
