import type { FormedContent, MessageContent } from '../../domain/conversation/content.ts';
import type { GroupMessageSent, MessageSent, SenderCard } from '../../domain/conversation/events.ts';
import { assertNever } from '../../domain/kernel/event.ts';

/** heihei, IM消息类型: a message, and who wrote it. `at` in epoch ms. */
export function imBody(data: Omit<MessageSent['data'], 'seq'>, at: number) {
  const { messageId, from, toUserId, content, isFollowed } = data;
  return bodyOf({ toUserId }, { messageId, from, content, isFollowed }, at);
}

/** The same in a group, with `groupId` in place of the receiver. Nobody in particular follows the sender. */
export function groupImBody(data: Omit<GroupMessageSent['data'], 'seq'>, at: number) {
  const { messageId, from, groupId, content } = data;
  return bodyOf({ groupId }, { messageId, from, content, isFollowed: false }, at);
}

interface Written {
  messageId: number;
  from: SenderCard;
  content: MessageContent;
  isFollowed: boolean;
}

function bodyOf<To extends object>(to: To, { messageId, from, content, isFollowed }: Written, at: number) {
  const { userId, displayName, heiNum, coverUrl, level, gender } = from;
  const msg = {
    ...to,
    fromUserId: userId,
    ...shownContent(content),
    msgId: messageId,
    createTime: Math.floor(at / 1000),
    tips: tipsOf(content),
  };
  const card = { id: userId, displayName, heiNum, coverUrl, level, gender, honours: [], isFollowed };
  return { msgType: 'IM' as const, msg, users: { [userId]: card } };
}

/** The document's numbers (heihei, IM消息类型: dueChat). */
const CALL_STATUS = { talked: 1, unanswered: 0, cancelled: 2 } as const;

/** `msgType` and `content` as the document has them, and for notices `jump`. */
function shownContent(content: MessageContent) {
  switch (content.kind) {
    case 'text':
      return { msgType: 'text', content: { text: content.text } };
    case 'hint':
      return { msgType: 'systopic', content: { text: content.text } };
    case 'audio':
      return { msgType: 'audio', content: { audio: content.url, length: content.lengthSeconds } };
    case 'image':
      return { msgType: 'image', content: { img: content.url } };
    case 'video':
      return { msgType: 'video', content: { video: content.url } };
    case 'gift':
      return { msgType: 'gift', content: { text: content.text, giftId: content.giftId } };
    case 'call': {
      const { outcome, lengthSeconds } = content;
      return { msgType: 'dueChat', content: { chatStatus: CALL_STATUS[outcome], chatLength: lengthSeconds } };
    }
    case 'notice': {
      const { text, pictureUrl: img, iconUrl: icon, linkText, linkUrl } = content;
      return {
        msgType: 'sysnotify',
        content: { text, img, ...(icon !== '' && { icon }) },
        jump: { text: linkText, link: linkUrl },
      };
    }
    case 'formed':
      return { msgType: content.form, content: { ...objectIn(content.body), ...shownParts(content) } };
    case 'extended-text':
      return { msgType: 'text', content: { ...objectIn(content.body), text: content.text } };
    case 'custom':
      return { msgType: 'custom', content: { type: content.type, text: content.body } };
    default:
      return assertNever(content);
  }
}

/** What an API handed on as JSON; nothing of somebody who was erased. */
function objectIn(body: string): object {
  return body === '' ? {} : (JSON.parse(body) as object);
}

/** What the document's clients show of an image, a sound or a film that came through another API. */
function shownParts({ form, url, lengthSeconds }: FormedContent) {
  if (url === undefined) return {};
  if (form === 'image') return { img: url };
  return form === 'audio' ? { audio: url, length: lengthSeconds ?? 0 } : { video: url };
}

const NAMES: Readonly<Record<Exclude<MessageContent['kind'], 'formed'> | FormedContent['form'], string>> = {
  text: '文本消息',
  'extended-text': '文本消息',
  hint: '系统消息',
  audio: '声音消息',
  gift: '礼物消息',
  call: '约聊消息',
  notice: '通知消息',
  image: '图片消息',
  video: '视频消息',
  custom: '自定义消息',
  file: '文件消息',
  at: '@消息',
  merge: '合并转发消息',
  card: '名片消息',
  location: '位置消息',
  quote: '引用消息',
};

/** What a client shows that does not know the kind of a message. */
function tipsOf(content: MessageContent): string {
  const name = NAMES[content.kind === 'formed' ? content.form : content.kind];
  return `【${name}】不支持的消息类型，请升级最新客户端。`;
}
