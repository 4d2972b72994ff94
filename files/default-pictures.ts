import { colourOf, indexedPng, levels } from './drawn-png.ts';

/** heihei has so many (获取用户信息: `cover-15-108.png`). */
export const DEFAULT_PICTURES = 24;
/** Where they are served, by number from 1 on. */
export const DEFAULT_PICTURES_PATH = '/static/cover/';

/** Width and height in pixels. */
const SIDE = 108;
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
  return indexedPng({ side: SIDE, palette: levels(ground, figure), frames: [{ isDrawn: isOnFigure }] });
}

function isOnFigure(px: number, y: number): boolean {
  const x = px - SIDE / 2;
  const isHead = (x / 19) ** 2 + ((y - 42) / 22) ** 2 <= 1;
  const isShoulders = (x / 38) ** 2 + ((y - SIDE) / 36) ** 2 <= 1;
  return isHead || isShoulders;
}
