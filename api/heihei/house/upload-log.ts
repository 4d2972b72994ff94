import { Type } from '@sinclair/typebox';
import { uploadLog as putAway } from '../../../application/files/logs.ts';
import { MAX_LOG_BYTES } from '../../../domain/file/formats.ts';
import { NoAnswer } from '../../http/answers.ts';
import { endpoint } from '../../http/endpoint.ts';

/** In a form each byte of Chinese takes three. */
const FORM_FACTOR = 3;
/** Token and names beside it. */
const OVERHEAD_BYTES = 8 * 1024;

/** heihei, 上传日志: text of at most 60 KB (else 700), ten times an hour (else 400). */
export const uploadLog = endpoint({
  path: '/api/sys/upload-log',
  module: 'sys',
  name: 'uploadLog',
  summary: "Leave the client's log for whoever looks for a fault",
  auth: 'user',
  cost: 'write',
  maxBodyBytes: FORM_FACTOR * MAX_LOG_BYTES + OVERHEAD_BYTES,
  params: Type.Object({
    log: Type.String({ minLength: 1, maxLength: MAX_LOG_BYTES, description: 'At most 60 KB in UTF-8.' }),
  }),
  answer: NoAnswer,
  examples: [{ params: { log: '12:00:01 socket closed: transport error' }, answer: {} }],
  errors: ['TooOften'],
  async handle({ core, caller, params: { log }, meta }) {
    await putAway(core, caller, { text: log }, meta);
    return {};
  },
});
