import { colourOf, indexedPng, levels } from './drawn-png.ts';

/** Where the signs of honours are served: `verified.png`, `expert.png`. */
export const HONOUR_PICTURES_PATH = '/static/honour/';
/** Width and height in pixels. */
const SIDE = 48;

const SIGNS = { verified: 150, expert: 42 } as const satisfies Record<string, number>;
export type HonourSign = keyof typeof SIGNS;
export const HONOUR_PICTURES = Object.keys(SIGNS).length;

export function honourPicturePath(sign: HonourSign): string {
  return `${HONOUR_PICTURES_PATH}${sign}.png`;
}

/** The sign whose picture a path names; null for any other text. */
export function honourPictureAt(path: string): HonourSign | null {
  return (Object.keys(SIGNS) as HonourSign[]).find((sign) => path === honourPicturePath(sign)) ?? null;
}

/** A tick on green, or a chevron on gold: the same bytes at every call. */
export function drawHonourPicture(sign: HonourSign): Buffer {
  const palette = levels(colourOf(SIGNS[sign], 0.65, 0.45), colourOf(SIGNS[sign], 0.6, 0.95));
  const isDrawn = sign === 'verified' ? isOnTick : isOnChevron;
  return indexedPng({ side: SIDE, palette, frames: [{ isDrawn }] });
}

/** How far a point is from the line between two others. */
function distance(
  x: number,
  y: number,
  [ax, ay]: readonly [number, number],
  [bx, by]: readonly [number, number],
): number {
  const along = ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / ((bx - ax) ** 2 + (by - ay) ** 2);
  const at = Math.max(0, Math.min(1, along));
  return Math.hypot(x - ax - at * (bx - ax), y - ay - at * (by - ay));
}

function isOnTick(x: number, y: number): boolean {
  return Math.min(distance(x, y, [12, 25], [21, 34]), distance(x, y, [21, 34], [36, 15])) <= 3.5;
}

function isOnChevron(x: number, y: number): boolean {
  return Math.min(distance(x, y, [12, 31], [24, 17]), distance(x, y, [24, 17], [36, 31])) <= 3.5;
}
