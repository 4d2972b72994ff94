import { colourOf, indexedPng, levels } from './drawn-png.ts';

/** Where pictures of gifts are served: `gift-<id>.png` for lists, `gift-<id>-play.png` for the room. */
export const GIFT_PICTURES_PATH = '/static/gift/';
/** So many are different; a gift's follows from its id. */
const LOOKS = 24;
/** Pictures that are drawn at most: each look at rest, and moving. */
export const GIFT_PICTURES = 2 * LOOKS;

/** Width and height in pixels. */
const SIDE = 108;
/** Pictures of a moving one. */
const FRAMES = 6;

/** Where a gift's picture is: below `baseUrl`, unless the catalogue has an address of the web for it. */
export function giftPictureUrl(baseUrl: string, file: string): string {
  return /^https?:/i.test(file) ? file : `${baseUrl}${GIFT_PICTURES_PATH}${file}`;
}

/** One of `GIFT_PICTURES`: a gift's look, at rest or moving. */
export interface GiftPicture {
  look: number;
  isMoving: boolean;
}

/** The picture that a path names; null for any other text. */
export function giftPictureAt(path: string): GiftPicture | null {
  if (!path.startsWith(GIFT_PICTURES_PATH)) return null;
  const found = /^gift-([1-9]\d{0,14})(-play)?\.png$/.exec(path.slice(GIFT_PICTURES_PATH.length));
  return found && { look: Number(found[1]) % LOOKS, isMoving: found[2] !== undefined };
}

/** A star of five to ten points, light on one of twenty-four hues; it breathes where it moves. The same bytes at every call. */
export function drawGiftPicture({ look, isMoving }: GiftPicture): Buffer {
  const hue = (look * 360) / LOOKS;
  const points = 5 + (look % 6);
  const palette = levels(colourOf(hue, 0.6, 0.5), colourOf(hue, 0.7, 0.92));
  const count = isMoving ? FRAMES : 1;
  const frames = Array.from({ length: count }, (_, n) => {
    const size = isMoving ? 1 + 0.15 * Math.sin((2 * Math.PI * n) / FRAMES) : 1;
    return { isDrawn: (x: number, y: number) => isOnStar(x - SIDE / 2, y - SIDE / 2, points, size * 0.38 * SIDE) };
  });
  return indexedPng({ side: SIDE, palette, frames });
}

/** Whether a point lies within a star around the origin. */
function isOnStar(x: number, y: number, points: number, radius: number): boolean {
  const distance = Math.sqrt(x * x + y * y) / radius;
  if (distance <= 0.5 || distance > 1) return distance <= 0.5;
  const part = (Math.PI * 2) / points;
  const angle = Math.atan2(x, -y) + 2 * Math.PI;
  const towardsTip = Math.abs((angle % part) / part - 0.5) * 2;
  return distance <= 0.5 + 0.5 * towardsTip;
}
