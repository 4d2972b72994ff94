/**
 * Reads the fields of one protobuf message where they lie, without making objects of them: what nobody asks for costs nothing. Covers
 * what the messages of messages.ts use: varints and length-delimited fields (protobuf.dev, Encoding).
 */

const VARINT = 0;
const FIXED_64 = 1;
const DELIMITED = 2;
const FIXED_32 = 5;

/** Walks over the fields of a message: `next`, then the value of `field` as its type has it, or `next` again to pass over it. */
export class FieldReader {
  private readonly bytes: Buffer;
  private at: number;
  private readonly end: number;
  /** The number of the field that `next` has come to. */
  field = 0;
  private wireType = VARINT;
  /** Where the field's value begins. */
  private valueAt = 0;

  constructor(bytes: Buffer, from = 0, end = bytes.length) {
    this.bytes = bytes;
    this.at = from;
    this.end = end;
  }

  /** Goes on to the next field; false at the message's end. Throws `RangeError` for bytes that are no message. */
  next(): boolean {
    if (this.at >= this.end) return false;
    const tag = this.readVarint();
    this.field = Math.floor(tag / 8);
    this.wireType = tag % 8;
    this.valueAt = this.at;
    switch (this.wireType) {
      case VARINT:
        this.readVarint();
        break;
      case FIXED_64:
        this.at += 8;
        break;
      case DELIMITED: {
        const length = this.readVarint();
        this.valueAt = this.at;
        this.at += length;
        break;
      }
      case FIXED_32:
        this.at += 4;
        break;
      default:
        throw new RangeError(`not a protobuf message: wire type ${this.wireType}`);
    }
    if (this.at > this.end) throw new RangeError('not a protobuf message: it ends within a field');
    return true;
  }

  /** An unsigned integer. One beyond 2^53 comes rounded. */
  varint(): number {
    const after = this.at;
    this.at = this.valueAt;
    const value = this.readVarint();
    this.at = after;
    return value;
  }

  text(): string {
    return this.bytes.toString('utf8', this.valueAt, this.at);
  }

  /** A view of the message's own bytes. */
  view(): Buffer {
    return this.bytes.subarray(this.valueAt, this.at);
  }

  message(): FieldReader {
    return new FieldReader(this.bytes, this.valueAt, this.at);
  }

  private readVarint(): number {
    const { bytes, end } = this;
    let value = 0;
    let factor = 1;
    for (let digits = 0; digits < 10; digits++) {
      if (this.at >= end) throw new RangeError('not a protobuf message: it ends within a number');
      const byte = bytes[this.at++]!;
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
      factor *= 128;
    }
    throw new RangeError('not a protobuf message: a number of more than ten bytes');
  }
}

/** Bytes that a varint takes. */
export function varintBytes(value: number): number {
  let bytes = 1;
  for (let rest = value; rest >= 128; rest = Math.floor(rest / 128)) bytes++;
  return bytes;
}

/** Writes a varint, and returns where it ends. */
export function writeVarint(target: Uint8Array, at: number, value: number): number {
  let end = at;
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) target[end++] = (rest % 128) + 128;
  target[end++] = rest;
  return end;
}

/** The first byte of a length-delimited field with a number below 16. */
export function delimitedTag(field: number): number {
  return field * 8 + DELIMITED;
}

/** The first byte of a varint field with a number below 16. */
export function varintTag(field: number): number {
  return field * 8 + VARINT;
}
