import { LRUCache } from 'lru-cache';
import {
  type Aggregate,
  decideOnce,
  emptyAggregate,
  evolveOnce,
  type SeenCommand,
} from '../domain/kernel/aggregate.ts';
import type { CommandMeta, Decider } from '../domain/kernel/decider.ts';
import type { DomainEvent, EventMeta } from '../domain/kernel/event.ts';
import { uuidV5 } from '../domain/kernel/ids.ts';
import {
  type Appended,
  ConcurrencyError,
  type EventStore,
  type ExpectedRevision,
  MAX_READ_EVENTS,
  type NewEvent,
  type Position,
  START,
  UnknownOutcomeError,
} from './event-store.ts';

export interface Handled<State, Event extends DomainEvent> {
  /** What the command led to: the events of its first run when it is a repetition; [] when there was nothing to do. */
  events: NewEvent<Event>[];
  /** Revision of the stream and position of the log at which all of this is durable. */
  revision: number;
  position: Position;
  repeated: boolean;
  /** The stream's state now, later commands included. Read it at once and don't keep it: the handler goes on using it. */
  state: Readonly<State>;
}

export interface CommandHandler {
  /**
   * Decides a command against a stream and makes the outcome durable.
   * The same `meta.commandId` with the same input counts once and gets the first outcome again.
   * Throws `DomainError` for a broken rule, `StoreUnavailableError` or `UnknownOutcomeError` when the log does not answer.
   */
  handle<State, Command, Event extends DomainEvent>(
    decider: Decider<State, Command, Event>,
    stream: string,
    command: Command,
    meta: CommandMeta,
  ): Promise<Handled<State, Event>>;
  /** The stream's state, durable up to the moment of the call. Read it at once and don't keep it. */
  load<State, Command, Event extends DomainEvent>(
    decider: Decider<State, Command, Event>,
    stream: string,
  ): Promise<{ state: Readonly<State>; revision: number }>;
}
