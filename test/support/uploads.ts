import type { Answer, Client } from './client.ts';
import { md5 } from './sample-files.ts';

export interface Granted {
  FileInfo: { fileName: string; path: string; sign: string };
  Upload: { method: 'PUT'; url: string; headers: Record<string, string>; maxBytes: number; expireTime: number };
}

/** Asks for a ticket. */
export async function grant(who: Client, format: string, module: string): Promise<Granted> {
  return (await who.must('/api/sys/oss-token', { format, module })) as unknown as Granted;
}

/** Puts bytes where a ticket says. */
export function put({ Upload }: Granted, bytes: Uint8Array, more: { url?: string; headers?: object } = {}) {
  const headers = { ...Upload.headers, ...more.headers };
  return fetch(more.url ?? Upload.url, { method: 'PUT', headers, body: new Uint8Array(bytes) });
}

/** Uploads a file of a module; resolves to its sign. */
export async function uploaded(who: Client, bytes: Uint8Array, format: string, module: string): Promise<string> {
  const granted = await grant(who, format, module);
  const { status } = await put(granted, bytes);
  if (status !== 200) throw new Error(`the upload was answered with ${status}`);
  return granted.FileInfo.sign;
}

export interface RecordForm {
  file?: Uint8Array;
  /** Fields beside or instead of the usual ones; null leaves one out. */
  fields?: Record<string, string | null>;
  /** Where the file stands among the fields; default: the end. */
  fileFirst?: boolean;
  headers?: Record<string, string>;
}

/** Sends a recording as a multipart form. */
export async function sendRecord(who: Client, { file, fields = {}, fileFirst, headers }: RecordForm): Promise<Answer> {
  const form = new FormData();
  const blob = file && new Blob([new Uint8Array(file)], { type: 'audio/mpeg' });
  if (fileFirst && blob) form.set('file', blob, 'record.mp3');
  const usual = {
    token: who.token,
    fileName: 'record.mp3',
    fileMd5: file ? md5(file) : '0'.repeat(32),
    recordLength: '5',
  };
  for (const [name, value] of Object.entries({ ...usual, ...fields })) if (value !== null) form.set(name, value);
  if (!fileFirst && blob) form.set('file', blob, 'record.mp3');
  const response = await fetch(`${who.baseUrl}/api/record/upload-record`, { method: 'POST', body: form, headers });
  return (await response.json()) as Answer;
}
