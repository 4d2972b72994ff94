import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { badParameter, RefusedRequest } from './refusals.ts';

/** Largest request body, in bytes: the longest documented parameter is a text of some hundred characters. */
export const MAX_BODY_BYTES = 64 * 1024;
/** Most parameters of one request, declared or not: the longest documented list has 16. */
export const MAX_PARAMETERS = 100;
/** Deepest nesting of a JSON body. Nothing declared is nested; some clients send extra objects, which are ignored. */
export const MAX_JSON_DEPTH = 16;

/** Stands for a parameter that came more than once. */
export const REPEATED = Symbol('repeated');
/** What a request gave for a parameter: a JSON value, or a string from a query or form. */
export type Given = string | number | boolean | object | null | typeof REPEATED;

export type Parameters = ReadonlyMap<string, Given>;
type Done = (error: Error | null, parameters: Parameters) => void;

const NONE: Parameters = new Map();
const FORM = 'application/x-www-form-urlencoded';
const JSON_TYPE = 'application/json';

/**
 * Reads the parameters of a request from its query and its body (form or JSON, on GET and POST alike).
 * A name that comes twice, or in query and body with different values, is `REPEATED`. Calls `done` once, with
 * `RefusedRequest` for a method, size or encoding that is not taken, or `DomainError('InvalidInput')` for a malformed
 * query or body. The time limit is the server's `requestTimeout`. After a client that went away `done` is not called.
 */
export function readParameters(request: IncomingMessage, query: string, done: Done): void {
  let fromQuery: Map<string, Given> | null;
  try {
    checkTransport(request);
    fromQuery = query === '' ? null : parsePairs(query, 'query');
  } catch (error) {
    done(error as Error, NONE);
    return;
  }
  if (!hasBody(request)) {
    done(null, fromQuery ?? NONE);
    return;
  }
  readBody(request, (error, body) => {
    let parameters = NONE;
    let failure = error;
    try {
      if (!failure) {
        const fromBody = parseBody(body, request.headers['content-type'] ?? FORM);
        parameters = fromQuery === null ? fromBody : merge(fromQuery, fromBody);
      }
    } catch (malformed) {
      failure = malformed as Error;
    }
    done(failure, parameters);
  });
}

function checkTransport({ method, headers }: IncomingMessage): void {
  if (method !== 'GET' && method !== 'POST') throw new RefusedRequest(405, 'method not allowed');
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') {
    throw new RefusedRequest(415, 'compressed bodies are not taken');
  }
  // Node takes `x, chunked`, too; a proxy that reads it otherwise would see another request in the body.
  if ((headers['transfer-encoding'] ?? 'chunked').toLowerCase() !== 'chunked') {
    throw new RefusedRequest(415, 'of transfer encodings chunked alone is taken');
  }
  if (Number(headers['content-length']) > MAX_BODY_BYTES) throw new RefusedRequest(413, 'body too large');
}

/** Whether a body follows the headers. */
export function hasBody({ headers }: IncomingMessage): boolean {
  const length = headers['content-length'];
  return headers['transfer-encoding'] !== undefined || (length !== undefined && length !== '0');
}

function readBody(request: IncomingMessage, done: (error: Error | null, body: Buffer) => void): void {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  const onData = (chunk: Buffer) => {
    sizeBytes += chunk.length;
    if (sizeBytes <= MAX_BODY_BYTES) {
      chunks.push(chunk);
      return;
    }
    request.off('data', onData).off('end', onEnd);
    done(new RefusedRequest(413, 'body too large'), Buffer.alloc(0));
  };
  const onEnd = () => done(null, chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks));
  request.on('data', onData).on('end', onEnd);
}

function parseBody(body: Buffer, contentType: string): Map<string, Given> {
  if (!isUtf8(body)) throw badParameter('body');
  const end = contentType.indexOf(';');
  const type = (end < 0 ? contentType : contentType.slice(0, end)).trim().toLowerCase();
  if (type === FORM) return parsePairs(body.toString('latin1'), 'body');
  if (type === JSON_TYPE) return parseJson(body.toString('utf8'));
  throw badParameter('Content-Type');
}

/** `a=1&b=2`, percent-encoded UTF-8. `text` has one character a byte, as HTTP delivers it. */
function parsePairs(text: string, source: 'query' | 'body'): Map<string, Given> {
  const pairs = new Map<string, Given>();
  let start = 0;
  for (let count = 0; start <= text.length; count++) {
    if (count === MAX_PARAMETERS) throw badParameter(source);
    let end = text.indexOf('&', start);
    if (end < 0) end = text.length;
    if (end > start) {
      const equals = text.indexOf('=', start);
      const nameEnd = equals < 0 || equals > end ? end : equals;
      const name = decode(text.slice(start, nameEnd), source);
      const value = nameEnd === end ? '' : decode(text.slice(nameEnd + 1, end), name);
      pairs.set(name, pairs.has(name) ? REPEATED : value);
    }
    start = end + 1;
  }
  return pairs;
}

const NEEDS_DECODING = /[%+\x80-\xff]/;

function decode(text: string, what: string): string {
  if (!NEEDS_DECODING.test(text)) return text;
  try {
    // Some clients leave UTF-8 unescaped: escape what is above ASCII, then let one decoder judge all of it.
    const ascii = text.replaceAll('+', ' ').replace(/[\x80-\xff]/g, (char) => `%${char.charCodeAt(0).toString(16)}`);
    return decodeURIComponent(ascii);
  } catch {
    throw badParameter(what);
  }
}

function parseJson(text: string): Map<string, Given> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw badParameter('body');
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) throw badParameter('body');
  // JSON.parse makes own properties even of `__proto__`; a Map keeps them harmless.
  const given = new Map<string, Given>(Object.entries(parsed));
  const names = topLevelNames(text);
  if (names.length > MAX_PARAMETERS) throw badParameter('body');
  // Of repeated names JSON.parse keeps the last one without a word.
  if (names.length !== given.size) {
    const seen = new Set<string>();
    for (const name of names) {
      if (seen.has(name)) given.set(name, REPEATED);
      seen.add(name);
    }
  }
  return given;
}

/** Every name of a valid JSON object's top level, repetitions included. Throws when the object is nested too deeply. */
function topLevelNames(text: string): string[] {
  const names: string[] = [];
  let depth = 0;
  let expectsName = false;
  for (let i = 0; i < text.length; i++) {
    const char = text.charCodeAt(i);
    if (char === 0x22 /* " */) {
      const end = endOfString(text, i);
      if (expectsName) names.push(JSON.parse(text.slice(i, end + 1)) as string);
      expectsName = false;
      i = end;
    } else if (char === 0x7b /* { */ || char === 0x5b /* [ */) {
      depth++;
      if (depth > MAX_JSON_DEPTH) throw badParameter('body');
      expectsName = depth === 1;
    } else if (char === 0x7d /* } */ || char === 0x5d /* ] */) {
      depth--;
    } else if (char === 0x2c /* , */) {
      expectsName = depth === 1;
    }
  }
  return names;
}

function endOfString(text: string, start: number): number {
  for (let i = start + 1; ; i++) {
    const char = text.charCodeAt(i);
    if (char === 0x5c /* \ */) i++;
    else if (char === 0x22 /* " */) return i;
  }
}

function merge(fromQuery: Map<string, Given>, fromBody: Map<string, Given>): Map<string, Given> {
  for (const [name, value] of fromBody) {
    const known = fromQuery.get(name);
    const same = known === undefined || (typeof value !== 'object' && known === String(value));
    fromQuery.set(name, same ? value : REPEATED);
  }
  return fromQuery;
}
