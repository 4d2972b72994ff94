import { DomainError } from '../kernel/errors.ts';
import { assertNever } from '../kernel/event.ts';
import {
  codePoints,
  isPlain,
  isVisible,
  optionalLine,
  pictureAddress,
  spokenLines,
  tidyLines,
} from '../kernel/text.ts';

/** Longest text of a message between people, in code points. */
export const MAX_MESSAGE_CHARS = 5_000;
/** Longest content that an API hands over as text of its own making, in UTF-8 bytes (LinkV IM, 发送消息接口: `content`). */
export const MAX_CUSTOM_BYTES = 60 * 1024;
/** Longest name of a kind of custom content, such as `RC:textMsg`, in characters. */
export const MAX_CUSTOM_TYPE_CHARS = 64;
/** Longest sound that people send each other, in seconds (heihei, IM消息类型: `length`). */
export const MAX_AUDIO_SECONDS = 60;
/** Longest address of a picture, a sound or a film, in characters. */
const MAX_ADDRESS_CHARS = 2_048;

/** What people send each other. */
export type PersonalContent =
  | { kind: 'text'; text: string }
  | { kind: 'audio'; url: string; lengthSeconds: number }
  | { kind: 'image'; url: string }
  | { kind: 'video'; url: string }
  | CustomContent
  | FormedContent
  | ExtendedText;

/** What one API's clients understand among themselves: its own name for it, and its content as text, untouched. */
export interface CustomContent {
  kind: 'custom';
  type: string;
  body: string;
}

/** Kinds of content that several APIs have, each in a form of its own. */
export type ContentForm =
  | 'image'
  | 'audio'
  | 'video'
  | 'file'
  | 'at'
  | 'merge'
  | 'card'
  | 'location'
  | 'custom'
  | 'quote';

/** One of these: a JSON object as the API has it through which it came, untouched; and what clients of all APIs can show of it. */
export interface FormedContent {
  kind: 'formed';
  form: ContentForm;
  body: string;
  /** Of an image, a sound or a film. */
  url?: string;
  /** Of a sound. */
  lengthSeconds?: number;
}

/** A text, and a JSON object that the API hands on beside it through which it came, for its own clients. */
export interface ExtendedText {
  kind: 'extended-text';
  text: string;
  body: string;
}

/** What the server writes into a conversation, in somebody's name. */
export type ServerContent =
  | { kind: 'gift'; text: string; giftId: number }
  | { kind: 'call'; outcome: 'talked' | 'unanswered' | 'cancelled'; lengthSeconds: number }
  | { kind: 'notice'; text: string; pictureUrl: string; iconUrl: string; linkText: string; linkUrl: string }
  /** A line to begin a conversation with. */
  | { kind: 'hint'; text: string };

export type MessageContent = PersonalContent | ServerContent;

/** Whether a content is listed and counts as unread; calls have an entry of their own, and a hint says nothing new. */
export function isListed({ kind }: MessageContent): boolean {
  return kind !== 'call' && kind !== 'hint';
}

/** A message that somebody writes, as it is kept: texts tidied. Throws `InvalidInput` naming the part that is out of bounds. */
export function personalContent(content: PersonalContent): PersonalContent {
  switch (content.kind) {
    case 'text':
      return { kind: 'text', text: spokenLines(content.text, 'text', MAX_MESSAGE_CHARS) };
    case 'audio': {
      const { lengthSeconds } = content;
      if (!Number.isSafeInteger(lengthSeconds) || lengthSeconds < 1 || lengthSeconds > MAX_AUDIO_SECONDS)
        throw new DomainError('InvalidInput', `length takes 1 to ${MAX_AUDIO_SECONDS} seconds`, 'length');
      return { kind: 'audio', url: address(content.url), lengthSeconds };
    }
    case 'image':
    case 'video':
      return { kind: content.kind, url: address(content.url) };
    case 'custom':
      return customContent(content);
    case 'formed':
      return formedContent(content);
    case 'extended-text':
      return extendedText(content);
    default:
      return assertNever(content);
  }
}

/** Throws `InvalidInput` naming the part that is out of bounds. */
export function customContent({ type, body }: CustomContent): CustomContent {
  if (type === '' || optionalLine(type, 'type', MAX_CUSTOM_TYPE_CHARS) !== type)
    throw new DomainError('InvalidInput', `a type takes 1 to ${MAX_CUSTOM_TYPE_CHARS} characters`, 'type');
  const bytes = Buffer.byteLength(body);
  if (bytes < 1 || bytes > MAX_CUSTOM_BYTES)
    throw new DomainError('InvalidInput', `content takes 1 to ${MAX_CUSTOM_BYTES} bytes`, 'content');
  return { kind: 'custom', type, body };
}

/** Throws `InvalidInput` for a body that is too long, or an address that is none. */
export function formedContent(content: FormedContent): FormedContent {
  requireFits(content.body);
  if (content.url !== undefined) address(content.url, 'content');
  return content;
}

/** Throws `InvalidInput` for a text that cannot be shown as it is, or more beside it than is taken. */
export function extendedText(content: ExtendedText): ExtendedText {
  if (!isShowable(content.text)) throw new DomainError('InvalidInput', 'no text', 'content');
  requireFits(content.body);
  return content;
}

function requireFits(body: string): void {
  if (Buffer.byteLength(body) > MAX_CUSTOM_BYTES)
    throw new DomainError('InvalidInput', `content takes at most ${MAX_CUSTOM_BYTES} bytes`, 'content');
}

function address(url: string, field = 'sign'): string {
  if (url === '' || url.length > MAX_ADDRESS_CHARS) throw new DomainError('InvalidInput', 'no address', field);
  return pictureAddress(url, field);
}

/** A text that an app's server vouches for, as it is kept: as it came where that can be shown, else for the app's own clients alone. */
export function vouchedContent(type: string, text: string): PersonalContent {
  return isShowable(text) ? { kind: 'text', text } : customContent({ kind: 'custom', type, body: text });
}

/** Whether a text can be shown as it is. */
export function isShowable(text: string): boolean {
  return codePoints(text) <= MAX_MESSAGE_CHARS && tidyLines(text) === text && isPlain(text) && isVisible(text);
}
