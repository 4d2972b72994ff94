import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';

/** Servers that are not what the address of an engine promises. Each listens on a port of its own until `close`. */
export class OddServers {
  private readonly servers: Server[] = [];
  private readonly sockets = new Set<Socket>();

  /** Takes connections and never says a word. */
  silent(): Promise<number> {
    return this.listen(createServer());
  }

  /** Speaks HTTP. */
  web(): Promise<number> {
    return this.listen(createHttpServer((_request, response) => response.end('hello')));
  }

  /** Speaks only TLS, and has no certificate. */
  tls(): Promise<number> {
    return this.listen(createTlsServer().on('tlsClientError', () => {}));
  }

  /** Answers each chunk of text with what `answer` returns for it. */
  text(answer: (said: string) => string): Promise<number> {
    return this.listen(createServer((socket) => socket.on('data', (bytes) => socket.write(answer(String(bytes))))));
  }

  /** A port on which nobody listens. */
  async nobody(): Promise<number> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, 'close');
    return port;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await Promise.all(this.servers.map((server) => new Promise((resolve) => server.close(resolve))));
  }

  private async listen(server: Server): Promise<number> {
    server.on('connection', (socket) => {
      this.sockets.add(socket);
      socket.on('error', () => {}).on('close', () => this.sockets.delete(socket));
    });
    this.servers.push(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  }
}
