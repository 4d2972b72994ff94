import { createHash } from 'node:crypto';

/** Small files of our formats, as their headers say; what they show or sound like is noise. */

const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/** A picture of one point, and `more` bytes behind its end. */
export function png(more = 0): Buffer {
  return Buffer.concat([Buffer.from(PNG, 'base64'), Buffer.alloc(more, 7)]);
}

/** MPEG-1 layer III at 32 kbit/s and 44.1 kHz, frame by frame. `seed` makes another sound of the same length. */
export function mp3(seconds: number, seed = 0): Buffer {
  const frame = Buffer.alloc(104, seed % 200);
  frame.set([0xff, 0xfb, 0x10, 0xc4]);
  return Buffer.concat(Array<Buffer>(Math.round((seconds * 44_100) / 1_152)).fill(frame));
}

/** AAC in ADTS frames at 44.1 kHz. */
export function aac(seconds: number): Buffer {
  const frame = Buffer.alloc(64, 0x21);
  frame.set([0xff, 0xf1, 0x50, 0x80 | (64 >> 11), (64 >> 3) & 0xff, ((64 & 7) << 5) | 0x1f, 0xfc]);
  return Buffer.concat(Array<Buffer>(Math.round((seconds * 44_100) / 1_024)).fill(frame));
}

function box(type: string, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(body.length + 8);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, body]);
}

/** Bytes of a fixed length, with big-endian numbers at some places. */
function fields(length: number, numbers: Record<number, number>, texts: Record<number, string> = {}): Buffer {
  const bytes = Buffer.alloc(length);
  for (const [at, number] of Object.entries(numbers)) bytes.writeUInt32BE(number, Number(at));
  for (const [at, text] of Object.entries(texts)) bytes.write(text, Number(at), 'latin1');
  return bytes;
}

/** An MPEG-4 container with one track of sound, whose header says how long it is; `soundBytes` of `fill` are the sound. */
export function m4a(seconds: number, soundBytes = 1_000, fill = 5): Buffer {
  const stsd = fields(44, { 4: 1, 8: 36, 32: (1 << 16) | 16, 40: 44_100 * 65_536 }, { 12: 'mp4a' });
  const mdia = box(
    'mdia',
    box('mdhd', fields(24, { 12: 1_000, 16: seconds * 1_000 })),
    box('hdlr', fields(32, {}, { 8: 'soun' })),
    box('minf', box('stbl', box('stsd', stsd), box('stsz', fields(12, {})))),
  );
  return Buffer.concat([
    box('ftyp', Buffer.from('M4A \0\0\0\0M4A mp42isom\0\0\0\0', 'latin1')),
    box(
      'moov',
      box('mvhd', fields(100, { 12: 1_000, 16: seconds * 1_000 })),
      box('trak', box('tkhd', fields(84, { 12: 1 })), mdia),
    ),
    box('mdat', Buffer.alloc(soundBytes, fill)),
  ]);
}

export function md5(bytes: Uint8Array): string {
  return createHash('md5').update(bytes).digest('hex');
}
