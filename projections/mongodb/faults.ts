import {
  MongoBulkWriteError,
  MongoClientClosedError,
  MongoError,
  MongoErrorLabel,
  MongoNetworkError,
  MongoNotConnectedError,
  MongoServerError,
  MongoServerSelectionError,
  MongoTopologyClosedError,
} from 'mongodb';
import { StoreUnavailableError } from '../../event-store/event-store.ts';

/**
 * The server's codes for temporary trouble: it is not reached, not the primary (any more), shutting down, too slow, in conflict
 * with another write, cannot reach a majority, is full, does not know our password just now, or builds indexes (276, 285, 12586,
 * 12587).
 */
const PASSING = new Set([
  6, 7, 9001, 89, 91, 189, 10107, 10058, 11600, 11602, 13435, 13436, 262, 50, 24, 46, 112, 133, 134, 251, 225, 244, 290,
  64, 100, 63, 150, 175, 202, 237, 462, 391, 18, 13, 14031, 43, 276, 285, 12586, 12587,
]);

const PASSING_LABELS = [
  MongoErrorLabel.TransientTransactionError,
  MongoErrorLabel.UnknownTransactionCommitResult,
  MongoErrorLabel.RetryableWriteError,
  MongoErrorLabel.RetryableError,
  MongoErrorLabel.SystemOverloadedError,
  MongoErrorLabel.PoolRequestedRetry,
];

/** Errors of the driver that mean "no connection now"; it exports no common class for them. */
const PASSING_NAMES = new Set([
  'MongoPoolClearedError',
  'MongoPoolClearedOnNetworkError',
  'MongoPoolClosedError',
  'MongoWaitQueueTimeoutError',
  'MongoWriteConcernError',
  'MongoServerClosedError',
  'MongoExpiredSessionError',
]);

/** Codes of network errors, which the driver sometimes passes on unwrapped. */
const NETWORK_CODES = new Set(
  'EPIPE ECONNRESET ECONNREFUSED ECONNABORTED ETIMEDOUT EHOSTUNREACH ENETUNREACH ENETDOWN ENOTFOUND EAI_AGAIN'.split(
    ' ',
  ),
);

/** Whether an error is temporary: the same call may succeed later. */
export function isPassing(thrown: unknown): boolean {
  const error = unwrapped(thrown);
  if (!(error instanceof MongoError)) return NETWORK_CODES.has(String((error as { code?: unknown } | null)?.code));
  if (error instanceof MongoNetworkError || error instanceof MongoServerSelectionError) return true;
  if (error instanceof MongoNotConnectedError || error instanceof MongoTopologyClosedError) return true;
  if (error instanceof MongoClientClosedError || PASSING_NAMES.has(error.name)) return true;
  if (PASSING_LABELS.some((label) => error.hasErrorLabel(label))) return true;
  return error instanceof MongoServerError && PASSING.has(Number(error.code));
}

/** Whether to retry at once: temporary, and the driver has not waited for a server in vain already. */
export function isWorthRetrying(error: unknown): boolean {
  return isPassing(error) && !(unwrapped(error) instanceof MongoServerSelectionError);
}

/** Converts to the port's errors: temporary ones to `StoreUnavailableError`; others stay as they are. */
export function asStoreError(error: unknown, what = 'read models'): unknown {
  if (!isPassing(error)) return error;
  return new StoreUnavailableError(`${what} (MongoDB): ${(error as Error).message}`, { cause: error });
}

/** The cause of a bulk write's error, which may be a lost connection. */
function unwrapped(error: unknown): unknown {
  const isWrapped = error instanceof MongoBulkWriteError && (error.errorResponse as unknown) instanceof Error;
  return isWrapped ? error.errorResponse : error;
}
