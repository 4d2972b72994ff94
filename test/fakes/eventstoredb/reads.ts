import type streams from '@eventstore/db-client/generated/streams_pb.js';
import streamsPb from '@eventstore/db-client/generated/streams_pb.js';
import { Metadata, type ServerWritableStream, status } from '@grpc/grpc-js';
import type { Cluster } from './cluster.ts';
import type { FaultState } from './faults.ts';
import type { FakeLog, FakeRecord } from './log.ts';
import { streamName, toCheckpoint, toReadEvent } from './messages.ts';

type Call = ServerWritableStream<streams.ReadReq, streams.ReadResp>;

const BACKWARDS = 1;
/** A filtered subscription sends a checkpoint after so many events of the log. */
const CHECKPOINT_INTERVAL = 32;
/** What servers send as a checkpoint that is none. */
const NO_POSITION = String(2n ** 64n - 1n);

/** In the real server's words. */
const TOO_SLOW = {
  code: status.ABORTED,
  details: 'Operation timed out: Consumer too slow to handle event while live. Client resubscription required.',
};

class BadPosition extends Error {}

/** The Read call, which is also the one that subscribes to $all. */
export class Reads {
  private readonly state: FaultState;
  private readonly log: FakeLog;
  private readonly cluster: Cluster;
  private readonly node: number;
  private readonly wakes = new Set<() => void>();

  constructor(state: FaultState, log: FakeLog, place: { cluster: Cluster; node: number }) {
    this.state = state;
    this.log = log;
    this.cluster = place.cluster;
    this.node = place.node;
  }

  /** There are new events. */
  wake(): void {
    for (const wake of this.wakes) wake();
  }

  readonly handle = (call: Call): void => {
    call.on('error', () => {});
    this.answer(call).catch((error) => {
      const code = error instanceof BadPosition ? 3 : 2;
      call.emit('error', { code, details: (error as Error).message });
    });
  };

  private async answer(call: Call): Promise<void> {
    const { state } = this;
    const options = call.request.getOptions()!;
    const isSubscription = options.hasSubscription();
    if (isSubscription) state.counters.allSubscriptions++;
    else if (options.hasAll()) state.counters.allReads++;
    else state.counters.streamReads++;
    await state.thawed();
    if (!isSubscription) state.counters.nodes[this.node]!.reads++;
    const refusal = state.refusal() ?? this.cluster.refusal(this.node, 'read', call.metadata);
    if (refusal) {
      call.emit('error', refusal);
      return;
    }
    if (isSubscription) return this.follow(call, options);
    const stream = options.hasStream() ? streamName(options.getStream()!.getStreamIdentifier()) : '';
    if (stream !== '' && stream === state.faults.deletedStream) {
      const metadata = new Metadata();
      metadata.set('exception', 'stream-deleted');
      metadata.set('stream-name', stream);
      call.emit('error', { code: 9, details: `Event stream '${stream}' is deleted.`, metadata });
      return;
    }
    const count = Number(options.getCount());
    const backwards = options.getReadDirection() === BACKWARDS;
    const found = options.hasAll()
      ? this.all(options.getAll()!, backwards)
      : this.stream(options.getStream()!, backwards);
    if (found) for (const record of take(found, count)) call.write(toReadEvent(record));
    else {
      const missing = new streamsPb.ReadResp.StreamNotFound();
      missing.setStreamIdentifier(options.getStream()!.getStreamIdentifier());
      call.write(new streamsPb.ReadResp().setStreamNotFound(missing));
    }
    call.end();
  }

  private stream(options: streams.ReadReq.Options.StreamOptions, backwards: boolean): Iterable<FakeRecord> | undefined {
    const known = this.log.stream(streamName(options.getStreamIdentifier()));
    const visible = this.visible();
    const last = visible.at(-1);
    const isAll = visible.length === this.log.records.length;
    const records = isAll ? known : known.filter(({ position }) => last !== undefined && position <= last.position);
    if (records.length === 0) return undefined;
    const from = options.hasStart() ? 0 : options.hasEnd() ? records.length - 1 : Number(options.getRevision());
    return backwards ? downFrom(records, Math.min(from, records.length - 1)) : upFrom(records, from);
  }

