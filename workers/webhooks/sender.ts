import { lookup as resolveName } from 'node:dns/promises';
import {
  type Agent,
  type ClientRequest,
  Agent as HttpAgent,
  request as httpRequest,
  type RequestOptions,
} from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { hookSignature, SIGNATURE_HEADER } from '../sms.ts';
import type { Hook } from './hooks.ts';

/** From the first byte to the end of the answer: a receiver answers first, and works afterwards. */
export const DELIVERY_TIMEOUT_MS = 10_000;
/** What is read of an answer; nobody looks at it, so a larger one only ends the connection. */
const MAX_ANSWER_BYTES = 16 * 1024;

/** What became of a delivery: its receiver's status, or why there was none. */
export type Delivered = { status: number } | { failure: string };

export interface SenderOptions {
  /** Whether an address is one that anybody on the internet may reach. */
  isPublic(address: string): boolean;
  /** Every address of a name; default: the machine's resolver. */
  resolve?(hostname: string): Promise<{ address: string; family: number }[]>;
  timeoutMs?: number;
  /** Epoch ms of the machine, for signatures: receivers check them by their own clocks. */
  now?: () => number;
}

export interface Sender {
  /** Posts a body, signed. Never rejects, and follows no redirect. */
  send(body: string, signal: AbortSignal): Promise<Delivered>;
  close(): void;
}

/**
 * Posts to the address of one hook, over one connection at a time. Unless the hook says `private`, a connection is only made to a public address: the
 * name is resolved here, and the connection goes to the address that was checked, so a name that answers differently a moment later gains nothing.
 */
export function senderTo(hook: Hook, options: SenderOptions): Sender {
  const { isPublic, resolve = (hostname) => resolveName(hostname, { all: true }) } = options;
  const { timeoutMs = DELIVERY_TIMEOUT_MS, now = Date.now } = options;
  const url = new URL(hook.url);
  const isTls = url.protocol === 'https:';
  const agent: Agent = new (isTls ? HttpsAgent : HttpAgent)({ keepAlive: true, maxSockets: 1 });
  const mayReach = (address: string) => hook.private || isPublic(address);

  const lookup: LookupFunction = (hostname, { all }, callBack) => {
    resolve(hostname).then(
      (found) => {
        const allowed = found.filter(({ address }) => mayReach(address));
        const [first] = allowed;
        if (!first) callBack(new Error('its address is private'), '', 0);
        else if (all) callBack(null, allowed);
        else callBack(null, first.address, first.family);
      },
      (error: NodeJS.ErrnoException) => callBack(error, '', 0),
    );
  };

  return {
    send(body, signal) {
      const host = url.hostname.replace(/^\[|\]$/g, '');
      // Node asks no resolver for an address.
      if (isIP(host) !== 0 && !mayReach(host)) return Promise.resolve({ failure: 'its address is private' });
      const headers = {
        'Content-Type': 'application/json',
        'Content-Length': Buffer.byteLength(body),
        'User-Agent': 'Salon-Webhooks',
        [SIGNATURE_HEADER]: hookSignature(hook.secret, body, now()),
      };
      const more: RequestOptions = { method: 'POST', agent, headers, lookup, signal };
      return outcomeOf((isTls ? httpsRequest : httpRequest)(url, more), body, timeoutMs);
    },
    close: () => agent.destroy(),
  };
}

/** Resolves once the answer has ended, is too large, or time is up. */
function outcomeOf(request: ClientRequest, body: string, timeoutMs: number): Promise<Delivered> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => end({ failure: `no whole answer within ${timeoutMs} ms` }), timeoutMs);
    const end = (outcome: Delivered) => {
      clearTimeout(timer);
      resolve(outcome);
      request.destroy();
    };
    request.on('error', (error: NodeJS.ErrnoException) => end({ failure: error.code ?? error.message }));
    request.on('response', (response) => {
      const status = response.statusCode ?? 0;
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > MAX_ANSWER_BYTES) end({ status });
      });
      response.on('error', () => end({ failure: 'the answer broke off' }));
      response.on('end', () => {
        clearTimeout(timer);
        resolve({ status });
      });
    });
    request.end(body);
  });
}
