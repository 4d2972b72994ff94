/**
 * Uploads files of one size in a process of its own, some at a time. Reads its orders as JSON from argv[2], prints how many were taken as one line of
 * JSON.
 */
import { createHash } from 'node:crypto';
import { m4a } from '../../test/support/sample-files.ts';

export interface UploadOrders {
  /** One file goes to each, in this order. */
  puts: { url: string; headers: Record<string, string> }[];
  /** Or one recording by each of these tokens, as multipart forms. */
  recordings?: { url: string; tokens: string[] };
  bytes: number;
  /** At a time. */
  atOnce: number;
}

const SECONDS = 100;
const sound = (bytes: number, seed: number) => m4a(SECONDS, bytes - 1_000, seed % 256);

async function put({ url, headers }: UploadOrders['puts'][number], body: Buffer): Promise<void> {
  const response = await fetch(url, { method: 'PUT', headers, body: new Uint8Array(body) });
  if (!response.ok) throw new Error(`an upload was answered with ${response.status}`);
}

async function record(url: string, token: string, body: Buffer): Promise<void> {
  const form = new FormData();
  form.set('token', token);
  form.set('fileName', 'record.m4a');
  form.set('fileMd5', createHash('md5').update(body).digest('hex'));
  form.set('recordLength', String(SECONDS));
  form.set('file', new Blob([new Uint8Array(body)]), 'record.m4a');
  const response = await fetch(url, { method: 'POST', body: form });
  const { errorcode } = (await response.json()) as { errorcode: number };
  if (errorcode !== 0) throw new Error(`a recording was answered with ${errorcode}`);
}

const { puts, recordings, bytes, atOnce } = JSON.parse(process.argv[2]!) as UploadOrders;
const file = sound(bytes, 7);
const tasks = recordings
  ? recordings.tokens.map((token, n) => () => record(recordings.url, token, sound(bytes, process.pid + n)))
  : puts.map((each) => () => put(each, file));
let done = 0;
const startedAt = performance.now();
await Promise.all(
  Array.from({ length: atOnce }, async () => {
    for (let task = tasks.shift(); task; task = tasks.shift()) {
      await task();
      done++;
    }
  }),
);
console.log(JSON.stringify({ done, seconds: (performance.now() - startedAt) / 1000 }));
