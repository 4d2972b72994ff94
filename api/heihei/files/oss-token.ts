import { Type } from '@sinclair/typebox';
import { grantUpload, type Upload } from '../../../application/files/tickets.ts';
import { type FileFormat, type FileModule, TICKET_FORMATS, TICKET_MODULES } from '../../../domain/file/formats.ts';
import { named } from '../../http/answers.ts';
import { endpoint } from '../../http/endpoint.ts';

/** How the document spells some values in one place, and what it means by them (its formats; its note to `module`). */
const MISSPELT_FORMAT = 'jepg';
const MISSPELT_MODULE = 'avator';

const Text = Type.String();
const Credentials = named(
  'UploadCredentials',
  Type.Object(
    { AccessKeyId: Text, AccessKeySecret: Text, SecurityToken: Text, Expiration: Text },
    { description: 'Good for this one upload alone. Clients without a library of the store use `Upload`.' },
  ),
);
const FileInfo = named(
  'FileInfo',
  Type.Object({
    fileName: Text,
    path: Type.String({ description: 'With real credentials the bucket stands before it.' }),
    sign: Type.String({ description: 'To be named in whatever the file is for, once it is uploaded.' }),
  }),
);
const UploadShape = named(
  'Upload',
  Type.Object({
    method: Type.Literal('PUT'),
    url: Type.String({ description: 'Where the bytes go, as the body of one request.' }),
    headers: Type.Record(Type.String(), Type.String(), { description: 'To be sent as they are.' }),
    maxBytes: Type.Integer({ minimum: 1 }),
    expireTime: Type.Integer({ minimum: 0, description: 'Seconds in which the upload must begin.' }),
  }),
);

/**
 * heihei, 上传文件获取OSSTOKEN. The document's client puts with the credentials of its store, which are real where the store has a role for
 * them (`STORAGE_STS_ROLE`); every client can put its bytes with one request (`Upload`). Too many tickets in an hour: 400.
 */
export const ossToken = endpoint({
  path: '/api/sys/oss-token',
  module: 'sys',
  name: 'ossToken',
  summary: 'Ask where a file may be uploaded to',
  auth: 'user',
  cost: 'write',
  params: Type.Object({
    format: Type.String({ enum: [...TICKET_FORMATS, MISSPELT_FORMAT] }),
    module: Type.String({ enum: [...TICKET_MODULES, MISSPELT_MODULE] }),
  }),
  answer: Type.Object({ Credentials, FileInfo, Upload: UploadShape }),
  examples: [
    {
      params: { format: 'png', module: 'avatar' },
      answer: {
        Credentials: {
          AccessKeyId: '3f8a1c2b9d7e4f60a1b2c3d4',
          AccessKeySecret: 'd4c422e57b6d422bb0462c5e77295b9c',
          SecurityToken:
            'https://salon.example/files/avatar/20260101/7012345678901_3f8a1c2b9d7e4f60a1b2c3d4.png?upload=…',
          Expiration: '2026-01-01T01:00:00Z',
        },
        FileInfo: {
          fileName: '7012345678901_3f8a1c2b9d7e4f60a1b2c3d4.png',
          path: 'avatar/20260101/7012345678901_3f8a1c2b9d7e4f60a1b2c3d4.png',
          sign: 'd4c422e57b6d422bb0462c5e77295b9c',
        },
        Upload: {
          method: 'PUT',
          url: 'https://salon.example/files/avatar/20260101/7012345678901_3f8a1c2b9d7e4f60a1b2c3d4.png?upload=…',
          headers: { 'Content-Type': 'image/png' },
          maxBytes: 5 * 1024 * 1024,
          expireTime: 3600,
        },
      },
    },
  ],
  errors: ['TooOften'],
  async handle({ core, caller, params, meta }) {
    const format = (params.format === MISSPELT_FORMAT ? 'jpeg' : params.format) as FileFormat;
    const module = (params.module === MISSPELT_MODULE ? 'avatar' : params.module) as FileModule;
    const upload = await grantUpload(core, caller, { format, module }, meta);
    return uploadDocument(upload, core.clock.now());
  },
});

function uploadDocument({ fileId, path, sign, ticket, maxBytes, expiresAt }: Upload, now: number) {
  const { method, url, headers, credentials } = ticket;
  return {
    Credentials: {
      AccessKeyId: credentials?.keyId ?? fileId,
      AccessKeySecret: credentials?.secret ?? sign,
      SecurityToken: credentials?.token ?? url,
      Expiration: `${new Date(expiresAt).toISOString().slice(0, 19)}Z`,
    },
    FileInfo: { fileName: path.slice(path.lastIndexOf('/') + 1), path: credentials?.place ?? path, sign },
    Upload: {
      ...{ method, url, headers: { ...headers } },
      maxBytes,
      expireTime: Math.max(0, Math.floor((expiresAt - now) / 1000)),
    },
  };
}
