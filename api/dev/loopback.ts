import type { NextFunction, Request, Response } from 'express';

const LOOPBACK_PEER = /^(?:::ffff:)?127\.\d+\.\d+\.\d+$|^::1$/;
const LOOPBACK_HOST = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?::\d+)?$/i;

/**
 * Lets only this machine's own programs in: the peer is a loopback address, the Host header names one (a page of another
 * site that rebinds its name to 127.0.0.1 still says its own name), and no other origin's page sent the request.
 */
export function loopbackOnly(request: Request, response: Response, next: NextFunction): void {
  const reason = refusalOf(request);
  if (reason === null) next();
  else response.status(403).json({ error: reason });
}

function refusalOf({ socket, headers: { host = '', origin } }: Request): string | null {
  if (!LOOPBACK_PEER.test(socket.remoteAddress ?? '')) return 'dev routes answer loopback connections only';
  if (!LOOPBACK_HOST.test(host)) return 'dev routes are reached as localhost, 127.0.0.1 or [::1] only';
  if (origin !== undefined && origin !== `http://${host}`) return 'dev routes answer no page of another origin';
  return null;
}
