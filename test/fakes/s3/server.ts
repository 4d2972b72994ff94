import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Key, keyIdOf, refusalOf } from './signature.ts';
import { FakeTokens } from './tokens.ts';

interface Kept {
  bytes: Buffer;
  contentType: string;
}

/** One bucket of an S3-compatible store, in memory: anybody may read, everything else must be signed. */
export class FakeS3 {
  readonly kept = new Map<string, Kept>();
  /** What the next requests are answered with, whatever they ask; null: rightly. */
  failsWith: number | null = null;
  /** Gives out credentials at the store's own address, as MinIO does. */
  readonly tokens: FakeTokens;
  private readonly server: Server;
  private readonly bucket: string;
  private readonly key: Key;
  private readonly nowMs: () => number;

  private constructor(bucket: string, key: Key, nowMs: () => number) {
    this.bucket = bucket;
    this.key = key;
    this.nowMs = nowMs;
    this.tokens = new FakeTokens(key);
    this.server = createServer((request, response) => void this.answer(request, response));
  }

  static async start(bucket: string, key: Key, nowMs: () => number): Promise<FakeS3> {
    const fake = new FakeS3(bucket, key, nowMs);
    await new Promise<void>((resolve) => fake.server.listen(0, '127.0.0.1', resolve));
    return fake;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) chunks.push(chunk as Buffer);
    } catch {
      // A body that breaks off is no object.
      return;
    }
    const { pathname, search } = new URL(request.url!, this.url);
    const path = pathname.slice(`/${this.bucket}/`.length);
    const isOpen = request.method === 'GET' && search === '' && !request.headers.authorization;
    const { tokens, key } = this;
    const nowMs = this.nowMs();
    const refusal = isOpen
      ? null
      : (tokens.refusalOf(request, pathname, nowMs) ??
        refusalOf(request, tokens.keyOf(keyIdOf(request)) ?? key, nowMs));
    if (this.failsWith === null && request.method === 'POST' && pathname === '/') {
      const { status, text } = tokens.answer(request, Buffer.concat(chunks), nowMs);
      end(response, status, text);
    } else if (this.failsWith !== null) end(response, this.failsWith, '<Error><Code>InternalError</Code></Error>');
    else if (!pathname.startsWith(`/${this.bucket}/`)) end(response, 404, '<Error><Code>NoSuchBucket</Code></Error>');
    else if (refusal !== null) end(response, 403, `<Error><Code>${refusal}</Code></Error>`);
    else this.act(request, response, path, Buffer.concat(chunks));
  }

  private act(request: IncomingMessage, response: ServerResponse, path: string, body: Buffer): unknown {
    const found = this.kept.get(path);
    switch (request.method) {
      case 'PUT':
        // AWS refuses a body without a length.
        if (request.headers['content-length'] === undefined) return end(response, 411);
        if (found && request.headers['if-none-match'] === '*') return end(response, 412);
        this.kept.set(path, { bytes: body, contentType: String(request.headers['content-type']) });
        return end(response, 200);
      case 'DELETE':
        this.kept.delete(path);
        return end(response, 204);
      case 'HEAD':
      case 'GET':
        return found ? give(request, response, found) : end(response, 404);
      default:
        return end(response, 405);
    }
  }
}

function give(request: IncomingMessage, response: ServerResponse, { bytes, contentType }: Kept): unknown {
  const last = /^bytes=0-(\d+)$/.exec(request.headers.range ?? '')?.[1];
  if (last !== undefined && bytes.length === 0) return end(response, 416);
  const part = last === undefined ? bytes : bytes.subarray(0, Number(last) + 1);
  response.writeHead(last === undefined ? 200 : 206, { 'Content-Type': contentType, 'Content-Length': part.length });
  return response.end(request.method === 'HEAD' ? undefined : part);
}

function end(response: ServerResponse, status: number, text = ''): void {
  response.writeHead(status, { 'Content-Length': Buffer.byteLength(text) });
  response.end(text);
}
