import { crc32, deflateSync } from 'node:zlib';

/** heihei has so many (获取用户信息: `cover-15-108.png`). */
export const DEFAULT_PICTURES = 24;
/** Where they are served, by number from 1 on. */
export const DEFAULT_PICTURES_PATH = '/static/cover/';

/** Width and height in pixels. */
const SIDE = 108;
/** Points that are looked at in a pixel, in each direction, so that edges are smooth. */
const SAMPLES = 4;
const LEVELS = SAMPLES * SAMPLES;

type Colour = readonly [red: number, green: number, blue: number];

/** The path of the picture of somebody who has none: always the same one for a person. */
export function defaultPicturePath(userId: number): string {
  return `${DEFAULT_PICTURES_PATH}cover-${1 + (userId % DEFAULT_PICTURES)}-${SIDE}.png`;
}

/** The number that a path names (`cover-7-108.png`, and `cover-7.png` as the document also has it); null for any other text. */
export function defaultPictureAt(path: string): number | null {
  if (!path.startsWith(DEFAULT_PICTURES_PATH)) return null;
  const found = /^cover-(\d{1,2})(?:-108)?\.png$/.exec(path.slice(DEFAULT_PICTURES_PATH.length));
  const number = Number(found?.[1]);
  return number >= 1 && number <= DEFAULT_PICTURES ? number : null;
}

/** A head and shoulders, light on one of twelve hues in two tones: a PNG of less than 2 KB, the same bytes at every call. */
export function drawDefaultPicture(number: number): Buffer {
  const hue = (((number - 1) % 12) * 360) / 12;
  const ground = colourOf(hue, 0.5, number > 12 ? 0.4 : 0.6);
  const figure = colourOf(hue, 0.5, 0.9);
  const palette = Array.from({ length: LEVELS + 1 }, (_, level) => mix(ground, figure, level / LEVELS));
  // Each row begins with its filter: none.
  const rows = Buffer.alloc(SIDE * (SIDE + 1));
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) rows[y * (SIDE + 1) + 1 + x] = levelAt(x, y);
  }
  return png(palette, rows);
}

/** How many of a pixel's points lie on the figure. */
function levelAt(x: number, y: number): number {
  let level = 0;
  for (let n = 0; n < LEVELS; n++) {
    const [px, py] = [x + ((n % SAMPLES) + 0.5) / SAMPLES, y + (Math.floor(n / SAMPLES) + 0.5) / SAMPLES];
    if (isOnFigure(px - SIDE / 2, py)) level++;
  }
  return level;
}

function isOnFigure(x: number, y: number): boolean {
  const isHead = (x / 19) ** 2 + ((y - 42) / 22) ** 2 <= 1;
  const isShoulders = (x / 38) ** 2 + ((y - SIDE) / 36) ** 2 <= 1;
  return isHead || isShoulders;
}

function mix(from: Colour, to: Colour, part: number): Colour {
  const at = (n: 0 | 1 | 2) => Math.round(from[n] + (to[n] - from[n]) * part);
  return [at(0), at(1), at(2)];
}

/** From hue (degrees), saturation and lightness (0 to 1). */
function colourOf(hue: number, saturation: number, lightness: number): Colour {
  const amplitude = saturation * Math.min(lightness, 1 - lightness);
  const at = (offset: number) => {
    const k = (offset + hue / 30) % 12;
    return Math.round(255 * (lightness - amplitude * Math.max(-1, Math.min(k - 3, 9 - k, 1))));
  };
  return [at(0), at(8), at(4)];
}

/** A PNG with a palette, 8 bits a pixel (W3C, Portable Network Graphics, 11: chunk specifications). */
function png(palette: readonly Colour[], rows: Buffer): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(SIDE, 0);
  header.writeUInt32BE(SIDE, 4);
  header.set([8, 3, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(palette.flat())),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
