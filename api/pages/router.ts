import { type RequestHandler, type Response, Router } from 'express';
import type { ApiSettings } from '../../application/core.ts';
import { PAGES } from './pages.ts';
import { readWebFiles, type WebFile } from './web-files.ts';

/** The name has a hash of what the file holds. */
const CACHE_FOR_EVER = 'public, max-age=31536000, immutable';
/** A page names its files by hashes: browsers ask each time whether it is the same. */
const CACHE_PAGE = 'no-cache';

/** What pages may do: run and show what is served here, and call this server; nothing else. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "media-src 'self' blob:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/**
 * Serves the pages of `PAGES`, with their files at `/web/<folder>/…`, from the folder that `build.cjs` compiles them into. Where that is
 * not there, as where only the sources are, nothing is served.
 */
export function servePages(settings: ApiSettings, folder: string | undefined, pages = PAGES): RequestHandler {
  const router = Router();
  const files = folder === undefined ? new Map<string, WebFile>() : readWebFiles(folder);
  for (const page of pages) {
    if (!page.isServed(settings)) continue;
    const html = files.get(`${page.folder}/index.html`);
    if (!html) continue;
    router.get([...page.paths], ({ headers }, response) => {
      response.set({ 'Content-Security-Policy': POLICY, 'Cache-Control': CACHE_PAGE });
      send(html, headers['accept-encoding'], response);
    });
  }
  const isServed = (name: string) => {
    const owner = pages.find((page) => name.startsWith(`${page.folder}/`));
    // What lies in no page's folder is what pages show: pictures, fonts.
    return owner ? owner.isServed(settings) : !name.includes('/');
  };
  router.get('/web/*name', ({ params, headers }, response, next) => {
    const name = (params as { name: string[] }).name.join('/');
    const file = files.get(name);
    if (!file || name.endsWith('.html') || !isServed(name)) return next();
    response.set('Cache-Control', CACHE_FOR_EVER);
    send(file, headers['accept-encoding'], response);
  });
  return router;
}

/** Express makes an ETag of the bytes, and answers 304 to whoever has them. */
function send(file: WebFile, accepted: string | string[] | undefined, response: Response): void {
  const encoding = (['br', 'gzip'] as const).find((one) => file[one] && new RegExp(`\\b${one}\\b`).test(`${accepted}`));
  response.vary('Accept-Encoding').type(file.type);
  if (encoding) response.set('Content-Encoding', encoding);
  response.send(encoding ? file[encoding] : file.plain);
}
