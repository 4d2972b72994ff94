import type { CommandMeta, Decider } from './decider.ts';
import { DomainError } from './errors.ts';
import type { Cause, CommandNoted, DomainEvent, EventMeta, EventTypes } from './event.ts';
import {
  countEvent,
  fingerprintNumber,
  fingerprintOf,
  noSeenCommands,
  rememberCommand,
  type SeenCommand,
  type SeenCommands,
  seenCommand,
} from './seen-commands.ts';

/**
 * Causes remembered one by one, per reactor and stream. A reactor takes events in batches of at most MAX_BATCH_EVENTS and finishes
 * one before the next, or a little more where its rounds overlap, so its commands reach a stream out of order by less than this. So a
 * cause older than all that are remembered was handled, unless several processes share the reactor (`isOneOfMany`).
 */
export const REMEMBERED_CAUSES = 2_048;

/** Causes may pass their limit by this many before the oldest are dropped, all at once. */
const DROP_CAUSES_EVERY = 512;

export interface Causes {
  /** At or below this position everything has been handled. */
  floor: number;
  /** In the order of arrival. */
  recent: Set<number>;
}

/** Counted up with every change of `Aggregate`'s shape or of how it is folded: older snapshots are then left out. */
export const AGGREGATE_VERSION = 3;

/** The state of a stream: the decider's own, and what is needed to recognise repeated commands. */
export interface Aggregate<State> {
  state: State;
  /** Revision of the last event folded in; -1 for an empty stream. */
  revision: number;
  seen: SeenCommands;
  /** Positions of the events that reactors' commands came from, per reactor. */
  causes: Map<string, Causes>;
}

export function emptyAggregate<State>(decider: { initialState(): State }): Aggregate<State> {
  return { state: decider.initialState(), revision: -1, seen: noSeenCommands(), causes: new Map() };
}

export type Decision<Event> =
  | { repeated: SeenCommand | 'cause' }
  | { repeated: null; events: (Event | CommandNoted)[]; meta: EventMeta };

/**
 * Decides a command against an aggregate, once: a command id that was seen with the same input is `repeated`;
 * with another input it throws `DomainError('IdempotencyConflict')`. A keyed command that changes nothing is written down as
 * `CommandNoted` when its actor has a part in what it is about (`Decider.hasPart`). Otherwise it leaves no trace, like a command that a
 * rule refuses, and may succeed later under the same id. `fingerprint`: of a keyed command's input, where it was made with a key.
 */
export function decideOnce<State, Command, Event extends DomainEvent>(
  decider: Decider<State, Command, Event>,
  aggregate: Aggregate<State>,
  command: Command,
  meta: CommandMeta,
  fingerprint: string | undefined = meta.keyed ? fingerprintOf(meta.input ?? command) : undefined,
): Decision<Event> {
  const { appId, actor, operator, reason, at, commandId, cause, correlationId } = meta;
  if (fingerprint !== undefined) {
    const seen = seenCommand(aggregate.seen, commandId);
    if (seen && seen.fingerprint !== fingerprintNumber(fingerprint)) throw new DomainError('IdempotencyConflict');
    if (seen) return { repeated: seen };
  }
  if (cause) {
    const causes = aggregate.causes.get(cause.reactor);
    if (causes?.recent.has(cause.position)) return { repeated: 'cause' };
    if (causes && cause.position <= causes.floor && !cause.isLate) {
      if (cause.isOneOfMany) throw new ForgottenCauseError();
      return { repeated: 'cause' };
    }
  }
  const changes = decider.decide(command, aggregate.state, meta);
  const isToBeNoted =
    changes.length === 0 && fingerprint !== undefined && (decider.hasPart?.(command, aggregate.state, meta) ?? true);
  const events: (Event | CommandNoted)[] = isToBeNoted ? [{ type: 'CommandNoted', data: {} }] : changes;
  const written = {
    appId,
    actor,
    at,
    commandId,
    fingerprint,
    cause: cause && { reactor: cause.reactor, position: cause.position },
    correlationId,
  };
  // Few events have an operator: the others carry no empty fields for one.
  const byOperator = operator === undefined ? written : { ...written, operator, reason };
  return { repeated: null, events, meta: byOperator };
}

