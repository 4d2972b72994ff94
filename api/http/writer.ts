import type { IncomingMessage, ServerResponse } from 'node:http';

/** How long a refused request may go on sending before its connection is closed. */
const DISCARD_MS = 1_000;
/** … and how much of it is read and thrown away meanwhile. */
const MAX_DISCARDED_BYTES = 4 * 1024 * 1024;

type Headers = Readonly<Record<string, string>>;

/** The one way in which endpoints answer: JSON of a known length, never cached, in one write. */
export function answerJson(response: ServerResponse, status: number, body: object, headers?: Headers): void {
  const text = JSON.stringify(body);
  response.writeHead(status, headersOf(text, headers));
  response.end(text);
}

/**
 * Answers a request whose body was not read to its end, then closes the connection. Closing while the client still sends
 * would reset the connection and could lose the answer on its way, so what comes is thrown away for a moment.
 */
export function answerRefusal(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  body: object,
  headers?: Headers,
): void {
  const text = JSON.stringify(body);
  response.writeHead(status, { ...headersOf(text, headers), Connection: 'close' });
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

function headersOf(text: string, headers: Headers | undefined): Record<string, string | number> {
  return {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': Buffer.byteLength(text),
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    ...headers,
  };
}
