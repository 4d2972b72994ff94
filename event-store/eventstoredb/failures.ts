import { StoreUnavailableError } from '../event-store.ts';
import { StoreOpenError } from '../store-open-error.ts';

/** gRPC status codes that matter here. */
export const Code = { cancelled: 1, permissionDenied: 7, aborted: 10, unavailable: 14, unauthenticated: 16 } as const;

/** Whether an append that failed was surely not written, or may have been. */
export type Outcome = 'unwritten' | 'unknown';

export class AppendFailure extends Error {
  override readonly name = 'AppendFailure';
  readonly outcome: Outcome;
  constructor(outcome: Outcome, message: string, cause?: unknown) {
    super(message, { cause });
    this.outcome = outcome;
  }
}

interface GrpcError {
  code?: unknown;
  /** Of the client's own errors; in a call's it stands in the metadata. */
  type?: unknown;
  message?: string;
  metadata?: { get?(key: string): unknown[] };
}

/** What the server says went wrong (RpcExceptions.cs): 'not-leader', 'stream-deleted', 'access-denied' and others; '' where it says nothing. */
export function typeOf(error: unknown): string {
  const { type, metadata } = (error ?? {}) as GrpcError;
  return String(type ?? metadata?.get?.('exception')[0] ?? '');
}

/** True when the server ended a live subscription because 32 + 32 events waited for it: no fault, it goes on from the last event. */
export function wasTooSlow(error: unknown): boolean {
  return (error as GrpcError | undefined)?.code === Code.aborted && /Consumer too slow/i.test(messageOf(error));
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/**
 * True when a call surely never left this process: there was no connection for it to go out on, or none any more (the texts are
 * grpc-js's). Anything else that breaks a connection leaves open what the server had already taken.
 */
export function wasNeverSent(error: unknown): boolean {
  const { code, message = '' } = error as GrpcError;
  return (
    code === Code.unavailable &&
    /No connection established|Name resolution failed|Channel closed before call started/.test(message)
  );
}

/** True when a call surely never left this process since its connection was left meanwhile, as it is for another node's. */
export function wasLeftBehind(error: unknown): boolean {
  return /Channel closed before call started/.test(messageOf(error));
}

/** What nodes answer when they do not lead, or take nothing yet (RpcExceptions.cs, Streams.BatchAppend.cs). */
const LEADERLESS = /leader info available|Server Is (Not Ready|(Too )?Busy)/i;

/** True when a node answered that it cannot take this call, or not now. */
export function isLeaderless(error: unknown): boolean {
  return typeOf(error) === 'not-leader' || LEADERLESS.test(messageOf(error));
}

/** True when the node does not know who leads, so that another node has to be asked. */
export function knowsNoLeader(error: unknown): boolean {
  return /No leader info available/.test(messageOf(error));
}

/** True when the server, or the leader of a cluster, could not be reached. */
export function wasAway(error: unknown): boolean {
  const { code, message = '' } = (error ?? {}) as GrpcError;
  const isLost = code === Code.unavailable || code === Code.cancelled || message.includes('write after end');
  return isLost || ['unavailable', 'cancelled', 'not-leader'].includes(typeOf(error));
}

/** A failed read or subscription as the port's error, which is always temporary. */
export function unavailable(doing: string, error: unknown): StoreUnavailableError {
  if (error instanceof StoreUnavailableError) return error;
  return new StoreUnavailableError(`EventStoreDB failed ${doing}: ${messageOf(error)}`, { cause: error });
}

/** A connection string without user and password, whatever characters they have. */
export function publicUrl(url: string): string {
  return url.replace(/\/\/.*@/s, '//');
}

function isPlain(url: string): boolean {
  return /[?&]tls=false/i.test(url);
}

/** The reason in grpc-js's message, without what surrounds it. */
function reasonOf(error: unknown): string {
  const [line = ''] = messageOf(error)
    .replace(/^.*Last error: (Error: )?/s, '')
    .split('\n');
  return line.replace(/\.? Resolution note:.*$| \(\d{4}-[^)]*\)/g, '').replace(/\.$/, '');
}

/** Why opening failed, in a sentence that says what to do. */
export function openingError(url: string, error: unknown): StoreOpenError {
  if (error instanceof StoreOpenError) return error;
  const { code } = (error ?? {}) as GrpcError;
  const where = publicUrl(url);
  if (isLeaderless(error)) {
    return new StoreOpenError(
      'unreachable',
      `EventStoreDB at ${where} has no leader now (${reasonOf(error)}): make sure that a majority of its nodes runs, and start again.`,
      { cause: error },
    );
  }
  if (code === Code.unauthenticated || code === Code.permissionDenied || typeOf(error) === 'access-denied') {
    return new StoreOpenError(
      'access-denied',
      `EventStoreDB at ${where} refuses these credentials: give a user who may read $all in EVENTSTORE_URL, as esdb://user:password@host:port.`,
      { cause: error },
    );
  }
  return new StoreOpenError(
    'unreachable',
    `EventStoreDB at ${where} cannot be reached (${reasonOf(error)}): start it, or set EVENTSTORE_URL to where it is; make sure ${isPlain(url) ? 'that it takes no TLS (else without tls=false)' : 'that it takes TLS with a certificate that is trusted here (tlsCAFile)'}.`,
    { cause: error },
  );
}

/** Rejects with `message` when a promise takes longer than the deadline. */
export async function within<T>(deadlineMs: number, message: string, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(message)), deadlineMs);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
    promise.catch(() => {});
  }
}
