import type { NextFunction, Request, Response } from 'express';
import { isSameText } from '../http/same-text.ts';

/** Cookie that an address with the key sets, so that a browser can open dev routes. */
const COOKIE = 'salon-dev-key';
const REFUSAL =
  'dev routes want the key that dev mode printed at start: as the header X-Dev-Key, or open the printed link once';

/**
 * Keeps the key of an address (`/demo/split?key=…`, `/dev?key=…`) as a cookie for dev routes, and leads to that address without it, so
 * that it stays in no history. A wrong key is nobody's: what the address shows is shown, and dev routes refuse.
 */
export function keepKeyOf(paths: readonly string[], key: string) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const { query, path, method } = request;
    const isShown = typeof query.key === 'string' && isSameText(query.key, key);
    if (method === 'GET' && paths.includes(path) && isShown) {
      response.cookie(COOKIE, key, { path: '/dev', httpOnly: true, sameSite: 'strict' });
      response.redirect(303, path);
    } else next();
  };
}

/**
 * Lets in requests that carry this start's key: as the header `X-Dev-Key`, or as the cookie that `keepKeyOf` sets. A loopback
 * check alone is not enough: a proxy in front of dev mode makes every caller look like this machine.
 */
export function keyHoldersOnly(key: string) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const shown = request.get('X-Dev-Key') ?? cookieOf(request);
    if (shown !== undefined && isSameText(shown, key)) next();
    else response.status(401).json({ error: REFUSAL });
  };
}

function cookieOf({ headers: { cookie = '' } }: Request): string | undefined {
  const pairs = cookie.split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${COOKIE}=`))?.slice(COOKIE.length + 1);
}
