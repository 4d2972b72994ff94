import { crc32, deflateSync } from 'node:zlib';

/** Pictures that are drawn, not stored: one figure on a ground, as PNG, the same bytes at every call. */

export type Colour = readonly [red: number, green: number, blue: number];

/** Points that are looked at in a pixel, in each direction, so that edges are smooth. */
const SAMPLES = 4;
const LEVELS = SAMPLES * SAMPLES;
/** How long each picture of a moving one is shown, in hundredths of a second. */
const FRAME_CS = 8;

/** One picture of a figure: whether a point, in pixels from the top left corner, lies on it. */
export interface Frame {
  isDrawn(x: number, y: number): boolean;
}

/** A palette from the ground to the figure, by how much of a pixel the figure covers. */
export function levels(ground: Colour, figure: Colour): Colour[] {
  return Array.from({ length: LEVELS + 1 }, (_, level) => mix(ground, figure, level / LEVELS));
}

/**
 * A PNG with a palette, 8 bits a pixel, `side` pixels wide and high (W3C, Portable Network Graphics, 11: chunk specifications). Of several
 * frames an animated one that goes on for ever: a reader that knows no animation shows the first.
 */
export function indexedPng({
  side,
  palette,
  frames,
}: {
  side: number;
  palette: readonly Colour[];
  frames: readonly Frame[];
}): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.set([8, 3, 0, 0, 0], 8);
  const chunks = [chunk('IHDR', header), chunk('PLTE', Buffer.from(palette.flat()))];
  const isMoving = frames.length > 1;
  if (isMoving) chunks.push(chunk('acTL', numbers(frames.length, 0)));
  let sequence = 0;
  for (const [n, frame] of frames.entries()) {
    const data = deflateSync(rowsOf(side, frame), { level: 9 });
    if (isMoving) chunks.push(chunk('fcTL', frameControl(sequence++, side)));
    // The first is what every reader shows.
    chunks.push(n === 0 ? chunk('IDAT', data) : chunk('fdAT', Buffer.concat([numbers(sequence++), data])));
  }
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    ...chunks,
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Rows of palette indexes, each behind its filter: none. */
function rowsOf(side: number, { isDrawn }: Frame): Buffer {
  const rows = Buffer.alloc(side * (side + 1));
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) rows[y * (side + 1) + 1 + x] = levelAt(x, y, isDrawn);
  }
  return rows;
}

/** How many of a pixel's points lie on the figure. */
function levelAt(x: number, y: number, isDrawn: Frame['isDrawn']): number {
  let level = 0;
  for (let n = 0; n < LEVELS; n++) {
    if (isDrawn(x + ((n % SAMPLES) + 0.5) / SAMPLES, y + (Math.floor(n / SAMPLES) + 0.5) / SAMPLES)) level++;
  }
  return level;
}

/** A frame as large as the picture, which takes the place of the one before. */
function frameControl(sequence: number, side: number): Buffer {
  const delay = Buffer.alloc(6);
  delay.writeUInt16BE(FRAME_CS, 0);
  delay.writeUInt16BE(100, 2);
  return Buffer.concat([numbers(sequence, side, side, 0, 0), delay]);
}

function numbers(...values: number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  for (const [n, value] of values.entries()) bytes.writeUInt32BE(value, 4 * n);
  return bytes;
}

function mix(from: Colour, to: Colour, part: number): Colour {
  const at = (n: 0 | 1 | 2) => Math.round(from[n] + (to[n] - from[n]) * part);
  return [at(0), at(1), at(2)];
}

/** From hue (degrees), saturation and lightness (0 to 1). */
export function colourOf(hue: number, saturation: number, lightness: number): Colour {
  const amplitude = saturation * Math.min(lightness, 1 - lightness);
  const at = (offset: number) => {
    const k = (offset + hue / 30) % 12;
    return Math.round(255 * (lightness - amplitude * Math.max(-1, Math.min(k - 3, 9 - k, 1))));
  };
  return [at(0), at(8), at(4)];
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
