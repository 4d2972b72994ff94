import type { IncomingMessage, ServerResponse } from 'node:http';
import { writeJson } from './json.ts';

/** How long a refused request may go on sending before its connection is closed. */
const DISCARD_MS = 1_000;
/** Most bytes that are read and thrown away meanwhile. */
const MAX_DISCARDED_BYTES = 4 * 1024 * 1024;

type Headers = Readonly<Record<string, string>>;

/** A text as callbacks of payment providers want it: sent as it is, without envelope. */
export class TextAnswer {
  readonly text: string;
  readonly contentType: string;

  constructor(text: string, contentType = 'text/plain; charset=utf-8') {
    this.text = text;
    this.contentType = contentType;
  }
}

/** An answer that goes on until one side ends it. */
export class StreamAnswer {
  /** Its handler writes what it likes to `out`: status and headers have gone out. */
  readonly start: (out: ServerResponse) => void;
  /** Called in place of `start` where the request was answered otherwise meanwhile: its handler took too long. */
  readonly drop: () => void;

  constructor(start: (out: ServerResponse) => void, drop: () => void) {
    this.start = start;
    this.drop = drop;
  }
}

/** Headers of every answer, unless its dialect sets others. */
const STANDARD: Headers = {
  'Content-Type': 'application/json; charset=utf-8',
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
};

/** The one way in which endpoints answer: JSON or text of a known length, never cached, in one write. */
export function writeAnswer(response: ServerResponse, status: number, body: object, headers: Headers): void {
  const text = textOf(body);
  response.writeHead(status, headersOf(body, text, headers));
  response.end(text);
}

/** Begins an answer of events (Server-Sent Events, WHATWG HTML 9.2), which no proxy may hold back. */
export function writeStream(response: ServerResponse, answer: StreamAnswer, headers: Headers): void {
  response.writeHead(200, { ...STANDARD, ...headers, 'Content-Type': 'text/event-stream', 'X-Accel-Buffering': 'no' });
  response.flushHeaders();
  answer.start(response);
}

/**
 * Answers a request whose body was not read to its end, then closes the connection. Closing while the client still sends
 * would reset the connection and could lose the answer on its way, so what comes is thrown away for a moment.
 */
export function writeRefusal(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  body: object,
  headers: Headers,
): void {
  const text = textOf(body);
  response.writeHead(status, { ...headersOf(body, text, headers), Connection: 'close' });
  response.write(text);
  let discardedBytes = 0;
  const timer = setTimeout(end, DISCARD_MS);
  function end(): void {
    clearTimeout(timer);
    response.end();
  }
  request.on('data', (chunk: Buffer) => {
    discardedBytes += chunk.length;
    if (discardedBytes > MAX_DISCARDED_BYTES) end();
  });
  request.on('end', end).on('close', end);
  request.resume();
}

function textOf(body: object): string {
  return body instanceof TextAnswer ? body.text : writeJson(body);
}

function headersOf(body: object, text: string, headers: Headers): Record<string, string | number> {
  const type = body instanceof TextAnswer ? { 'Content-Type': body.contentType } : undefined;
  return { ...STANDARD, ...headers, ...type, 'Content-Length': Buffer.byteLength(text) };
}