  /** Forwards from a position and including it, backwards before it. */
  private all(options: streams.ReadReq.Options.AllOptions, backwards: boolean): Iterable<FakeRecord> {
    const records = this.visible();
    const from = Math.min(this.indexFrom(options), records.length);
    return backwards ? downFrom(records, from - 1) : upFrom(records, from);
  }

  /** What this node has of the log. */
  private visible(): readonly FakeRecord[] {
    const { records } = this.log;
    const count = this.cluster.visible(this.node);
    return count === records.length ? records : records.slice(0, count);
  }

  private indexFrom(options: streams.ReadReq.Options.AllOptions): number {
    if (options.hasStart()) return 0;
    if (options.hasEnd()) return this.log.records.length;
    const { commitPosition, preparePosition } = options.getPosition()!.toObject();
    const index = this.log.indexAt(Number(commitPosition));
    if (index !== undefined && commitPosition === preparePosition) return index;
    throw new BadPosition(`no record begins at ${commitPosition}/${preparePosition}`);
  }

  private async follow(call: Call, options: streams.ReadReq.Options): Promise<void> {
    const { state, log } = this;
    const all = options.getAll()!;
    const matches = filterOf(options);
    // After a position, not from it.
    let next = all.hasPosition() ? this.indexFrom(all) + 1 : this.indexFrom(all);
    let over = false;
    let wake = () => {};
    const onWake = () => wake();
    const end = () => {
      if (over) return;
      over = true;
      state.counters.openAllSubscriptions--;
      state.counters.nodes[this.node]!.openSubscriptions--;
      this.wakes.delete(onWake);
      wake();
    };
    call.on('cancelled', end).on('close', end);
    call.on('drain', onWake);
    this.wakes.add(onWake);
    state.counters.openAllSubscriptions++;
    state.counters.nodes[this.node]!.openSubscriptions++;
    state.counters.mostAllSubscriptions = Math.max(
      state.counters.mostAllSubscriptions,
      state.counters.openAllSubscriptions,
    );
    const confirmation = new streamsPb.ReadResp.SubscriptionConfirmation().setSubscriptionId(crypto.randomUUID());
    call.write(new streamsPb.ReadResp().setConfirmation(confirmation));
    if (options.hasFilter()) call.write(toCheckpoint(NO_POSITION));
    let isLive = false;
    let considered = 0;
    while (!over) {
      const record = next < this.cluster.visible(this.node) ? log.records[next] : undefined;
      const behind = this.cluster.visible(this.node) - next;
      if (isLive && call.writableNeedDrain && state.faults.maxBehind > 0 && behind > state.faults.maxBehind) {
        state.counters.slowEnds++;
        end();
        call.emit('error', TOO_SLOW);
        return;
      }
      if (!record || call.writableNeedDrain || state.faults.frozen) {
        if (!record && !isLive) {
          isLive = true;
          call.write(new streamsPb.ReadResp().setCaughtUp(new streamsPb.ReadResp.CaughtUp()));
        }
        if (state.faults.frozen) await state.thawed();
        else await new Promise<void>((resolve) => (wake = resolve));
        continue;
      }
      next++;
      if (matches(record)) call.write(toReadEvent(record));
      if (options.hasFilter() && ++considered % CHECKPOINT_INTERVAL === 0)
        call.write(toCheckpoint(String(record.position)));
    }
  }
}

function filterOf(options: streams.ReadReq.Options): (record: FakeRecord) => boolean {
  const filter = options.getFilter();
  if (!filter) return () => true;
  const expression = filter.getEventType() ?? filter.getStreamIdentifier()!;
  const textOf = (record: FakeRecord) => (filter.hasEventType() ? record.type : record.stream);
  const regex = expression.getRegex() === '' ? undefined : new RegExp(expression.getRegex());
  const prefixes = expression.getPrefixList();
  return (record) => regex?.test(textOf(record)) ?? prefixes.some((prefix) => textOf(record).startsWith(prefix));
}

function* upFrom(records: readonly FakeRecord[], index: number): Generator<FakeRecord> {
  for (let i = index; i < records.length; i++) yield records[i]!;
}

function* downFrom(records: readonly FakeRecord[], index: number): Generator<FakeRecord> {
  for (let i = index; i >= 0; i--) yield records[i]!;
}

function* take<T>(items: Iterable<T>, count: number): Generator<T> {
  if (count <= 0) return;
  for (const item of items) {
    yield item;
    if (--count === 0) return;
  }
}
