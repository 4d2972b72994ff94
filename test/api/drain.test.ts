import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect } from 'chai';
import { drainServer } from '../../api/http/server.ts';

/** Longer than a test may take: whoever has to be cut off fails it. */
const LIMIT_MS = 600_000;

describe('a server that ends', () => {
  let server: Server;
  let agent: Agent;
  let answer: (request: IncomingMessage, response: ServerResponse) => void;

  beforeEach(async () => {
    answer = (_request, response) => response.writeHead(200, { 'Content-Type': 'text/plain' }).end('done');
    server = createServer((incoming, response) => answer(incoming, response));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    agent = new Agent({ keepAlive: true, maxSockets: 8 });
  });
  afterEach(() => {
    agent.destroy();
    server.closeAllConnections();
  });

  async function ask(): Promise<{ connection: string | undefined; body: string }> {
    const outgoing = request({ agent, port: (server.address() as AddressInfo).port, host: '127.0.0.1' }).end();
    const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage];
    return { connection: incoming.headers.connection, body: await text(incoming) };
  }

  it('lets go of clients that never stop asking, each after a whole answer', async () => {
    let ending = false;
    const wrong: unknown[] = [];
    const clients = Array.from({ length: 8 }, async () => {
      for (;;) {
        try {
          const { body } = await ask();
          if (body !== 'done') wrong.push(body);
        } catch (error) {
          if (!ending) wrong.push(error);
          return;
        }
      }
    });
    for (let n = 0; n < 100; n++) await ask();
    ending = true;
    await drainServer(server, LIMIT_MS);
    await Promise.all(clients);
    expect(wrong).to.deep.equal([]);
  });

  it('finishes what is under way, and says that the connection ends', async () => {
    let finish = () => {};
    const begun = new Promise<void>((resolve) => {
      answer = (_request, response) => {
        finish = () => response.end('late');
        resolve();
      };
    });
    const asked = ask();
    await begun;
    const drained = drainServer(server, LIMIT_MS);
    finish();
    expect((await asked).body).to.equal('late');
    await drained;
  });

  it('waits for no idle connection, and not for ever for one that never finishes', async () => {
    await ask();
    answer = () => {};
    const refused = ask().catch((error: NodeJS.ErrnoException) => error.code);
    await once(server, 'request');
    await drainServer(server, 100);
    expect(await refused).to.equal('ECONNRESET');
  });
});
