import { type Static, Type } from '@sinclair/typebox';
import type { HeardRecord, ListedRecord } from '../../../application/records/records.ts';
import { named } from '../../http/answers.ts';
import { Id } from '../../http/params.ts';
import { chinaTime } from '../live/shapes.ts';
import { Person, personFields } from '../person.ts';
import { samplePerson } from '../user/shapes.ts';

const seconds = Type.Integer({ minimum: 0, description: 'Length in seconds.' });

const RecordFields = {
  recordId: Id,
  userId: Id,
  recordPath: Type.String({ description: 'The address of the sound.' }),
  redordLength: Type.Integer({ minimum: 0, description: 'As the document spells it: the same as `recordLength`.' }),
  recordLength: seconds,
  status: Type.Integer({ enum: [0, 1], description: '0 waits for a review, 1 can be heard.' }),
  createTime: Type.String({ description: "`YYYY-MM-DD HH:mm:ss` in China's time (UTC+8)." }),
  score: Type.Integer({ minimum: 1, description: 'The next page begins behind it.' }),
};
const Owner = { ...Person, isFollow: Type.Boolean({ description: 'By the caller.' }) };

/** A recording and who made it (heihei, 听录音; 刷新录音: mine). */
export const RecordShape = named('Record', Type.Object({ ...RecordFields, userInfo: Type.Object(Owner) }));

/** A recording in a list (heihei, 刷新录音: records). */
export const ListedRecordShape = named(
  'ListedRecord',
  Type.Object({
    ...RecordFields,
    timeTip: Type.String({ description: 'How long ago it was made, to be shown.' }),
    userInfo: Type.Object({
      ...Owner,
      status: Type.Optional(
        Type.Object({
          type: Type.Integer({ enum: [1, 2], description: '1 is live (with `jump`), 2 talks to somebody.' }),
          jump: Type.Optional(Type.String({ description: 'An address that the app opens.' })),
        }),
      ),
    }),
  }),
);

export function recordDocument({ record, url, owner, isFollowed }: HeardRecord): Static<typeof RecordShape> {
  return {
    recordId: record.recordId,
    userId: record.userId,
    recordPath: url,
    redordLength: record.lengthSeconds,
    recordLength: record.lengthSeconds,
    status: record.audible ? 1 : 0,
    createTime: chinaTime(record.createdAt)!,
    score: record.recordId,
    userInfo: { ...personFields(owner), isFollow: isFollowed },
  };
}

export function listedRecord(listed: ListedRecord, now: number): Static<typeof ListedRecordShape> {
  const document = recordDocument(listed);
  const userInfo = { ...document.userInfo, ...ownerStatus(listed) };
  return { ...document, timeTip: timeTip(now - listed.record.createdAt), userInfo };
}

function ownerStatus({ liveId, onTheLine }: ListedRecord) {
  if (liveId !== null) return { status: { type: 1, jump: `wmlives_heihei://live?id=${liveId}` } };
  return onTheLine ? { status: { type: 2 } } : {};
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** How long ago something was (heihei, 刷新录音: timeTip). */
export function timeTip(agoMs: number): string {
  if (agoMs < MINUTE_MS) return '刚刚';
  if (agoMs < HOUR_MS) return `${Math.floor(agoMs / MINUTE_MS)}分钟前`;
  if (agoMs < DAY_MS) return `${Math.floor(agoMs / HOUR_MS)}小时前`;
  return `${Math.floor(agoMs / DAY_MS)}天前`;
}

/** A recording for examples. */
export const sampleRecord: Static<typeof RecordShape> = {
  recordId: 7_012_345_678_907,
  userId: 7_012_345_678_901,
  recordPath: 'https://salon.example/files/record/20260101/7012345678901_3f8a1c2b9d7e4f60a1b2c3d4.m4a',
  redordLength: 5,
  recordLength: 5,
  status: 1,
  createTime: '2026-01-01 14:54:44',
  score: 7_012_345_678_907,
  userInfo: {
    ...samplePerson,
    honours: [],
    isFollow: true,
  },
};
