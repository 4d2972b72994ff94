import { connect, type Socket } from 'node:net';

/** Socket.IO clients reduced to what the wire needs, for loads of many. */

const UPGRADE =
  'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\n' +
  'Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n\r\n';

/** Where a frame's payload stands in what was received. */
export type OnFrame = (socket: Socket, data: Buffer, start: number, length: number) => void;

/** A masked text frame; a mask of zeros leaves the payload as it is. */
export function frame(text: string): Buffer {
  const payload = Buffer.from(text);
  const header =
    payload.length < 126
      ? Buffer.from([0x81, 0x80 | payload.length])
      : Buffer.from([0x81, 0x80 | 126, payload.length >> 8, payload.length & 0xff]);
  return Buffer.concat([header, Buffer.alloc(4), payload]);
}

/** Opens a socket and signs it in with `auth`; hands over each frame, engine.io's own as well. */
export function openSocketIo(port: number, auth: object, onFrame: OnFrame): Socket {
  const socket = connect(port, '127.0.0.1').setNoDelay();
  let rest: Buffer | null = null;
  let upgraded = false;
  socket.write(UPGRADE);
  socket.on('data', (chunk) => {
    let data = rest ? Buffer.concat([rest, chunk]) : chunk;
    rest = null;
    if (!upgraded) {
      const end = data.indexOf('\r\n\r\n');
      if (end < 0) {
        rest = data;
        return;
      }
      upgraded = true;
      socket.write(frame(`40${JSON.stringify(auth)}`));
      data = data.subarray(end + 4);
    }
    rest = takeFrames(socket, data, onFrame);
  });
  return socket;
}

/** Hands over each whole frame; returns what is left of a broken one. */
function takeFrames(socket: Socket, data: Buffer, onFrame: OnFrame): Buffer | null {
  let at = 0;
  while (at + 2 <= data.length) {
    let length = data[at + 1]! & 0x7f;
    let start = at + 2;
    if (length === 126) {
      if (at + 4 > data.length) break;
      length = data.readUInt16BE(at + 2);
      start = at + 4;
    }
    if (start + length > data.length) break;
    onFrame(socket, data, start, length);
    at = start + length;
  }
  return at === data.length ? null : data.subarray(at);
}
