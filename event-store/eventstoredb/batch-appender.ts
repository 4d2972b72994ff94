import { randomUUID } from 'node:crypto';
import type streams from '@eventstore/db-client/generated/streams_pb.js';
import { DamagedLogError, type ExpectedRevision, type Position } from '../event-store.ts';
import {
  type AppendResponse,
  actualRevision,
  appendRequest,
  appendResponse,
  type EncodedEvent,
} from './append-messages.ts';
import type { BatchAppendCall } from './connection.ts';
import { AppendFailure, isLeaderless, messageOf, wasNeverSent, within } from './failures.ts';

export interface AppendRequest {
  stream: string;
  expected: ExpectedRevision;
  events: readonly EncodedEvent[];
}

export type AppendAnswer =
  /** Revision and position of the last event; the server does not always know the position of a repeated append. */
  | { written: true; revision: number; position: Position | undefined }
  /** `actual`: the stream's last revision, -1 when it does not exist. */
  | { written: false; actual: number };

interface Pending {
  request: AppendRequest;
  sentAtMs: number;
  timer: NodeJS.Timeout;
  resolve(answer: AppendAnswer): void;
  reject(error: Error): void;
}

/** An open call, and the appends that wait for an answer on it. */
interface OpenCall {
  call: BatchAppendCall;
  pending: Map<string, Pending>;
  lastAnswerAtMs: number;
  /** Appends that were given up, and may yet be answered. */
  givenUp: number;
  /** No further appends go over it; it ends when those under way have been answered. */
  left: boolean;
  over: boolean;
}

/**
 * Appends over one BatchAppend call, opened anew when it ends. Replaces the client's `appendToStream`, which keeps pending appends
 * in a map common to all calls. There one call's failure fails the appends of another, whose answers then throw where nobody can
 * catch them; and an append that waits to be sent when the call fails is an unhandled rejection.
 *
 * The server sets this call no deadline, and answers may come in any order or not at all. An overdue append is given up; if nothing
 * was answered since it was sent, so is the call.
 */
export class BatchAppender {
  private readonly openCall: () => Promise<BatchAppendCall>;
  private readonly deadlineMs: number;
  private readonly onNotLeading: (answer: Error) => void;
  private current: Promise<OpenCall> | undefined;

  /** `onNotLeading`: called when the node answers an append, without ending the call, that it does not lead. */
  constructor(openCall: () => Promise<BatchAppendCall>, deadlineMs: number, onNotLeading: (answer: Error) => void) {
    this.openCall = openCall;
    this.deadlineMs = deadlineMs;
    this.onNotLeading = onNotLeading;
  }

  /** Opens the call before the first append, so that none waits for it. */
  async warmUp(): Promise<void> {
    await this.open();
  }

  /**
   * Sends an append. Rejects with `AppendFailure` when its outcome is unknown or nothing was written, with `RangeError`
   * when the server finds it too large, and with `DamagedLogError` when the stream was deleted.
   */
  async send(request: AppendRequest): Promise<AppendAnswer> {
    let open: OpenCall;
    try {
      do open = await within(this.deadlineMs, 'EventStoreDB could not be reached in time', this.open());
      while (open.over || open.left);
    } catch (error) {
      throw new AppendFailure('unwritten', messageOf(error), error);
    }
    return new Promise((resolve, reject) => {
      const correlationId = randomUUID();
      const timer = setTimeout(() => this.giveUp(open, correlationId), this.deadlineMs);
      open.pending.set(correlationId, { request, sentAtMs: performance.now(), timer, resolve, reject });
      open.call.write(appendRequest(correlationId, request));
    });
  }

  /** Ends the call: appends under way fail with an unknown outcome. */
  async reset(): Promise<void> {
    const open = await this.current?.catch(() => undefined);
    if (open) this.cancel(open);
  }

  /** Sends further appends over a new call; those under way still get their answers. */
  leave(): void {
    this.current?.then(
      (open) => {
        open.left = true;
        this.endWhenDone(open);
      },
      () => {},
    );
    this.current = undefined;
  }

  private endWhenDone(open: OpenCall): void {
    if (open.left && open.pending.size === 0) this.cancel(open);
  }

