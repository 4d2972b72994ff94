import { type Document, deserialize, serialize } from 'bson';

/**
 * Frames of the MongoDB wire protocol, as far as drivers of today use it: OP_MSG both ways, and OP_QUERY / OP_REPLY for the
 * first hello. https://www.mongodb.com/docs/manual/reference/mongodb-wire-protocol/
 */

const HEADER_BYTES = 16;
const MAX_MESSAGE_BYTES = 48_000_000;
const OP_REPLY = 1;
const OP_QUERY = 2004;
const OP_MSG = 2013;
const CHECKSUM_PRESENT = 1;
const MORE_TO_COME = 2;

export interface Frame {
  requestId: number;
  /** The command as one document: sequences that travelled beside it are its arrays again. */
  command: Document;
  isLegacy: boolean;
  /** The sender waits for no reply. */
  isSilent: boolean;
}

/** Cuts a stream of bytes into frames. */
export class FrameReader {
  private held: Buffer = Buffer.alloc(0);

  push(bytes: Buffer): Frame[] {
    this.held = this.held.length === 0 ? bytes : Buffer.concat([this.held, bytes]);
    const frames: Frame[] = [];
    while (this.held.length >= HEADER_BYTES) {
      const length = this.held.readInt32LE(0);
      if (length < HEADER_BYTES || length > MAX_MESSAGE_BYTES) throw new Error(`a frame of ${length} bytes`);
      if (this.held.length < length) break;
      frames.push(parse(this.held.subarray(0, length)));
      this.held = this.held.subarray(length);
    }
    return frames;
  }
}

function parse(frame: Buffer): Frame {
  const requestId = frame.readInt32LE(4);
  const opCode = frame.readInt32LE(12);
  if (opCode === OP_MSG) return { requestId, isLegacy: false, ...parseMessage(frame) };
  if (opCode !== OP_QUERY) throw new Error(`the fake does not know opcode ${opCode}`);
  const nameEnd = frame.indexOf(0, HEADER_BYTES + 4);
  const command = deserialize(frame.subarray(nameEnd + 1 + 8));
  command.$db = frame.toString('utf8', HEADER_BYTES + 4, nameEnd).replace(/\.\$cmd$/, '');
  return { requestId, command, isLegacy: true, isSilent: false };
}

function parseMessage(frame: Buffer): { command: Document; isSilent: boolean } {
  const flags = frame.readInt32LE(HEADER_BYTES);
  const end = frame.length - (flags & CHECKSUM_PRESENT ? 4 : 0);
  let command: Document = {};
  const sequences: Record<string, Document[]> = {};
  let at = HEADER_BYTES + 4;
  while (at < end) {
    const kind = frame[at++];
    const size = frame.readInt32LE(at);
    if (kind === 0) command = deserialize(frame.subarray(at, at + size));
    else if (kind === 1) {
      const nameEnd = frame.indexOf(0, at + 4);
      const documents: Document[] = [];
      for (let next = nameEnd + 1; next < at + size; next += frame.readInt32LE(next)) {
        documents.push(deserialize(frame.subarray(next, next + frame.readInt32LE(next))));
      }
      sequences[frame.toString('utf8', at + 4, nameEnd)] = documents;
    } else throw new Error(`a section of kind ${kind}`);
    at += size;
  }
  return { command: { ...command, ...sequences }, isSilent: (flags & MORE_TO_COME) !== 0 };
}

/** The reply to a frame, in the form in which the frame came. */
export function reply(frame: Pick<Frame, 'requestId' | 'isLegacy'>, document: Document): Buffer {
  const body = serialize(document, { ignoreUndefined: true });
  const head = Buffer.alloc(frame.isLegacy ? HEADER_BYTES + 20 : HEADER_BYTES + 5);
  head.writeInt32LE(head.length + body.length, 0);
  head.writeInt32LE(frame.requestId, 8);
  head.writeInt32LE(frame.isLegacy ? OP_REPLY : OP_MSG, 12);
  if (frame.isLegacy) head.writeInt32LE(1, HEADER_BYTES + 16);
  return Buffer.concat([head, body]);
}

/** A command as a driver would send it, for the control of the fake. */
export function request(requestId: number, document: Document): Buffer {
  const frame = reply({ requestId: 0, isLegacy: false }, document);
  frame.writeInt32LE(requestId, 4);
  return frame;
}
