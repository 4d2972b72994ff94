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
  /** What to do instead when a rule refuses the command for good: a compensation. Without one, a refusal is the end of it. */
  refused?: (error: DomainError) => Reaction | null;
}

/** Keeps the command's type checked against its decider. */
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
  readonly on: OnEvents<[models: ReadModels], Reaction[] | Promise<Reaction[]>>;
}

/**
 * Reactors that follow the log together, from a checkpoint of their own: what holds one of them up holds up its group, and no
 * other. A reactor may move to another group: streams know what it has done by its own name.
 */
export interface ReactorGroup {
  /** Part of the checkpoint's name: a persisted format. */
  readonly name: string;
  readonly reactors: readonly Reactor[];
}
