import type { Position } from '../event-store/event-store.ts';
import type { Channel, MessageClass } from './message.ts';

/** A Socket.IO event of the default namespace as one unmasked WebSocket text frame (RFC 6455, section 5.2). */
export type FrameBytes = Buffer;

/** A message ready for the wire: encoded once, written to every member. */
export interface Frame {
  bytes: FrameBytes;
  class: MessageClass;
  coalesceKey: string | undefined;
  position: Position;
  /** State of a room rather than a message of it (counters): sent to the members at that time. */
  isState: boolean;
}

const FINAL_TEXT = 0x81;
const LENGTH_16 = 126;
const LENGTH_64 = 127;

/** `event` with one JSON argument: Engine.IO message (4), Socket.IO event (2), framed. */
export function encodeEvent(event: string, argument: unknown): FrameBytes {
  const payload = `42["${event}",${JSON.stringify(argument)}]`;
  const length = Buffer.byteLength(payload);
  const start = headerLength(length);
  // Not from Node's pool: a frame that is kept for resumes would keep the pool's whole slab (8 KB) in memory.
  const bytes = Buffer.allocUnsafeSlow(start + length);
  bytes[0] = FINAL_TEXT;
  if (length < LENGTH_16) {
    bytes[1] = length;
  } else if (length < 0x10000) {
    bytes[1] = LENGTH_16;
    bytes.writeUInt16BE(length, 2);
  } else {
    bytes[1] = LENGTH_64;
    bytes.writeBigUInt64BE(BigInt(length), 2);
  }
  bytes.write(payload, start);
  return bytes;
}

/** A `msg` event: the documented object, plus `msgId`, `position` and `channel`. */
export function encodeMessage(
  body: Record<string, unknown>,
  msgId: number,
  position: Position,
  channel: Channel,
): FrameBytes {
  return encodeEvent('msg', { ...body, msgId, position, channel });
}

/** What Engine.IO takes as the data of a message packet: the payload without Engine.IO's own leading `4`. */
export function packetData(bytes: FrameBytes): string {
  const code = bytes[1]!;
  const start = code < LENGTH_16 ? 2 : code === LENGTH_16 ? 4 : 10;
  return bytes.toString('utf8', start + 1);
}

function headerLength(payloadLength: number): number {
  if (payloadLength < LENGTH_16) return 2;
  return payloadLength < 0x10000 ? 4 : 10;
}
