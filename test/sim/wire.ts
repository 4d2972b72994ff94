import { IncomingMessage, type Server } from 'node:http';
import type { Socket as TcpSocket } from 'node:net';
import { Duplex } from 'node:stream';
import type { Random } from './random.ts';
import type { Owner, Scheduler } from './scheduler.ts';

const TEXT = 1;
const CLOSE = 8;
const PING = 9;
const PONG = 10;

/** The server's end of a simulated TCP connection: what it writes arrives later, in order. */
class ServerEnd extends Duplex {
  readonly remoteAddress = '203.0.113.7';
  private readonly send: (bytes: Buffer, taken: () => void) => void;
  private readonly ended: () => void;

  constructor(send: (bytes: Buffer, taken: () => void) => void, ended: () => void) {
    super({ allowHalfOpen: false });
    this.send = send;
    this.ended = ended;
    this.on('error', () => {});
  }

  setTimeout(): this {
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.send(Buffer.from(chunk), done);
  }

  override _final(done: () => void): void {
    this.ended();
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.ended();
    done(error);
  }
}

export interface WireEvents {
  /** A Socket.IO packet from the server, without Engine.IO's own leading digit. */
  packet(packet: string): void;
  closed(): void;
}

/**
 * A Socket.IO client's connection to a gateway: WebSocket frames over simulated TCP. The server's side of it is all real (ws,
 * engine.io, socket.io); this one does what a client must: answers pings, and nothing else by itself.
 */
export class Wire {
  private readonly scheduler: Scheduler;
  private readonly random: Random;
  private readonly owner: Owner;
  private readonly events: WireEvents;
  private readonly server: ServerEnd;
  private arrivesAtMs = 0;
  private received = Buffer.alloc(0);
  private isUpgraded = false;
  private isClosed = false;

  /** `owner` is the process whose `http` server is connected to. */
  constructor(options: { scheduler: Scheduler; random: Random; owner: Owner; http: Server; events: WireEvents }) {
    this.scheduler = options.scheduler;
    this.random = options.random;
    this.owner = options.owner;
    this.events = options.events;
    const { world } = this.scheduler;
    this.server = new ServerEnd(
      (bytes, taken) => {
        this.later(world, () => {
          this.take(bytes);
          this.scheduler.after(this.owner, 0, taken);
        });
      },
      () => this.later(world, () => this.end()),
    );
    this.scheduler.after(this.owner, this.random.between(0.1, 5), () => {
      const socket = this.server as unknown as TcpSocket;
      const request = new IncomingMessage(socket);
      request.method = 'GET';
      request.url = '/socket.io/?EIO=4&transport=websocket';
      request.headers = {
        host: 'salon.test',
        upgrade: 'websocket',
        connection: 'Upgrade',
        'sec-websocket-version': '13',
        'sec-websocket-key': Buffer.alloc(16, 7).toString('base64'),
      };
      options.http.emit('upgrade', request, socket, Buffer.alloc(0));
    });
  }

  /** Sends a Socket.IO packet. */
  send(packet: string): void {
    this.sendFrame(TEXT, Buffer.from(`4${packet}`));
  }

  /** The connection breaks: what is on its way is lost; the server learns of it now or much later. */
  break(): void {
    if (this.isClosed) return;
    const noticedMs = this.random.chance(0.3) ? this.random.between(100, 20_000) : this.random.between(0.1, 50);
    this.scheduler.after(this.owner, noticedMs, () => this.server.destroy());
    this.end();
  }

  /** The process is gone, and its connections with it. */
  private end(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.events.closed();
  }

  /** For a process that was killed: its machine closes what it had open. */
  killed(): void {
    this.later(this.scheduler.world, () => this.end());
  }

  private take(bytes: Buffer): void {
    if (this.isClosed) return;
    this.received = Buffer.concat([this.received, bytes]);
    if (!this.isUpgraded) {
      const end = this.received.indexOf('\r\n\r\n');
      if (end < 0) return;
      this.isUpgraded = true;
      this.received = this.received.subarray(end + 4);
    }
    for (let frame = readFrame(this.received); frame && !this.isClosed; frame = readFrame(this.received)) {
      this.received = this.received.subarray(frame.sizeBytes);
      if (frame.opcode === CLOSE) this.end();
      else if (frame.opcode === PING) this.sendFrame(PONG, frame.payload);
      else if (frame.opcode === TEXT) this.takePacket(frame.payload.toString());
    }
  }

  /** Engine.IO: 0 open, 1 close, 2 ping, 4 message. */
  private takePacket(packet: string): void {
    if (packet[0] === '2') this.sendFrame(TEXT, Buffer.from('3'));
    else if (packet[0] === '1') this.end();
    else this.events.packet(packet[0] === '4' ? packet.slice(1) : '');
  }

  /** RFC 6455, section 5.2: what a client sends is masked; a mask of zeros changes nothing. */
  private sendFrame(opcode: number, payload: Buffer): void {
    const header = payload.length < 126 ? Buffer.alloc(6) : Buffer.alloc(8);
    header[0] = 0x80 | opcode;
    header[1] = 0x80 | Math.min(payload.length, 126);
    if (payload.length >= 126) header.writeUInt16BE(payload.length, 2);
    const bytes = Buffer.concat([header, payload]);
    this.scheduler.after(this.owner, this.random.between(0.1, 5), () => {
      if (!this.server.destroyed) this.server.push(bytes);
    });
  }

  /** In the order of sending; now and then a part of the way is slow. */
  private later(owner: Owner, run: () => void): void {
    const delayMs = this.random.chance(0.02) ? this.random.between(50, 2_000) : this.random.between(0.1, 5);
    this.arrivesAtMs = Math.max(this.arrivesAtMs, this.scheduler.nowMs + delayMs);
    this.scheduler.after(owner, this.arrivesAtMs - this.scheduler.nowMs, run);
  }
}

/** The first whole frame; servers do not mask theirs. */
function readFrame(bytes: Buffer): { opcode: number; payload: Buffer; sizeBytes: number } | null {
  if (bytes.length < 2) return null;
  const code = bytes[1]! & 0x7f;
  const start = code < 126 ? 2 : code === 126 ? 4 : 10;
  if (bytes.length < start) return null;
  const length = code < 126 ? code : code === 126 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
  if (bytes.length < start + length) return null;
  return { opcode: bytes[0]! & 0x0f, payload: bytes.subarray(start, start + length), sizeBytes: start + length };
}
