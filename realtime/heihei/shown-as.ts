import type { ContentForm, MessageContent } from '../../domain/conversation/content.ts';

type Textless = Exclude<MessageContent, { text: string }>['kind'];

/** What stands in place of what cannot be shown as a line, but for a call. */
const SHOWN_AS: Readonly<Record<Exclude<Textless, 'call' | 'formed'> | ContentForm, string>> = {
  audio: '[语音]',
  image: '[图片]',
  video: '[视频]',
  custom: '[消息]',
  file: '[文件]',
  at: '[消息]',
  merge: '[聊天记录]',
  card: '[名片]',
  location: '[位置]',
  quote: '[消息]',
};

/** A message as one line, in lists and on phones; `call` is what a call is named there. */
export function shownAsLine(content: MessageContent, call: string): string {
  if ('text' in content) return content.text;
  if (content.kind === 'call') return call;
  return SHOWN_AS[content.kind === 'formed' ? content.form : content.kind];
}
