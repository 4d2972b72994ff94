import { type RequestHandler, type Response, Router } from 'express';
import type { Core } from '../../../application/core.ts';
import { isPullSign, SHARE_PATH } from '../live/addresses.ts';
import { policyWith, STYLE, STYLE_PATH } from './html.ts';
import { livePage } from './live-page.ts';
import { TEXT_PATHS, textPageAt } from './texts.ts';

/** Texts change with releases alone. */
const CACHE_TEXT = 'public, max-age=3600';
/** A live's page says whether it plays. */
const CACHE_LIVE = 'public, max-age=10';

/** Where lives are pulled, and looked back at, while no media server is named. */
const MEDIA_PATHS = /^\/(?:live\/\d{1,16}\.(?:flv|m3u8)|lookback\/\d{1,16}\.mp4)$/;

/** The pages that heihei's answers lead to: of a shared live, help, and terms. No page has a script. */
export function heiheiPages(core: Core): RequestHandler {
  const router = Router();
  router.get(STYLE_PATH, (_request, response) => {
    response.set('Cache-Control', CACHE_TEXT).type('css').send(STYLE);
  });
  router.get([...TEXT_PATHS], (request, response) => {
    send(response, { status: 200, html: textPageAt(request.path)!, contentPolicy: policyWith() }, CACHE_TEXT);
  });
  router.get(SHARE_PATH, async (request, response, next) => {
    const shown = await livePage(core, request.query);
    // Whoever guesses addresses is counted with those who ask for what is not there.
    if (!shown) return next();
    send(response, shown, CACHE_LIVE);
  });
  // Without a media server there is nothing to see or hear, which is not to say that the address is wrong.
  router.get(MEDIA_PATHS, ({ path, query }, response, next) => {
    const { clock, settings } = core;
    if (!isPullSign(settings.mediaKey, path, query, clock.now())) return next();
    response.set('Cache-Control', 'no-store').status(204).end();
  });
  return router;
}

function send(
  response: Response,
  { status, html, contentPolicy }: { status: number; html: string; contentPolicy: string },
  cache: string,
): void {
  response.status(status).set({ 'Cache-Control': cache, 'Content-Security-Policy': contentPolicy });
  response.type('html').send(html);
}
