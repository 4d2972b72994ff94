import type { RequestHandler } from 'express';
import { createLruCache } from '../../event-store/lru-cache.ts';
import { DEFAULT_PICTURES, defaultPictureAt, drawDefaultPicture } from '../../files/default-pictures.ts';
import { drawGiftPicture, GIFT_PICTURES, giftPictureAt } from '../../files/gift-pictures.ts';
import { drawHonourPicture, HONOUR_PICTURES, honourPictureAt } from '../../files/honour-pictures.ts';

/** A later release may draw another one: clients ask again after a day, and get 304 as long as it is the same. */
const CACHE = 'public, max-age=86400';

/**
 * Serves the pictures of people who have none, of gifts and honours, until an operator puts others in their place; each is drawn for the first
 * who asks. Everything else goes on.
 */
export function serveDrawnPictures(): RequestHandler {
  const drawn = createLruCache<string, Buffer>(DEFAULT_PICTURES + GIFT_PICTURES + HONOUR_PICTURES);
  return (request, response, next) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return next();
    const wanted = pictureAt(request.path);
    if (!wanted) return next();
    const picture = drawn.get(wanted.key) ?? wanted.draw();
    drawn.set(wanted.key, picture);
    // Pages of other origins may show it.
    response.set({ 'Cache-Control': CACHE, 'Cross-Origin-Resource-Policy': 'cross-origin' }).type('png').send(picture);
  };
}

/** What a path names, by what makes it different from others. */
function pictureAt(path: string): { key: string; draw(): Buffer } | null {
  const number = defaultPictureAt(path);
  if (number !== null) return { key: `person ${number}`, draw: () => drawDefaultPicture(number) };
  const sign = honourPictureAt(path);
  if (sign) return { key: `honour ${sign}`, draw: () => drawHonourPicture(sign) };
  const gift = giftPictureAt(path);
  return gift && { key: `gift ${gift.look} ${gift.isMoving}`, draw: () => drawGiftPicture(gift) };
}
