import type { DomainEvent, EventTypes } from './event.ts';

/** What a command carries besides its input. Time, ids and randomness come in here; a decider never reads them itself. */
export interface CommandMeta {
  appId: string;
  /** The acting user's id; 0 for the system. Comes from a verified token or a signed app, never from a body field. */
  actor: number;
  /** The operator who acts (`operator-…`), for commands with `actor` 0: deciders take operators for the system. Comes from a verified session or token. */
  operator?: number;
  /** Why, as the operator said it. */
  reason?: string;
  /** Epoch milliseconds. */
  at: number;
  /** A UUID. The same id with the same input is the same command, whenever it comes. */
  commandId: string;
  /** True when the caller chose `commandId` and may send it again: the aggregate then remembers it. */
  keyed?: boolean;
  /**
   * For keyed commands that also carry what the server looked up (a name, a price): what the caller sent. A repetition is recognised by
   * this alone, so that it stays the same command when a price has changed meanwhile. Default: the command.
   */
  input?: unknown;
  /** Set by reactors. */
  cause?: {
    reactor: string;
    position: number;
    /** The reactor handles it later than events after it, and knows that it is not in the stream: its age does not show that it was handled. */
    isLate?: boolean;
    /**
     * Other processes carry out reactions to the same stream at their own pace: a cause older than all that the stream remembers may not have been
     * handled, and is refused with `ForgottenCauseError`.
     */
    isOneOfMany?: boolean;
  };
  correlationId?: string;
}

/**
 * The rules of one aggregate, pure: no I/O, clock or randomness.
 * `evolve` may mutate the state it is given, and returns it: the command handler owns that object. It never changes an event, nor a part of
 * one that it keeps in the state: others read the same object.
 * State is plain data (with Maps and Sets) that a structured clone keeps whole: snapshots are made of it.
 * `decide` must not mutate it. A broken rule throws a `DomainError`; nothing to do is `[]`.
 */
export interface Decider<State, Command, Event extends DomainEvent> {
  /** The stream category, without `-`. */
  readonly category: string;
  /** The types that `evolve` knows: others were written by a newer release. Without it, every type is taken for known. */
  readonly eventTypes?: EventTypes<Event>;
  /**
   * 'any' for chatty streams whose state does not depend on what others append: several processes append to them without
   * a revision check, so that they do not make each other retry. A command that two processes take at the same moment
   * under one id is known by its events' ids. Default 'exact'.
   */
  readonly concurrency?: 'exact' | 'any';
  /**
   * Counted up with every change of the state's shape or of a rule of `evolve`: snapshots of another version are left out.
   * Default 1.
   */
  readonly version?: number;
  /**
   * Whether a keyed command that changes nothing is written down (`CommandNoted`): only when its actor has a part in what it is about, so that
   * nobody fills streams with commands that concern nobody. Default: always, for streams that only their owner and the system write to.
   */
  hasPart?(command: Command, state: State, meta: CommandMeta): boolean;
  initialState(): State;
  decide(command: Command, state: State, meta: CommandMeta): Event[];
  evolve(state: State, event: Event, meta: { at: number; actor: number }): State;
}