  private cancel(open: OpenCall): void {
    if (open.over) return;
    this.end(open, new Error('the call was given up'));
    open.call.cancel();
  }

  private giveUp(open: OpenCall, correlationId: string): void {
    const pending = open.pending.get(correlationId);
    if (!pending) return;
    open.pending.delete(correlationId);
    open.givenUp++;
    pending.reject(new AppendFailure('unknown', 'EventStoreDB did not answer in time'));
    if (open.lastAnswerAtMs < pending.sentAtMs) this.cancel(open);
    this.endWhenDone(open);
  }

  private open(): Promise<OpenCall> {
    if (this.current) return this.current;
    const opening: Promise<OpenCall> = this.openCall().then(
      (call) => {
        const open = { call, pending: new Map(), lastAnswerAtMs: 0, givenUp: 0, left: false, over: false };
        return this.listenTo(open, () => this.forget(opening));
      },
      (error) => {
        this.forget(opening);
        throw error;
      },
    );
    this.current = opening;
    return opening;
  }

  private forget(opening: Promise<OpenCall>): void {
    if (this.current === opening) this.current = undefined;
  }

  private listenTo(open: OpenCall, onEnd: () => void): OpenCall {
    const end = (error: Error) => {
      onEnd();
      this.end(open, error);
    };
    open.call.on('data', (message) => {
      const response = appendResponse(message);
      const { correlationId } = response;
      const pending = open.pending.get(correlationId);
      open.lastAnswerAtMs = performance.now();
      open.pending.delete(correlationId);
      if (pending) this.settle(pending, response);
      this.endWhenDone(open);
    });
    open.call.on('error', end);
    open.call.on('end', () => end(new Error('the server ended the call')));
    open.call.on('close', () => end(new Error('the call was closed')));
    return open;
  }

  private settle({ request, timer, resolve, reject }: Pending, response: AppendResponse): void {
    clearTimeout(timer);
    try {
      if (response.success) resolve({ written: true, ...response.success });
      else resolve({ written: false, actual: revisionAfter(request, response.refusal!) });
    } catch (error) {
      if (error instanceof AppendFailure && isLeaderless(error)) this.onNotLeading(error);
      reject(error as Error);
    }
  }

  private end(open: OpenCall, error: Error): void {
    if (open.over) return;
    open.over = true;
    // A node that does not lead ends the call at the first append that it refuses. With several under way nobody can tell which one
    // that was.
    const wasRefused = isLeaderless(error) && open.pending.size === 1 && open.givenUp === 0;
    const outcome = wasRefused || wasNeverSent(error) ? 'unwritten' : 'unknown';
    for (const { timer, reject } of open.pending.values()) {
      clearTimeout(timer);
      reject(new AppendFailure(outcome, messageOf(error), error));
    }
    open.pending.clear();
  }
}

/** The stream's last revision, if that is why the append was refused; throws for any other reason. */
function revisionAfter({ stream }: AppendRequest, response: streams.BatchAppendResp): number {
  const status = response.getError();
  const details = status?.getDetails();
  const message = status?.getMessage() ?? 'an answer without a result';
  switch (details?.getTypeName()) {
    case 'event_store.client.WrongExpectedVersion':
      return actualRevision(details.getValue_asU8());
    case 'event_store.client.MaximumAppendSizeExceeded':
      throw new RangeError(`EventStoreDB takes smaller appends only (${message}): set its MaxAppendSize to 1 MiB`);
    case 'event_store.client.MaximumAppendEventSizeExceeded':
      throw new RangeError(`EventStoreDB takes smaller events only (${message}): set its MaxAppendEventSize to 1 MiB`);
    case 'event_store.client.StreamDeleted':
      throw new DamagedLogError(`${stream} was deleted in EventStoreDB, which Salon never does`, { stream });
    case 'event_store.client.AccessDenied':
      throw new AppendFailure('unwritten', `the user of EVENTSTORE_URL may not write to ${stream}`);
    default:
      throw new AppendFailure(isLeaderless(new Error(message)) ? 'unwritten' : 'unknown', message);
  }
}
