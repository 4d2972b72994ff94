import { Type } from '@sinclair/typebox';
import { deleteRecord as deleteOwn, readRecord as hear, latestRecords } from '../../../application/records/records.ts';
import { uploadRecord as upload } from '../../../application/records/upload-record.ts';
import { MAX_RECORD_BYTES } from '../../../domain/file/formats.ts';
import { NoAnswer, UpToDate } from '../../http/answers.ts';
import { endpoint } from '../../http/endpoint.ts';
import { FileParameter, Id } from '../../http/params.ts';
import { ListedRecordShape, listedRecord, RecordShape, recordDocument, sampleRecord } from './schemas.ts';

const MAX_FILE_NAME_CHARS = 200;
/** Longer than any recording may be, so that 756 can say so: a day. */
const MAX_GIVEN_SECONDS = 24 * 3600;

/**
 * heihei, 上传录音: a multipart form, its fields in any order. The file's own bytes say what it is; its name says nothing. More than 10 MiB, or
 * two minutes: 756.
 */
export const uploadRecord = endpoint({
  path: '/api/record/upload-record',
  module: 'record',
  name: 'uploadRecord',
  summary: "Replace one's recording that others can hear",
  auth: 'user',
  cost: 'write',
  body: 'multipart',
  maxFileBytes: MAX_RECORD_BYTES,
  params: Type.Object({
    fileName: Type.String({ minLength: 1, maxLength: MAX_FILE_NAME_CHARS }),
    fileMd5: Type.String({ pattern: '^[0-9a-fA-F]{32}$', description: "Of the file's bytes, in hex." }),
    recordLength: Type.Integer({ minimum: 0, maximum: MAX_GIVEN_SECONDS, description: 'In seconds.' }),
    file: FileParameter,
  }),
  answer: Type.Object({ ...NoAnswer.properties, ...UpToDate }),
  examples: [
    {
      params: { fileName: 'record.mp3', fileMd5: '9e107d9d372bb6826bd81d3542a419d6', recordLength: 5 },
      answer: {},
    },
  ],
  errors: ['FileDamaged', 'RecordTooShort', 'FileTooBig', 'TooOften'],
  async handle({ core, caller, params: { file, fileMd5, recordLength }, meta }) {
    return upload(core, caller, { file, md5: fileMd5, lengthSeconds: recordLength }, meta);
  },
});

/** heihei, 刷新录音: one's own recording, and 20 of others'. `score` 0 for the newest, else that of the last one on the page before. */
export const refreshRecord = endpoint({
  path: '/api/record/refresh-record',
  module: 'record',
  name: 'refreshRecord',
  summary: "Show one's own recording, and a page of others'",
  auth: 'user',
  params: Type.Object({ score: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }) }),
  answer: Type.Object({
    data: Type.Object({
      mine: Type.Optional(RecordShape),
      records: Type.Array(ListedRecordShape),
    }),
  }),
  examples: [{ params: { score: 0 }, answer: { data: { records: [{ ...sampleRecord, timeTip: '1分钟前' }] } } }],
  errors: [],
  async handle({ core, caller, params: { score } }) {
    const { mine, others } = await latestRecords(core, caller, { before: score });
    const now = core.clock.now();
    const records = others.map((record) => listedRecord(record, now));
    return { data: { ...(mine && { mine: recordDocument(mine) }), records } };
  },
});

/** heihei, 听录音: asked before one's own is played, and after another's was begun, for the listener's history. */
export const readRecord = endpoint({
  path: '/api/record/read-record',
  module: 'record',
  name: 'readRecord',
  summary: 'Hear a recording',
  auth: 'user',
  cost: 'write',
  params: Type.Object({ recordId: Id }),
  answer: Type.Object({ record: RecordShape }),
  examples: [{ params: { recordId: sampleRecord.recordId }, answer: { record: sampleRecord } }],
  errors: ['RecordNotFound'],
  async handle({ core, caller, params, meta }) {
    return { record: recordDocument(await hear(core, caller, params, meta)) };
  },
});

/** heihei, 删除录音. */
export const deleteRecord = endpoint({
  path: '/api/record/delete-record',
  module: 'record',
  name: 'deleteRecord',
  summary: "Delete one's own recording",
  auth: 'user',
  cost: 'write',
  params: Type.Object({ recordId: Id }),
  answer: Type.Object({ ...NoAnswer.properties, ...UpToDate }),
  examples: [{ params: { recordId: sampleRecord.recordId }, answer: {} }],
  errors: ['RecordNotFound', 'RecordNotOwn'],
  async handle({ core, caller, params, meta }) {
    return deleteOwn(core, caller, params, meta);
  },
});
