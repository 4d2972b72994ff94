import { type TObject, Type } from '@sinclair/typebox';
import { Ajv } from 'ajv';
import { oncePer } from '../../application/once-per.ts';
import {
  type ContentForm,
  formedContent,
  type MessageContent,
  vouchedContent,
} from '../../domain/conversation/content.ts';
import { MAX_LIST_ITEMS, objectOrJson, writeJson } from '../http/json.ts';
import { OpenimRefused } from './errors.ts';

/** OpenIM's numbers of content (OpenIM, ContentType消息类型说明); of the last two groups of the list, nothing is kept by itself. */
export const TEXT = 101;
export const REVOKE = 111;
export const READ = 112;

const Text = Type.String({ minLength: 1 });
const Optional = { text: Type.Optional(Type.String()), size: Type.Optional(Type.Number({ minimum: 0 })) };
/** As its server checks it: nothing of a picture's may be 0 or empty. */
const Picture = Type.Object({
  uuid: Optional.text,
  type: Text,
  size: Type.Number({ exclusiveMinimum: 0 }),
  width: Type.Number({ exclusiveMinimum: 0 }),
  height: Type.Number({ exclusiveMinimum: 0 }),
  url: Text,
});
const SmallPicture = Type.Optional(Type.Partial(Picture));
const Anything = Type.Object({});

/** A content's form, and what it is in Salon's words; members that are not named here are kept as they are. */
interface Kind {
  form: ContentForm;
  schema: TObject;
  /** What clients of other APIs can show of it. */
  shows?(content: Record<string, unknown>): { url: string; lengthSeconds?: number };
}

/** Forms of content by OpenIM's numbers: the document has those of 101 and 110, its SDK the others. */
const KINDS: Readonly<Record<number, Kind>> = {
  102: {
    form: 'image',
    schema: Type.Object({
      sourcePath: Optional.text,
      sourcePicture: Picture,
      bigPicture: SmallPicture,
      snapshotPicture: SmallPicture,
    }),
    shows: ({ sourcePicture }) => ({ url: (sourcePicture as { url: string }).url }),
  },
  103: {
    form: 'audio',
    schema: Type.Object({
      uuid: Optional.text,
      soundPath: Optional.text,
      sourceUrl: Text,
      dataSize: Optional.size,
      duration: Optional.size,
    }),
    shows: ({ sourceUrl, duration = 0 }) => ({
      url: sourceUrl as string,
      lengthSeconds: Math.min(Math.round(duration as number), Number.MAX_SAFE_INTEGER),
    }),
  },
  104: {
    form: 'video',
    schema: Type.Object({
      videoPath: Optional.text,
      videoUUID: Optional.text,
      videoUrl: Text,
      videoType: Optional.text,
      videoSize: Optional.size,
      duration: Optional.size,
      snapshotPath: Optional.text,
      snapshotUUID: Optional.text,
      snapshotSize: Optional.size,
      snapshotUrl: Optional.text,
      snapshotWidth: Optional.size,
      snapshotHeight: Optional.size,
    }),
    shows: ({ videoUrl }) => ({ url: videoUrl as string }),
  },
  105: {
    form: 'file',
    schema: Type.Object({
      filePath: Optional.text,
      uuid: Optional.text,
      sourceUrl: Text,
      fileName: Optional.text,
      fileSize: Optional.size,
    }),
  },
  106: {
    form: 'at',
    schema: Type.Object({
      text: Text,
      atUserList: Type.Array(Type.String(), { maxItems: MAX_LIST_ITEMS }),
      isAtSelf: Type.Optional(Type.Boolean()),
    }),
  },
  107: {
    form: 'merge',
    schema: Type.Object({
      title: Type.String(),
      abstractList: Type.Optional(Type.Array(Type.String(), { maxItems: MAX_LIST_ITEMS })),
      multiMessage: Type.Array(Anything, { maxItems: MAX_LIST_ITEMS }),
    }),
  },
  108: { form: 'card', schema: Anything },
  109: {
    form: 'location',
    schema: Type.Object({
      description: Optional.text,
      longitude: Type.Number({ minimum: -180, maximum: 180 }),
      latitude: Type.Number({ minimum: -90, maximum: 90 }),
    }),
  },
  110: {
    form: 'custom',
    schema: Type.Object({ data: Text, description: Optional.text, extension: Optional.text }),
  },
  114: { form: 'quote', schema: Type.Object({ text: Text, quoteMessage: Anything }) },
};

const TextContent = Type.Object({ text: Text });
/** 撤回, 已读回执: which messages they are about; the document does not say how, this is ours. */
const RevokeContent = Type.Object({ msgID: Text });
const ReadContent = Type.Object({ msgIDList: Type.Array(Text, { minItems: 1, maxItems: MAX_LIST_ITEMS }) });

const ajv = new Ajv({ strict: true });
const validatorOf = oncePer((schema: TObject) => ajv.compile(JSON.parse(JSON.stringify(schema))));

/** All numbers of content that there are. */
export function isContentType(contentType: number): boolean {
  return contentType in KINDS || [TEXT, REVOKE, READ].includes(contentType);
}

/** What a message with a content is: something that is written, or something that is done to what was written before. */
export type Meant =
  | { does: 'write'; content: MessageContent }
  | { does: 'revoke'; messageId: number }
  | { does: 'read'; messageIds: number[] };

/**
 * Reads a content, which comes as an object or as its JSON text. Throws `OpenimRefused` for what cannot be decoded, and for what does not have
 * the form of its type.
 */
export function readContent(contentType: number, given: unknown): Meant {
  const content = decoded(given);
  switch (contentType) {
    case TEXT: {
      const { text } = checked(TextContent, content) as { text: string };
      return { does: 'write', content: vouchedContent('text', text) };
    }
    case REVOKE: {
      const { msgID } = checked(RevokeContent, content) as { msgID: string };
      return { does: 'revoke', messageId: messageIdOf(msgID) };
    }
    case READ: {
      const { msgIDList } = checked(ReadContent, content) as { msgIDList: string[] };
      return { does: 'read', messageIds: msgIDList.map(messageIdOf) };
    }
    default: {
      const kind = KINDS[contentType];
      if (!kind) throw new OpenimRefused('unknownContentType', 'contentType');
      return { does: 'write', content: formed(kind, checked(kind.schema, content)) };
    }
  }
}

function formed({ form, shows }: Kind, content: Record<string, unknown>): MessageContent {
  return formedContent({ kind: 'formed', form, body: writeJson(content), ...shows?.(content) });
}

function decoded(given: unknown): Record<string, unknown> {
  const content = objectOrJson(given, { maxListItems: MAX_LIST_ITEMS, isUnique: true });
  if (!content) throw new OpenimRefused('undecodableContent', 'content');
  return content;
}

function checked(schema: TObject, content: Record<string, unknown>): Record<string, unknown> {
  if (!validatorOf(schema)(content)) throw new OpenimRefused('wrongContent', 'content');
  return content;
}

/** A message's id as `send_msg` answers it. */
function messageIdOf(msgID: string): number {
  if (!/^[1-9]\d{0,15}$/.test(msgID) || !Number.isSafeInteger(Number(msgID)))
    throw new OpenimRefused('wrongContent', 'content');
  return Number(msgID);
}
