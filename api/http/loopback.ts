const LOOPBACK_PEER = /^(?:::ffff:)?127\.\d+\.\d+\.\d+$|^::1$/;
const LOOPBACK_HOST = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?::\d+)?$/i;

/** Of a request: its socket's other end, and two of its headers. */
export interface CameFrom {
  peer: string;
  host: string;
  /** Undefined where no page sent it. */
  origin: string | undefined;
}

/**
 * Why a request is not from this machine's own programs; null when it is: the peer is a loopback address, the Host header names one (a page of
 * another site that rebinds its name to 127.0.0.1 still says its own name), and no other origin's page sent the request.
 */
export function notLoopback({ peer, host, origin }: CameFrom): 'peer' | 'host' | 'origin' | null {
  if (!LOOPBACK_PEER.test(peer)) return 'peer';
  if (!LOOPBACK_HOST.test(host)) return 'host';
  return origin === undefined || origin === `http://${host}` ? null : 'origin';
}
