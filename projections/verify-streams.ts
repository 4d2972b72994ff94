import { type AnyDecider, allDeciders } from '../domain/deciders.ts';
import { isKnownEvent } from '../domain/events.ts';
import { type Aggregate, emptyAggregate, evolveOnce, UnknownEventError } from '../domain/kernel/aggregate.ts';
import { categoryOf } from '../domain/kernel/ids.ts';
import type { EventStore, LoggedEvent, Position } from '../event-store/event-store.ts';
import { pagesAfter } from './pages.ts';

/** Streams that are folded in one pass over the log, some 2 KB each; more of them take further passes. */
const STREAMS_PER_PASS = 50_000;
const MAX_VIOLATIONS = 100;

export interface StreamReport {
  streams: number;
  /** Events of types that this release does not know and may leave out. */
  ignored: number;
  /** Streams for which commands cannot be answered. All of them are counted, the first are listed, each at its first such event. */
  violationCount: number;
  violations: { position: Position; message: string }[];
}

export interface StreamOptions {
  deciders?: readonly AnyDecider[];
  streamsPerPass?: number;
  maxViolations?: number;
  onProgress?(events: number): void;
}

/** Folds every stream as commands do: it finds the events that commands cannot take before somebody sends a command. */
export async function verifyStreams(log: EventStore, options: StreamOptions = {}): Promise<StreamReport> {
  const {
    deciders = allDeciders,
    streamsPerPass = STREAMS_PER_PASS,
    maxViolations = MAX_VIOLATIONS,
    onProgress = () => {},
  } = options;
  const byCategory = new Map(deciders.map((decider) => [decider.category, decider]));
  const report: StreamReport = { streams: 0, ignored: 0, violationCount: 0, violations: [] };
  /** Streams of the passes before. */
  const done = new Set<string>();
  for (let isComplete = false; !isComplete; ) {
    isComplete = true;
    let events = 0;
    const states = new Map<string, Aggregate<unknown> | null>();
    for await (const page of pagesAfter(log, 0)) {
      for (const event of page) {
        if (done.has(event.stream)) continue;
        const decider = byCategory.get(categoryOf(event.stream));
        let aggregate = states.get(event.stream);
        if (aggregate === undefined && states.size >= streamsPerPass) {
          isComplete = false;
          continue;
        }
        aggregate = aggregate === undefined ? emptyAggregate(decider ?? NO_STATE) : aggregate;
        states.set(event.stream, aggregate && fold(decider, aggregate, event));
      }
      events += page.length;
      onProgress(events);
    }
    for (const stream of states.keys()) done.add(stream);
  }
  report.streams = done.size;
  return report;

  /** Null once the stream cannot be folded further. */
  function fold(decider: AnyDecider | undefined, aggregate: Aggregate<unknown>, event: LoggedEvent) {
    if (event.meta.ignorable && !isKnown(decider, event.type)) report.ignored++;
    try {
      if (decider) evolveOnce(decider, aggregate, event, event.meta);
      else if (!isKnownEvent(event.type) && !event.meta.ignorable) throw new UnknownEventError(newer(event));
      return aggregate;
    } catch (error) {
      report.violationCount++;
      const reason =
        error instanceof UnknownEventError ? newer(event) : `cannot be folded: ${(error as Error).message}`;
      const message = `${event.stream}: ${reason}`;
      if (report.violations.length < maxViolations) report.violations.push({ position: event.position, message });
      return null;
    }
  }
}

const NO_STATE = { initialState: () => null };

function isKnown(decider: AnyDecider | undefined, type: string): boolean {
  return (
    type === 'CommandNoted' || (decider?.eventTypes ? Object.hasOwn(decider.eventTypes, type) : isKnownEvent(type))
  );
}

function newer({ type }: LoggedEvent): string {
  return `${type} was written by a newer release, commands on this stream answer 503`;
}
