import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface FakeRequest {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  body: string;
}
export type FakeAnswer = { status: number; body?: unknown; headers?: Record<string, string> };

/** What a fake of a provider keeps: phones by their token, what each shows, and what goes wrong next. */
export class FakePhones {
  /** Token → what its phone shows, by what collapses there. */
  private readonly screens = new Map<string, Map<string, unknown>>();
  readonly dead = new Set<string>();
  /** Calls that are answered as too many, before the next is taken. */
  busy = 0;
  /** Calls whose access is refused as expired, before the next is taken. */
  expired = 0;
  /** Answers that get lost on their way, after the call was taken. */
  lost = 0;
  /** Access tokens given out. */
  grants = 0;

  show(token: string, key: string, shown: unknown): void {
    const screen = this.screens.get(token) ?? new Map<string, unknown>();
    this.screens.set(token, screen.set(key, shown));
  }

  on(token: string): unknown[] {
    return [...(this.screens.get(token)?.values() ?? [])];
  }

  /** Counts one of these down: whether it is to happen now. */
  isNext(what: 'busy' | 'expired' | 'lost'): boolean {
    if (this[what] === 0) return false;
    this[what]--;
    return true;
  }
}

/** A provider over HTTP/1.1 on loopback. An answer of null breaks the connection off. */
export async function startFake(answer: (request: FakeRequest) => FakeAnswer | null | Promise<FakeAnswer | null>) {
  const server: Server = createServer(async (request, response) => {
    const { method = '', url = '', headers } = request;
    const given = await answer({ method, path: url, headers, body: await text(request) });
    if (!given) {
      request.socket.destroy();
      return;
    }
    response.writeHead(given.status, { 'content-type': 'application/json', ...given.headers });
    response.end(given.body === undefined ? undefined : JSON.stringify(given.body));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
