import type { RequestHandler } from 'express';
import { createLruCache } from '../../event-store/lru-cache.ts';
import { DEFAULT_PICTURES, defaultPictureAt, drawDefaultPicture } from '../../files/default-pictures.ts';

/** A later release may draw another one: clients ask again after a day, and get 304 as long as it is the same. */
const CACHE = 'public, max-age=86400';

/** Serves the pictures of people who have none; each is drawn for the first who asks. Everything else goes on. */
export function serveDefaultPictures(): RequestHandler {
  const drawn = createLruCache<number, Buffer>(DEFAULT_PICTURES);
  return (request, response, next) => {
    const number = defaultPictureAt(request.path);
    if (number === null || (request.method !== 'GET' && request.method !== 'HEAD')) return next();
    const picture = drawn.get(number) ?? drawDefaultPicture(number);
    drawn.set(number, picture);
    // Pages of other origins may show it.
    response.set({ 'Cache-Control': CACHE, 'Cross-Origin-Resource-Policy': 'cross-origin' }).type('png').send(picture);
  };
}
