import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import type { Spool } from '../../files/spool.ts';
import { parsePairs } from './form.ts';
import { MAX_LIST_ITEMS, readJsonObject } from './json.ts';
import { readMultipart, TOLERATED_TIMES } from './multipart.ts';
import { type Given, type Parameters, REPEATED, type Received, RequestHeaders } from './received.ts';
import { badParameter, RefusedRequest } from './refusals.ts';

/** Largest request body where nothing else is declared, in bytes: the longest of heihei's and LinkV's texts has some hundred characters. */
export const MAX_BODY_BYTES = 64 * 1024;

/**
 * How a body is read. 'flat': a form, or a JSON object whose scalars are parameters (what is nested in it is ignored). 'nested': a form, or a
 * JSON object read strictly, with objects and lists as parameters. 'raw': bytes, of whatever type; parameters are the query's. 'multipart': as
 * 'flat', or a multipart form with one file.
 */
export type BodyKind = 'flat' | 'nested' | 'raw' | 'multipart';

export interface BodyRules {
  kind: BodyKind;
  /** Larger ones are refused with 413. */
  maxBytes: number;
  /** Longest list in a JSON body. */
  maxListItems: number;
  /** Every body is JSON, whatever its `Content-Type` says. */
  isAlwaysJson?: true;
  /** The file of a multipart form. */
  file?: { name: string; maxBytes: number };
}

export const DEFAULT_BODY: BodyRules = { kind: 'flat', maxBytes: MAX_BODY_BYTES, maxListItems: MAX_LIST_ITEMS };

type Done = (error: Error | null, received: Received) => void;

/** What reading needs of whoever knows the caller. */
export interface ReadingRules {
  /** Throws when the body is not worth reading, by what headers and query say. */
  mayRead(received: Received): void;
  /** What a multipart form's file needs: see `MultipartRules`. */
  spool: Spool;
  mayBegin(received: Received): Promise<void>;
}

const NONE: Parameters = new Map();
const NO_BYTES = Buffer.alloc(0);
const FORM = 'application/x-www-form-urlencoded';
const JSON_TYPE = 'application/json';

/**
 * Reads a whole request: its query, and its body as the rules say, whatever the method. Calls `done` once, with `RefusedRequest`
 * for a size or encoding that is not taken, or `DomainError('InvalidInput')` for a malformed query or body; not at all when the
 * client goes away, unless a file was coming: then with `RefusedRequest`. The time limit is `TcpLimits.requestMs`.
 */
export function readRequest(
  request: IncomingMessage,
  query: string,
  rules: BodyRules,
  desk: ReadingRules,
  done: Done,
): void {
  const headers = new RequestHeaders(request.headers);
  const received: Received = {
    method: request.method!,
    peer: request.socket.remoteAddress ?? '',
    headers,
    form: NONE,
    query: NONE,
    isJson: false,
    raw: NO_BYTES,
  };
  try {
    checkTransport(request, rules);
    if (query !== '') received.query = parsePairs(query, 'query');
    received.form = received.query;
  } catch (error) {
    done(error as Error, received);
    return;
  }
  try {
    desk.mayRead(received);
  } catch (error) {
    skipBody(request, () => done(error as Error, received));
    return;
  }
  if (!hasBody(request)) {
    done(null, received);
    return;
  }
  if (rules.file && isMultipart(request)) {
    readForm(request, received, rules.file, desk).then(
      () => done(null, received),
      (error: Error) => done(error, received),
    );
    return;
  }
  readBody(request, rules.maxBytes, (error, body) => {
    let failure = error;
    received.raw = body;
    try {
      if (!failure) parseBody(received, request.headers['content-type'] ?? FORM, rules);
    } catch (malformed) {
      failure = malformed as Error;
    }
    done(failure, received);
  });
}

function isMultipart({ headers }: IncomingMessage): boolean {
  return /^\s*multipart\/form-data\s*;/i.test(headers['content-type'] ?? '');
}

