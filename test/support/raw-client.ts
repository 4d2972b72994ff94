import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';

const MASK = Buffer.alloc(4);

/** A WebSocket frame as a client sends it (with a mask of zeros, which is allowed); RFC 6455, section 5.2. */
export function clientFrame(opcode: number, payload: string | Buffer = '', isFinal = true): Buffer {
  const bytes = Buffer.from(payload);
  const header = bytes.length < 126 ? Buffer.from([0, 0x80 | bytes.length]) : Buffer.from([0, 0x80 | 126, 0, 0]);
  header[0] = (isFinal ? 0x80 : 0) | opcode;
  if (bytes.length >= 126) header.writeUInt16BE(bytes.length, 2);
  return Buffer.concat([header, MASK, bytes]);
}

export const OPCODE = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

/** A hand-written TCP client, for what a proper client would never do. It reads until `deafen` is called. */
export class RawTcp {
  readonly tcp: Socket;
  received = '';
  /** The server has closed, or broken, the connection. */
  closed = false;

  constructor(port: number, localAddress?: string) {
    this.tcp = connect({ port, host: '127.0.0.1', localAddress });
    this.tcp.on('data', (data) => {
      this.received += data.toString('latin1');
    });
    this.tcp.on('close', () => {
      this.closed = true;
    });
    this.tcp.on('error', () => {});
  }

  /** From now on it reads nothing, and answers nothing. */
  deafen(): this {
    this.tcp.pause();
    return this;
  }

  /** Asks for a WebSocket on the path of the sockets. */
  upgrade(headers: string[] = [], target = '/socket.io/?EIO=4&transport=websocket'): this {
    const lines = [
      `GET ${target} HTTP/1.1`,
      'Host: localhost',
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
      ...headers,
    ];
    this.tcp.write(`${lines.join('\r\n')}\r\n\r\n`);
    return this;
  }

  frame(opcode: number, payload: string | Buffer = '', isFinal = true): this {
    this.tcp.write(clientFrame(opcode, payload, isFinal));
    return this;
  }
}