/**
 * For streams that are appended to without a revision check (`Decider.concurrency` 'any'): remembers the command of an event of the log,
 * this process's or another's. Changes nothing when it is remembered already.
 */
export function acknowledgeOnce(
  aggregate: Aggregate<unknown>,
  { meta, revision }: { meta: EventMeta; revision: number },
): void {
  aggregate.revision = Math.max(aggregate.revision, revision);
  if (meta.cause) rememberCause(aggregate.causes, meta.cause);
  if (meta.fingerprint === undefined) return;
  const { commandId, at, actor } = meta;
  const fingerprint = fingerprintNumber(meta.fingerprint);
  const known = seenCommand(aggregate.seen, commandId);
  // Two processes may have taken two commands under one id at the same moment: the one that comes first in the log counts.
  const isOther = known !== undefined && known.fingerprint !== fingerprint;
  if (!known || (isOther && revision <= known.revision)) {
    rememberCommand(aggregate.seen, commandId, { fingerprint, at, revision, count: 1, actor });
  } else if (!isOther && revision === known.revision + known.count) countEvent(aggregate.seen, commandId);
}

/** A reaction's cause is older than all that the stream remembers: whether it was handled stands in its events. */
export class ForgottenCauseError extends Error {
  override readonly name = 'ForgottenCauseError';
  constructor() {
    super('the cause is older than all that the stream remembers');
  }
}

/** The stream holds an event that the decider does not know and that is not ignorable: its state is not known. */
export class UnknownEventError extends Error {
  override readonly name = 'UnknownEventError';
}

/**
 * Folds one event into `aggregate`, which it mutates. Of an ignorable event of an unknown type, only the command is remembered; one that
 * is not ignorable throws `UnknownEventError` and changes nothing.
 */
export function evolveOnce<State, Event extends DomainEvent>(
  decider: Decider<State, never, Event>,
  aggregate: Aggregate<State>,
  event: Event | CommandNoted,
  meta: EventMeta,
): void {
  const isKnown = isNoted(event) || knows(decider, event.type);
  if (!isKnown && !meta.ignorable) throw new UnknownEventError(`${event.type} was written by a newer release`);
  if (isKnown && !isNoted(event)) aggregate.state = decider.evolve(aggregate.state, event, meta);
  aggregate.revision++;
  if (meta.fingerprint !== undefined) remember(aggregate, meta, meta.fingerprint);
  // All events of an append appear together, so no half-done command can be mistaken for a whole one.
  if (meta.cause) rememberCause(aggregate.causes, meta.cause);
}

/** Whether a decider knows a type of event. */
export function knows<Event extends DomainEvent>(
  { eventTypes }: { eventTypes?: EventTypes<Event> },
  type: string,
): boolean {
  return eventTypes === undefined || Object.hasOwn(eventTypes, type);
}

/** Whether an event only says that a command changed nothing. */
export function isNoted(event: DomainEvent): event is CommandNoted {
  return event.type === 'CommandNoted';
}

function remember(
  { seen, revision }: Aggregate<unknown>,
  { commandId, at, actor }: EventMeta,
  fingerprint: string,
): void {
  if (countEvent(seen, commandId)) return;
  rememberCommand(seen, commandId, { fingerprint: fingerprintNumber(fingerprint), at, revision, count: 1, actor });
}

function rememberCause(all: Map<string, Causes>, cause: Cause): void {
  let causes = all.get(cause.reactor);
  if (!causes) {
    causes = { floor: -1, recent: new Set() };
    all.set(cause.reactor, causes);
  }
  causes.recent.add(cause.position);
  if (causes.recent.size < REMEMBERED_CAUSES + DROP_CAUSES_EVERY) return;
  for (const position of causes.recent) {
    if (causes.recent.size <= REMEMBERED_CAUSES) return;
    causes.recent.delete(position);
    causes.floor = Math.max(causes.floor, position);
  }
}
