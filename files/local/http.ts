import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { contentTypeOf } from '../../domain/file/formats.ts';
import { readPath } from '../../domain/file/path.ts';
import type { Clock } from '../../domain/kernel/clock.ts';
import { StoreUnavailableError } from '../../event-store/event-store.ts';
import { Slots } from '../upload-slots.ts';
import type { Folder } from './folder.ts';
import { FILES_PATH } from './local-file-store.ts';
import { type Range, readRange } from './ranges.ts';
import { readUploadToken } from './tickets.ts';

/** Files that are read at a time, by all and by one address: each keeps a file open for as long as its client takes. */
const READERS = { all: 256, each: 64 };
/** Seconds after which a client may try again when everything is busy, or the disk is full. */
const RETRY_AFTER_S = 5;
/** What lies at a path never changes. */
const CACHE = 'public, max-age=31536000, immutable';

/** Raises the limits of a connection for one request: how large it may be. */
export type AllowLarge = (request: IncomingMessage, maxBytes: number) => void;

export interface FileRoutesOptions {
  folder: Folder;
  secret: string;
  clock: Clock;
  /** Whom a request counts for, by its address. */
  addressOf(request: IncomingMessage): string;
}

/** An answer without a body, or with a short text. */
interface Short {
  status: number;
  text?: string;
  headers?: Record<string, string>;
}

const BUSY: Short = { status: 429, text: 'too many at once', headers: { 'Retry-After': String(RETRY_AFTER_S) } };
const NO_STORE = { 'Cache-Control': 'no-store' };

/**
 * What stands behind `/files/`: `PUT` with a ticket's token takes a file, `GET` and `HEAD` give it to everybody who knows its address. Only
 * paths of ours are looked at, and the content type follows from the path: what people upload is never run as a page.
 */
export class FileRoutes {
  private readonly options: FileRoutesOptions;
  private readonly uploads = new Slots();
  private readonly readers = new Slots(READERS);

  constructor(options: FileRoutesOptions) {
    this.options = options;
  }

  /** Whether a request is for a file; `handle` then answers it. */
  takes(pathname: string): boolean {
    return pathname.startsWith(FILES_PATH);
  }

  /** Answers; never rejects. `headers` go into the answer. */
  async handle(
    request: IncomingMessage,
    response: ServerResponse,
    headers: Readonly<Record<string, string>>,
    allow: AllowLarge,
  ): Promise<void> {
    const [pathname, query = ''] = request.url!.slice(FILES_PATH.length).split('?', 2) as [string, string?];
    const always = { ...headers, 'X-Content-Type-Options': 'nosniff' };
    try {
      const short = await this.answer(request, response, { path: pathname, query, always, allow });
      if (short) writeShort(request, response, short, always);
    } catch (error) {
      if (response.headersSent) response.destroy();
      else writeShort(request, response, shortOf(error), always);
    }
  }

  private async answer(
    request: IncomingMessage,
    response: ServerResponse,
    { path, query, always, allow }: { path: string; query: string; always: Record<string, string>; allow: AllowLarge },
  ): Promise<Short | null> {
    const { method } = request;
    const named = readPath(path);
    // What clients' logs hold is for whoever runs this server.
    if (!named || named.module === 'log') return { status: 404, text: 'no such file' };
    if (method === 'GET' || method === 'HEAD') return this.give(request, response, path, always);
    if (method === 'PUT') return this.take(request, path, new URLSearchParams(query).get('upload') ?? '', allow);
    return { status: 405, text: 'GET, HEAD or PUT', headers: { Allow: 'GET, HEAD, PUT' } };
  }

  private async take(request: IncomingMessage, path: string, token: string, allow: AllowLarge): Promise<Short> {
    const { folder, secret, clock } = this.options;
    const contentType = request.headers['content-type'] ?? '';
    const rules = readUploadToken(secret, token, { path, contentType });
    if (!rules) return { status: 401, text: 'no ticket for this file and Content-Type' };
    if (clock.now() >= rules.expiresAt) return { status: 403, text: 'the ticket has expired' };
    const { 'content-encoding': encoding = 'identity', 'content-length': length } = request.headers;
    if (encoding !== 'identity') return { status: 415, text: 'send the bytes as they are' };
    if (Number(length) > rules.maxBytes) return { status: 413, text: 'too large' };
    if (await folder.stat(path)) return { status: 403, text: 'the ticket was used' };
    const giveBack = this.uploads.take(`user ${readPath(path)!.userId}`);
    if (!giveBack) return BUSY;
    try {
      allow(request, rules.maxBytes);
      return await receive(request, folder, path, rules.maxBytes);
    } finally {
      giveBack();
    }
  }

