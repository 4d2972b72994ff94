import type { Decider } from '../domain/kernel/decider.ts';
import type { DomainError } from '../domain/kernel/errors.ts';
import type { DomainEvent } from '../domain/kernel/event.ts';
import type { OnEvents } from '../event-store/on-events.ts';
import type { ReadModels } from '../projections/read-models.ts';

/** A command that follows from an event. */
export interface Reaction {
  decider: Decider<unknown, unknown, DomainEvent>;
  stream: string;
  command: unknown;
  /** The compensation for a command that a rule refuses for good. Without one, a refusal ends the matter. */
  refused?: (error: DomainError) => Reaction | null;
}

/** Makes a reaction; the compiler checks the command against its decider. */
export function reaction<State, Command, Event extends DomainEvent>(
  decider: Decider<State, Command, Event>,
  stream: string,
  command: Command,
  refused?: Reaction['refused'],
): Reaction {
  return { decider: decider as unknown as Reaction['decider'], stream, command, refused };
}

/**
 * Acts once on each event, in the log's order: at most one command a stream for an event. The command's id derives from the
 * event and the stream remembers the cause, so that a repetition after a crash changes nothing.
 */
export interface Reactor {
  readonly name: string;
  /**
   * Its commands follow from the event alone: no read model, nothing to wait for, and nothing else that an event after it could have changed. They are then
   * decided with the event, and written in one with it, where the log can do that; else, and after a crash, it acts as any other.
   */
  readonly isAhead?: true;
  readonly on: OnEvents<[models: ReadModels], Reaction[] | Promise<Reaction[]>>;
}

/**
 * Reactors that follow the log together, from a checkpoint of their own: a reactor that is held up holds up its group, and no
 * other. A reactor may move to another group: streams know by the reactor's name what it has done.
 */
export interface ReactorGroup {
  /** Part of the checkpoint's name: a persisted format. */
  readonly name: string;
  readonly reactors: readonly Reactor[];
}
