import type { NextFunction, Request, Response } from 'express';
import { isSameText } from '../http/same-text.ts';

/** Set by the link that dev mode prints, for a browser that looks at dev routes. */
const COOKIE = 'salon-dev-key';
const REFUSAL =
  'dev routes want the key that dev mode printed at start: as the header X-Dev-Key, or open the printed link once';

/**
 * Lets in who shows the key of this start: a proxy in front of dev mode makes every caller look like this machine. It is shown as
 * the header `X-Dev-Key`, or as a cookie that `?key=…` at `/dev` sets.
 */
export function keyHoldersOnly(key: string) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const { query, path } = request;
    if (request.method === 'GET' && path === '/' && typeof query.key === 'string' && isSameText(query.key, key)) {
      response.cookie(COOKIE, key, { path: '/dev', httpOnly: true, sameSite: 'strict' });
      response.redirect(303, '/dev');
      return;
    }
    const shown = request.get('X-Dev-Key') ?? cookieOf(request);
    if (shown !== undefined && isSameText(shown, key)) next();
    else response.status(401).json({ error: REFUSAL });
  };
}

function cookieOf({ headers: { cookie = '' } }: Request): string | undefined {
  const pairs = cookie.split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${COOKIE}=`))?.slice(COOKIE.length + 1);
}
