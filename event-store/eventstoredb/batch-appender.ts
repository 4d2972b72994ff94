import { randomUUID } from 'node:crypto';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import { DamagedLogError, type ExpectedRevision, type Position } from '../event-store.ts';
import type { BatchAppendCall } from './connection.ts';
import type { EncodedEvent } from './events.ts';
import { AppendFailure, messageOf, wasNeverSent, within } from './failures.ts';
import { fromCommitPosition } from './positions.ts';

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

/** A call that is open, and what waits for an answer on it. */
interface OpenCall {
  call: BatchAppendCall;
  pending: Map<string, Pending>;
  lastAnswerAtMs: number;
  over: boolean;
}

/**
 * Appends over one BatchAppend call, opened anew when it ends. It takes the place of the client's `appendToStream`, which keeps what
 * is pending in a map common to all calls: there, one call's failure fails the appends of another, whose answers then
 * throw where nobody can catch them; and an append that waits for its turn to be sent when the call fails is an
 * unhandled rejection.
 *
 * The server sets this call no deadline, and answers may come in any order or not at all. One that is overdue is given up;
 * when nothing was answered since it was asked for, so is the call.
 */
export class BatchAppender {
  private readonly openCall: () => Promise<BatchAppendCall>;
  private readonly deadlineMs: number;
  private current: Promise<OpenCall> | undefined;

  constructor(openCall: () => Promise<BatchAppendCall>, deadlineMs: number) {
    this.openCall = openCall;
    this.deadlineMs = deadlineMs;
  }

  /** Opens the call ahead of the first append, so that none waits for it. */
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
      while (open.over);
    } catch (error) {
      throw new AppendFailure('unwritten', messageOf(error), error);
    }
    return new Promise((resolve, reject) => {
      const correlationId = randomUUID();
      const timer = setTimeout(() => this.giveUp(open, correlationId), this.deadlineMs);
      open.pending.set(correlationId, { request, sentAtMs: Date.now(), timer, resolve, reject });
      open.call.write(toMessage(correlationId, request));
    });
  }

  /** Ends the call: whatever is under way fails with an unknown outcome. */
  async reset(): Promise<void> {
    const open = await this.current?.catch(() => undefined);
    if (open) this.cancel(open);
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
    pending.reject(new AppendFailure('unknown', 'EventStoreDB did not answer in time'));
    if (open.lastAnswerAtMs < pending.sentAtMs) this.cancel(open);
  }

  private open(): Promise<OpenCall> {
    this.current ??= this.openCall().then(
      (call) => this.listenTo({ call, pending: new Map(), lastAnswerAtMs: 0, over: false }),
      (error) => {
        this.current = undefined;
        throw error;
      },
    );
    return this.current;
  }

  private listenTo(open: OpenCall): OpenCall {
    open.call.on('data', (response) => {
      const correlationId = uuidText(response.getCorrelationId());
      const pending = open.pending.get(correlationId);
      open.lastAnswerAtMs = Date.now();
      open.pending.delete(correlationId);
      if (pending) settle(pending, response);
    });
    open.call.on('error', (error) => this.end(open, error));
    open.call.on('end', () => this.end(open, new Error('the server ended the call')));
    open.call.on('close', () => this.end(open, new Error('the call was closed')));
    return open;
  }

  private end(open: OpenCall, error: Error): void {
    if (open.over) return;
    open.over = true;
    this.current = undefined;
    const outcome = wasNeverSent(error) ? 'unwritten' : 'unknown';
    for (const { timer, reject } of open.pending.values()) {
      clearTimeout(timer);
      reject(new AppendFailure(outcome, messageOf(error), error));
    }
    open.pending.clear();
  }
}

function toMessage(correlationId: string, { stream, expected, events }: AppendRequest): streams.BatchAppendReq {
  const options = new streams.BatchAppendReq.Options();
  options.setStreamIdentifier(new shared.StreamIdentifier().setStreamName(Buffer.from(stream)));
  // No deadline: the server would hold it against its own clock, which may differ from ours.
  if (expected === 'any') options.setAny(new shared.Empty());
  else if (expected === 'none') options.setNoStream(new shared.Empty());
  else options.setStreamPosition(String(expected));
  const messages = events.map(({ id, type, data, meta }) => {
    const message = new streams.BatchAppendReq.ProposedMessage();
    message.setId(new shared.UUID().setString(id)).setData(data).setCustomMetadata(meta);
    message.getMetadataMap().set('type', type).set('content-type', 'application/json');
    return message;
  });
  return new streams.BatchAppendReq()
    .setCorrelationId(new shared.UUID().setString(correlationId))
    .setOptions(options)
    .setProposedMessagesList(messages)
    .setIsFinal(true);
}

function settle({ request, timer, resolve, reject }: Pending, response: streams.BatchAppendResp): void {
  clearTimeout(timer);
  try {
    if (response.hasSuccess()) resolve(toSuccess(response.getSuccess()!));
    else resolve({ written: false, actual: actualRevision(request, response) });
  } catch (error) {
    reject(error as Error);
  }
}

function toSuccess(success: streams.BatchAppendResp.Success): AppendAnswer {
  const position = fromCommitPosition(success.getPosition()?.getCommitPosition());
  return { written: true, revision: Number(success.getCurrentRevision()), position };
}

/** The stream's last revision, where that is why the append was refused; throws for any other reason. */
function actualRevision({ stream }: AppendRequest, response: streams.BatchAppendResp): number {
  const status = response.getError();
  const details = status?.getDetails();
  const message = status?.getMessage() ?? 'an answer without a result';
  switch (details?.getTypeName()) {
    case 'event_store.client.WrongExpectedVersion': {
      const wrong = shared.WrongExpectedVersion.deserializeBinary(details.getValue_asU8());
      return wrong.hasCurrentStreamRevision() ? Number(wrong.getCurrentStreamRevision()) : -1;
    }
    case 'event_store.client.MaximumAppendSizeExceeded':
      throw new RangeError(`EventStoreDB takes smaller appends only (${message}): set its MaxAppendSize to 1 MiB`);
    case 'event_store.client.StreamDeleted':
      throw new DamagedLogError(`${stream} was deleted in EventStoreDB, which Salon never does`, { stream });
    case 'event_store.client.AccessDenied':
      throw new AppendFailure('unwritten', `the user of EVENTSTORE_URL may not write to ${stream}`);
    default:
      throw new AppendFailure(/Server Is (Not Ready|Busy)/.test(message) ? 'unwritten' : 'unknown', message);
  }
}

/** UUIDs come back as they were sent, except where the server makes the answer up itself (its own time-out). */
function uuidText(uuid: shared.UUID | undefined): string {
  const structured = uuid?.getStructured();
  if (!structured) return uuid?.getString() ?? '';
  const hex = (bits: string) => BigInt.asUintN(64, BigInt(bits)).toString(16).padStart(16, '0');
  const text = hex(structured.getMostSignificantBits()) + hex(structured.getLeastSignificantBits());
  return text.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