/** Puts a multipart form's texts and its file beside the query's parameters. */
async function readForm(
  request: IncomingMessage,
  received: Received,
  { name, maxBytes }: { name: string; maxBytes: number },
  { spool, mayBegin }: ReadingRules,
): Promise<void> {
  const { query } = received;
  const { form, discard } = await readMultipart(request, {
    fileName: name,
    maxFileBytes: maxBytes,
    spool,
    mayBegin: (fields) => mayBegin({ ...received, form: merged(query, fields) }),
  });
  received.form = query.size === 0 ? form : merged(query, form);
  received.discard = discard;
}

function checkTransport(request: IncomingMessage, { maxBytes: usual, file }: BodyRules): void {
  const { headers } = request;
  const maxBytes = file && isMultipart(request) ? file.maxBytes * TOLERATED_TIMES : usual;
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') {
    throw new RefusedRequest(415, 'compressed bodies are not taken');
  }
  // Node accepts `x, chunked` too. A proxy that reads it differently would see another request in the body (request smuggling).
  if ((headers['transfer-encoding'] ?? 'chunked').toLowerCase() !== 'chunked') {
    throw new RefusedRequest(415, 'of transfer encodings chunked alone is taken');
  }
  if (Number(headers['content-length']) > maxBytes) throw new RefusedRequest(413, 'body too large');
}

/** Whether a body follows the headers. */
export function hasBody({ headers }: IncomingMessage): boolean {
  const length = headers['content-length'];
  return headers['transfer-encoding'] !== undefined || (length !== undefined && length !== '0');
}

function readBody(request: IncomingMessage, maxBytes: number, done: (error: Error | null, body: Buffer) => void): void {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  const onData = (chunk: Buffer) => {
    sizeBytes += chunk.length;
    if (sizeBytes <= maxBytes) {
      chunks.push(chunk);
      return;
    }
    request.off('data', onData).off('end', onEnd);
    done(new RefusedRequest(413, 'body too large'), NO_BYTES);
  };
  const onEnd = () => done(null, chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks));
  request.on('data', onData).on('end', onEnd);
}

/** Lets a usual body come and throws it away, so that its connection can be used on. What is longer, or does not say, is left. */
function skipBody(request: IncomingMessage, done: () => void): void {
  if (hasBody(request) && Number(request.headers['content-length']) <= MAX_BODY_BYTES) request.on('end', done).resume();
  else done();
}

/** Puts the body's parameters beside the query's. */
function parseBody(received: Received, contentType: string, rules: BodyRules): void {
  if (rules.kind === 'raw') return;
  const { raw, query } = received;
  if (!isUtf8(raw)) throw badParameter('body');
  if (rules.isAlwaysJson) {
    received.isJson = true;
    const body = parseJson(raw.toString('utf8'), rules);
    received.form = query.size === 0 ? body : merged(query, body);
    return;
  }
  const end = contentType.indexOf(';');
  const type = (end < 0 ? contentType : contentType.slice(0, end)).trim().toLowerCase();
  if (type !== FORM && type !== JSON_TYPE) throw badParameter('Content-Type');
  received.isJson = type === JSON_TYPE;
  const body = received.isJson ? parseJson(raw.toString('utf8'), rules) : parsePairs(raw.toString('latin1'), 'body');
  received.form = query.size === 0 ? body : merged(query, body);
}

/** Reads a JSON object. Repeated names become `REPEATED`, or are refused if strict; JSON.parse would silently keep the last value. */
function parseJson(text: string, { kind, maxListItems }: BodyRules): Map<string, Given> {
  const strict = kind === 'nested';
  // A Map keeps even `__proto__` harmless.
  const given = new Map<string, Given>();
  readJsonObject(text, { strict, maxListItems }, (name, value) => {
    const isKnown = given.has(name);
    if (isKnown && strict) throw badParameter('body');
    given.set(name, isKnown ? REPEATED : value);
  });
  return given;
}

function merged(query: Parameters, body: Parameters): Map<string, Given> {
  const all = new Map(query);
  for (const [name, value] of body) {
    const known = query.get(name);
    const same = known === undefined || (typeof value !== 'object' && known === String(value));
    all.set(name, same ? value : REPEATED);
  }
  return all;
}
