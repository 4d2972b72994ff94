import {
  type ContentForm,
  customContent,
  extendedText,
  formedContent,
  isShowable,
  type MessageContent,
  vouchedContent,
} from '../../domain/conversation/content.ts';
import { objectOrJson, writeJson } from '../http/json.ts';
import { badParameter } from '../http/refusals.ts';

/** Lanying's numbers of content (Lanying IM, content_type; the document has 0, its clients the others). */
const TEXT = 0;
const COMMAND = 6;
/** Of whoever has read a message; nothing is kept of it by itself. */
export const READ = 9;
const FORMS: Readonly<Record<number, ContentForm>> = {
  1: 'image',
  2: 'audio',
  3: 'video',
  4: 'file',
  5: 'location',
  7: 'merge',
};
/** Those that clients of other APIs show by an address. */
const SHOWN_BY_URL: readonly ContentForm[] = ['image', 'audio', 'video'];
/** Those that are nothing without what is attached. */
const WITH_ATTACHMENT: readonly ContentForm[] = [...SHOWN_BY_URL, 'file', 'location'];
const MAX_PARTS = 1_000;

export const CONTENT_TYPES: readonly number[] = [TEXT, ...Object.keys(FORMS).map(Number), COMMAND, READ];

/** What a call sends; `attachment`, `config` and `ext` are objects or their JSON as text. */
export interface Sending {
  content_type: number;
  content: string;
  attachment?: unknown;
  config?: unknown;
  ext?: unknown;
}

/**
 * What is sent, in Salon's words. What apps hand each other (`attachment`, `config`, `ext`) stays as it came. `passesBy`: a command for the
 * app, which is kept in no list. Throws `InvalidInput` naming what is missing, malformed or too long.
 */
export function contentOf(sending: Sending): { content: MessageContent; passesBy?: true } {
  const { content_type: type, content: text } = sending;
  const attachment = sending.attachment === undefined ? {} : objectIn(sending.attachment, 'attachment');
  const beside = asGiven(sending);
  if (type === TEXT) {
    if (text === '') throw badParameter('content');
    if (Object.keys(beside).length === 0) return { content: vouchedContent('text', text) };
    const body = writeJson(beside);
    if (isShowable(text)) return { content: extendedText({ kind: 'extended-text', text, body }) };
    return {
      content: formedContent({ kind: 'formed', form: 'custom', body: writeJson({ content: text, ...beside }) }),
    };
  }
  const body = writeJson({ ...attachment, ...(text !== '' && { content: text }), ...beside });
  if (type === COMMAND) return { content: customContent({ kind: 'custom', type: 'command', body }), passesBy: true };
  const form = FORMS[type];
  if (form === undefined) throw badParameter('content_type');
  if (WITH_ATTACHMENT.includes(form) && sending.attachment === undefined) throw badParameter('attachment');
  return { content: formedContent({ kind: 'formed', form, body, ...shownOf(form, attachment) }) };
}

/** What clients of other APIs can show of it. */
function shownOf(form: ContentForm, { url, duration }: Record<string, unknown>) {
  if (!SHOWN_BY_URL.includes(form)) return {};
  if (typeof url !== 'string') throw badParameter('attachment.url');
  if (form !== 'audio') return { url };
  const isLength = typeof duration === 'number' && Number.isFinite(duration) && duration >= 0;
  return { url, lengthSeconds: isLength ? Math.min(Math.round(duration), Number.MAX_SAFE_INTEGER) : 0 };
}

/** `ext` and `config`, where they are given: an object, or a text. */
function asGiven({ ext, config }: Sending): Record<string, unknown> {
  const given: Record<string, unknown> = {};
  for (const [name, value] of Object.entries({ ext, config })) {
    if (value === undefined || value === '') continue;
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    if (!isObject && typeof value !== 'string') throw badParameter(name);
    given[name] = value;
  }
  return given;
}

/** An object, or one as JSON text. */
function objectIn(value: unknown, name: string): Record<string, unknown> {
  const object = objectOrJson(value, { maxListItems: MAX_PARTS });
  if (!object) throw badParameter(name);
  return object;
}
