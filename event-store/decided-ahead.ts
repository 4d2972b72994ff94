import { decideOnce } from '../domain/kernel/aggregate.ts';
import type { CommandMeta } from '../domain/kernel/decider.ts';
import { reactionCommandId } from '../domain/kernel/ids.ts';
import { type LoggedEvent, logged, MAX_STREAMS_TOGETHER, type NewEvent, type Position } from './event-store.ts';
import type { Decided } from './group-appends.ts';
import { type AnyDecider, type HeldStream, MAX_IN_FLIGHT_PER_STREAM } from './held-stream.ts';
import { newEvents } from './new-events.ts';

/**
 * While the reactors are behind by more events than this, nothing is decided ahead of them. Streams remember by position what reactors have
 * done (REMEMBERED_CAUSES = 2,048), and take everything older for done: what reactors still have to do must not become older than that.
 */
export const MAX_EVENTS_AHEAD = 1_024;

/** A command that follows from an event and from nothing else. */
export interface Leg {
  reactor: string;
  decider: AnyDecider;
  stream: string;
  command: unknown;
}

/** What reactors would make of events, so that it can be decided with them. */
export interface AheadOfReactors {
  /** Types of events that something follows from. */
  readonly types: ReadonlySet<string>;
  legsOf(event: LoggedEvent): readonly Leg[];
  /** Up to where the reactors have done everything. */
  reached(): Position;
  /** Resolves when they have come further, at the latest after a while. */
  progress(): Promise<void>;
}

/** Which reactors have nothing left to do for an event, by the event's data. */
const decided = new WeakMap<object, string[]>();

/** Whether a reactor's command was written in one with the event. Of events that were read from the disk nobody knows any more: false. */
export function isDecidedAhead({ data }: LoggedEvent, reactor: string): boolean {
  return decided.get(data)?.includes(reactor) ?? false;
}

/** What is to be written as one. `missing`: streams that must be in memory first; nothing was decided then. */
export interface Plan {
  members: Decided[];
  /** To be called when `members` go to the log. */
  noted(): void;
  missing: Leg[];
}

/**
 * Decides what follows from the events of `first`, if these come to stand at `position`, and what follows from that. Changes no state. Left to the
 * reactors is what a rule refuses (it may want a compensation), what goes to a stream that has its part already, or one whose last append is
 * in doubt.
 */
export function planAhead(
  ahead: AheadOfReactors,
  first: Decided,
  position: Position,
  held: (stream: string) => HeldStream,
): Plan {
  const members = [first];
  const missing: Leg[] = [];
  const notes: [data: object, reactor: string][] = [];
  let next = position;
  // Grows while it is gone through: each member may have legs of its own.
  for (const { stream, aggregate, events } of members) {
    for (const [index, event] of events.entries()) {
      const at = next++;
      if (!ahead.types.has(event.type)) continue;
      const recorded = logged({
        ...event,
        stream: stream.name,
        revision: aggregate.revision + 1 + index,
        position: at,
      });
      for (const leg of legsOf(ahead, recorded)) {
        const to = held(leg.stream);
        if (members.length === MAX_STREAMS_TOGETHER || members.some((member) => member.stream === to)) continue;
        if (!to.aggregate) missing.push(leg);
        else if (to.inDoubt === 0 && to.inFlight < MAX_IN_FLIGHT_PER_STREAM) {
          const events = decideLeg(leg, recorded, to);
          if (events.length === 0) continue;
          members.push({ decider: leg.decider, stream: to, aggregate: to.aggregate, events });
          notes.push([event.data as object, leg.reactor]);
        }
      }
    }
  }
  const noted = () => {
    for (const [data, reactor] of notes) note(data, reactor);
  };
  return { members, missing, noted };
}

/** A reactor that fails will do so by itself, and be seen to. */
function legsOf(ahead: AheadOfReactors, event: LoggedEvent): readonly Leg[] {
  try {
    return ahead.legsOf(event);
  } catch {
    return [];
  }
}

function note(data: object, reactor: string): void {
  const known = decided.get(data);
  if (known) known.push(reactor);
  else decided.set(data, [reactor]);
}

/** As the reactor's command would be decided; [] for one that is not to be written. */
function decideLeg({ reactor, decider, stream, command }: Leg, event: LoggedEvent, to: HeldStream): NewEvent[] {
  try {
    const decision = decideOnce(
      decider,
      to.aggregate!,
      command as never,
      reactionMeta(event, reactor, stream, event.meta.at),
    );
    return decision.repeated === null ? newEvents(decider, decision.events, decision.meta) : [];
  } catch {
    // A rule refuses it, or it fails: the reactor finds the same, and knows what to do then.
    return [];
  }
}

/** What the command carries that a reactor issues to a stream because of an event. */
export function reactionMeta(
  { id, position, meta: { appId, commandId, correlationId } }: LoggedEvent,
  reactor: string,
  stream: string,
  at: number,
): CommandMeta {
  return {
    appId,
    actor: 0,
    at,
    commandId: reactionCommandId(id, reactor, stream),
    cause: { reactor, position },
    correlationId: correlationId ?? commandId,
  };
}
