import type shared from '@eventstore/db-client/generated/shared_pb.js';
import type streams from '@eventstore/db-client/generated/streams_pb.js';
import type { ServerDuplexStream } from '@grpc/grpc-js';
import type { Cluster } from './cluster.ts';
import type { FaultState } from './faults.ts';
import type { FakeAppend, FakeOutcome } from './log.ts';
import { structured, toAppend, toEvent, toFailure, toSuccess, toWrongVersion } from './messages.ts';
import type { Writes } from './writes.ts';

const MAX_APPEND_BYTES = 1024 * 1024;

type Call = ServerDuplexStream<streams.BatchAppendReq, streams.BatchAppendResp>;

/** The BatchAppend call: appends come in parts, which belong together by their correlation id. */
export class BatchAppends {
  private readonly state: FaultState;
  private readonly writes: Writes;
  private readonly cluster: Cluster;
  private readonly node: number;
  private readonly dropConnections: () => void;
  private repetitions = 0;

  constructor(
    state: FaultState,
    writes: Writes,
    place: { cluster: Cluster; node: number },
    dropConnections: () => void,
  ) {
    this.state = state;
    this.writes = writes;
    this.cluster = place.cluster;
    this.node = place.node;
    this.dropConnections = dropConnections;
  }

  readonly handle = (call: Call): void => {
    this.state.counters.batchAppendCalls++;
    const parts = new Map<string, FakeAppend>();
    call.on('data', (request: streams.BatchAppendReq) => {
      const id = request.getCorrelationId()!;
      const append = parts.get(id.getString()) ?? toAppend(request.getOptions()!);
      append.events.push(...request.getProposedMessagesList().map(toEvent));
      if (!request.getIsFinal()) {
        parts.set(id.getString(), append);
        return;
      }
      parts.delete(id.getString());
      void this.take(call, id, append);
    });
    call.on('end', () => call.end());
    call.on('error', () => {});
  };

  private async take(call: Call, id: shared.UUID, append: FakeAppend): Promise<void> {
    const { state } = this;
    await state.thawed();
    state.counters.batchAppends++;
    const refusal = state.refusal();
    if (refusal) {
      call.emit('error', refusal);
      return;
    }
    state.counters.nodes[this.node]!.appends++;
    const elsewhere = this.cluster.refusal(this.node, 'write', call.metadata);
    // Where the leader is known the whole call ends; else it is this append's answer.
    if (elsewhere?.metadata) {
      call.emit('error', elsewhere);
      return;
    }
    if (elsewhere) {
      call.write(toFailure('Empty', elsewhere.details).setCorrelationId(id));
      return;
    }
    const { maxEventBytes, deletedStream } = state.faults;
    if (append.stream === deletedStream) {
      call.write(toFailure('StreamDeleted', 'StreamDeleted').setCorrelationId(id));
      return;
    }
    if (maxEventBytes > 0 && append.events.some((event) => bytesOf({ events: [event] }) > maxEventBytes)) {
      call.write(toFailure('MaximumAppendEventSizeExceeded', 'MaximumAppendEventSizeExceeded').setCorrelationId(id));
      return;
    }
    if (bytesOf(append) > MAX_APPEND_BYTES) {
      call.write(toFailure('MaximumAppendSizeExceeded', 'Maximum Append Size Exceeded').setCorrelationId(id));
      return;
    }
    const outcome = await this.writes.append(append);
    if (outcome.result === 'written') state.counters.eventsAppended += outcome.records.length;
    if (state.takes('loseAnswers')) return;
    if (state.takes('dropAfterWrite')) {
      this.dropConnections();
      return;
    }
    if (state.takes('timeOutAfterWrite')) {
      call.write(toFailure('Timeout', 'Timeout').setCorrelationId(structured(id)));
      return;
    }
    if (state.faults.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, state.faults.delayMs));
    await state.thawed();
    if (!call.cancelled) call.write(this.answer(outcome).setCorrelationId(id));
  }

  private answer(outcome: FakeOutcome): streams.BatchAppendResp {
    switch (outcome.result) {
      case 'written': {
        const { revision, position } = outcome.records[outcome.records.length - 1]!;
        return toSuccess(revision, position);
      }
      case 'repeated':
        return toSuccess(outcome.revision, this.repetitions++ % 2 === 0 ? undefined : outcome.position);
      default:
        return toWrongVersion(outcome.current);
    }
  }
}

function bytesOf({ events }: Pick<FakeAppend, 'events'>): number {
  return events.reduce((sum, { type, data, meta }) => sum + data.length + meta.length + 2 * type.length, 0);
}