  private async give(
    request: IncomingMessage,
    response: ServerResponse,
    path: string,
    always: Record<string, string>,
  ): Promise<Short | null> {
    const { folder, addressOf } = this.options;
    const found = await folder.stat(path);
    if (!found) return { status: 404, text: 'no such file' };
    const { sizeBytes, changedMs } = found;
    const etag = `"${sizeBytes.toString(16)}-${Math.floor(changedMs).toString(16)}"`;
    const headers = {
      ...always,
      'Content-Type': contentTypeOf(readPath(path)!.format),
      'Cache-Control': CACHE,
      'Accept-Ranges': 'bytes',
      // Pages of other origins may show it; nothing of this server's own origin runs it.
      'Cross-Origin-Resource-Policy': 'cross-origin',
      'Content-Security-Policy': "default-src 'none'; sandbox",
      ETag: etag,
    };
    const { 'if-none-match': known, 'if-range': ifRange = etag, range: wanted } = request.headers;
    if (known !== undefined && matches(known, etag)) return { status: 304, headers };
    const range = ifRange === etag ? readRange(wanted, sizeBytes) : 'none';
    if (range === 'unsatisfiable') {
      return { status: 416, headers: { ...always, 'Content-Range': `bytes */${sizeBytes}` } };
    }
    const part: Range = range === 'none' ? { start: 0, end: sizeBytes - 1 } : range;
    const status = range === 'none' ? 200 : 206;
    const partial = range === 'none' ? {} : { 'Content-Range': `bytes ${part.start}-${part.end}/${sizeBytes}` };
    const length = { 'Content-Length': String(part.end - part.start + 1) };
    const giveBack = request.method === 'HEAD' ? () => {} : this.readers.take(addressOf(request));
    if (!giveBack) return BUSY;
    try {
      response.writeHead(status, { ...headers, ...partial, ...length });
      if (request.method === 'HEAD' || sizeBytes === 0) response.end();
      else await pipeline(folder.read(path, part), response);
      return null;
    } finally {
      giveBack();
    }
  }
}

/** Takes the body as a file; nothing is left of one that breaks off. */
async function receive(request: IncomingMessage, folder: Folder, path: string, maxBytes: number): Promise<Short> {
  const place = folder.place(path);
  const file = await folder.begin(maxBytes);
  try {
    for await (const chunk of request) {
      if (file.sizeBytes + (chunk as Buffer).length > maxBytes) return { status: 413, text: 'too large' };
      await file.write(chunk as Buffer);
    }
    if (file.sizeBytes === 0) return { status: 400, text: 'no bytes' };
    const isFirst = await file.moveTo(place);
    return isFirst ? { status: 200 } : { status: 403, text: 'the ticket was used' };
  } finally {
    await file.discard();
  }
}

function matches(header: string, etag: string): boolean {
  return header === '*' || header.split(',').some((each) => each.trim().replace(/^W\//, '') === etag);
}

function shortOf(error: unknown): Short {
  const isFull = error instanceof StoreUnavailableError;
  return { status: 503, text: isFull ? 'no room' : 'failed', headers: { 'Retry-After': String(RETRY_AFTER_S) } };
}

/** A request whose body was not read to its end is cut off with the answer. */
function writeShort(
  request: IncomingMessage,
  response: ServerResponse,
  { status, text = '', headers = {} }: Short,
  always: Readonly<Record<string, string>>,
): void {
  if (response.destroyed || response.headersSent) return;
  const length = status === 304 ? {} : { 'Content-Length': String(Buffer.byteLength(text)) };
  const type = text === '' ? {} : { 'Content-Type': 'text/plain; charset=utf-8' };
  const close =
    request.complete || request.method === 'GET' || request.method === 'HEAD' ? {} : { Connection: 'close' };
  response.writeHead(status, { ...NO_STORE, ...always, ...type, ...length, ...close, ...headers });
  response.end(text);
}
