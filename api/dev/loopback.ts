import type { NextFunction, Request, Response } from 'express';
import { notLoopback } from '../http/loopback.ts';

const REFUSALS = {
  peer: 'dev routes answer loopback connections only',
  host: 'dev routes are reached as localhost, 127.0.0.1 or [::1] only',
  origin: 'dev routes answer no page of another origin',
} as const;

/** Lets only this machine's own programs in. */
export function loopbackOnly({ socket, headers }: Request, response: Response, next: NextFunction): void {
  const { host = '', origin } = headers;
  const reason = notLoopback({ peer: socket.remoteAddress ?? '', host, origin });
  if (reason === null) next();
  else response.status(403).json({ error: REFUSALS[reason] });
}
