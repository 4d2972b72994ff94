import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Readable } from 'node:stream';
import { AwsV4Signer } from 'aws4fetch';
import { contentTypeOf } from '../../domain/file/formats.ts';
import { readPath } from '../../domain/file/path.ts';
import { StoreUnavailableError } from '../../event-store/event-store.ts';
import {
  type FileSource,
  type FileStore,
  MAX_FIRST_BYTES,
  type TicketRules,
  type UploadTicket,
} from '../file-store.ts';
import { type TokenService, uploadCredentials } from './temporary-credentials.ts';

/** A store that says nothing for so long does not answer. */
const SILENCE_MS = 10_000;
/** Longest validity that a presigned address can have (AWS Signature Version 4), in seconds. */
const MAX_EXPIRES_S = 7 * 24 * 3600;

export interface S3Options {
  /** The store's address, without a trailing slash: `https://s3.eu-central-1.amazonaws.com`, `http://minio:9000`. */
  url: string;
  bucket: string;
  keyId: string;
  secret: string;
  region: string;
  /** Where everybody reads the bucket's files, without a trailing slash. */
  publicUrl: string;
  /** Gives clients credentials for their one upload; null or absent: they put by the presigned address alone. */
  tokenService?: TokenService | null;
  /** The machine's clock, in epoch ms: the store compares with its own. */
  nowMs(): number;
}

/**
 * A bucket of an S3-compatible store. Clients put their files by presigned addresses, in which the content type is signed, and that
 * nothing may lie there yet (`If-None-Match`). A presigned PUT cannot bound the size: whoever claims a file looks at it. With a token
 * service they get credentials, too, which cannot bound the type either: a file of another type than its path's counts as none.
 */
export class S3FileStore implements FileStore {
  private readonly options: S3Options;

  constructor(options: S3Options) {
    this.options = options;
  }

  async ticket(path: string, { contentType, expiresAt }: TicketRules): Promise<UploadTicket> {
    const url = new URL(this.address(path));
    const nowMs = this.options.nowMs();
    const expiresS = Math.min(MAX_EXPIRES_S, Math.max(1, Math.floor((expiresAt - nowMs) / 1000)));
    url.searchParams.set('X-Amz-Expires', String(expiresS));
    const headers = { 'Content-Type': contentType, 'If-None-Match': '*' };
    const signed = await this.signer({ url: url.href, method: 'PUT', headers, signQuery: true }).sign();
    const ticket = { method: 'PUT', url: signed.url.href, headers } as const;
    const { tokenService, bucket } = this.options;
    if (!tokenService) return ticket;
    return { ...ticket, credentials: await uploadCredentials(tokenService, this.options, { bucket, path, expiresAt }) };
  }

  async head(path: string): Promise<number | null> {
    const { status, headers } = await this.call('HEAD', path);
    if (status === 404) return null;
    if (status !== 200) throw refused('HEAD', status);
    // Who puts a file with credentials says any type: readers would be served a page.
    if (headers['content-type']?.toLowerCase() !== contentTypeOf(readPath(path)!.format)) return null;
    return Number(headers['content-length']);
  }

  async firstBytes(path: string): Promise<Uint8Array> {
    const answer = await this.call('GET', path, { headers: { Range: `bytes=0-${MAX_FIRST_BYTES - 1}` } });
    // 416: there is a file, and it is empty.
    if (answer.status === 404 || answer.status === 416) return new Uint8Array();
    if (answer.status !== 200 && answer.status !== 206) throw refused('GET', answer.status);
    return answer.body.subarray(0, MAX_FIRST_BYTES);
  }

  async put(path: string, source: FileSource): Promise<void> {
    const headers = {
      'Content-Type': source.contentType,
      'Content-Length': String(source.sizeBytes),
      'If-None-Match': '*',
    };
    const { status } = await this.call('PUT', path, { headers, body: source.open() });
    // 412: one lies there already.
    if (status !== 200 && status !== 412) throw refused('PUT', status);
  }

  async remove(path: string): Promise<void> {
    const { status } = await this.call('DELETE', path);
    if (status !== 200 && status !== 204 && status !== 404) throw refused('DELETE', status);
  }

  url(path: string): string {
    return `${this.options.publicUrl}/${checked(path)}`;
  }

  private address(path: string): string {
    const { url, bucket } = this.options;
    return `${url}/${bucket}/${checked(path)}`;
  }

  private signer(request: { url: string; method: string; headers: Record<string, string>; signQuery?: boolean }) {
    const { keyId: accessKeyId, secret: secretAccessKey, region } = this.options;
    const datetime = new Date(this.options.nowMs()).toISOString().replace(/[:-]|\.\d{3}/g, '');
    return new AwsV4Signer({
      ...request,
      accessKeyId,
      secretAccessKey,
      region,
      service: 's3',
      datetime,
      allHeaders: true,
    });
  }

  /** One request of the server's own. Rejects with `StoreUnavailableError` when the store does not answer. Follows no redirect. */
  private async call(
    method: 'HEAD' | 'GET' | 'PUT' | 'DELETE',
    path: string,
    { headers = {}, body }: { headers?: Record<string, string>; body?: Readable } = {},
  ): Promise<{ status: number; headers: IncomingMessage['headers']; body: Buffer }> {
    const signed = await this.signer({ url: this.address(path), method, headers }).sign();
    const ask = signed.url.protocol === 'https:' ? httpsRequest : httpRequest;
    return new Promise((resolve, reject) => {
      const failed = (error: Error) => {
        body?.destroy();
        reject(new StoreUnavailableError(`the file store does not answer: ${error.message}`));
      };
      const given = Object.fromEntries(signed.headers as Headers);
      const request = ask(signed.url, { method, headers: given, timeout: SILENCE_MS }, (response) => {
        readBounded(response).then((answer) => {
          resolve({ status: response.statusCode!, headers: response.headers, body: answer });
        }, failed);
      });
      request.on('timeout', () => request.destroy(new Error(`silent for ${SILENCE_MS} ms`)));
      request.on('error', failed);
      if (!body) request.end();
      else {
        body.on('error', (error) => request.destroy(error));
        body.pipe(request);
      }
    });
  }
}

/** An answer is short: the beginning of a file, or an error in XML. What is beyond is thrown away. */
async function readBounded(response: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of response) {
    if (sizeBytes < MAX_FIRST_BYTES) chunks.push(chunk as Buffer);
    sizeBytes += (chunk as Buffer).length;
  }
  return Buffer.concat(chunks);
}

function checked(path: string): string {
  if (!readPath(path)) throw new RangeError('no path of a file');
  return path;
}

/** Whether its key is wrong or it is out of order: files wait until somebody mends it. No answer of it is repeated: it may hold addresses. */
function refused(method: string, status: number): StoreUnavailableError {
  return new StoreUnavailableError(`the file store answers ${method} with ${status}`);
}
