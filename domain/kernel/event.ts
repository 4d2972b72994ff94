/**
 * What every event carries besides its own data. It is written by the command handler, never by a caller.
 */
export interface EventMeta {
  /** The app (tenant) that the command belongs to. */
  appId: string;
  /** The user who acted; 0 for the system (a reactor, a deadline, an operator). */
  actor: number;
  /** The operator who acted, by their id, and why, as they said. Present with `actor` 0 alone. */
  operator?: number;
  reason?: string;
  /** When the command was taken, in epoch milliseconds of the server's clock. */
  at: number;
  /** The command that the event came from (a UUID). */
  commandId: string;
  /** Hash of the command's input; only present when the caller chose the command's id and may send it again. */
  fingerprint?: string;
  /** Present when a reactor issued the command: who, and the position of the event that it reacted to. */
  cause?: Cause;
  /** The first command of the chain, when it is another one. */
  correlationId?: string;
  /** Releases that do not know the event's type may leave it out. Without this they must not pass over it. */
  ignorable?: true;
  /** Version of the shape of the event's data (`EventTypes`); absent: 1. */
  schemaVersion?: number;
}

/** One reactor issues at most one command to a stream for an event: the pair is what makes a repetition known. */
export interface Cause {
  reactor: string;
  position: number;
}

/** An event as a decider makes it: a past-tense name and plain JSON data. */
export interface DomainEvent<Type extends string = string, Data = unknown> {
  readonly type: Type;
  readonly data: Data;
  /** Releases that do not know the type may leave the event out (CONTRIBUTING.md, "To add an event"). */
  readonly ignorable?: true;
}

/**
 * A keyed command that changed nothing. It is written down so that its repetition changes nothing either, whatever has happened in between.
 * Internal to the kernel: no decider sees it.
 */
export type CommandNoted = DomainEvent<'CommandNoted', Record<string, never>>;

/**
 * Brings an event's data from one version of its shape to the next. Pure; it returns new data and leaves the old as it is. What the
 * old shape did not say, it must be able to tell from the rest of the data and the metadata.
 */
export type Upcaster = (data: never, meta: EventMeta) => unknown;

/**
 * Every type of a union of events: what a release knows at run time. `true`: the data has the shape that it has
 * always had, version 1. A list: the first upcaster makes version 2 of version 1, and so on; events are written in the version
 * after the last one.
 */
export type EventTypes<Event extends DomainEvent = DomainEvent> = Readonly<
  Record<Event['type'], true | readonly Upcaster[]>
>;

/** The version of a type's data that this release writes and reads; 0 for a type that it does not know. */
export function currentVersion(types: EventTypes, type: string): number {
  const known = Object.hasOwn(types, type) ? types[type] : undefined;
  if (known === undefined) return 0;
  return known === true ? 1 : known.length + 1;
}

/** Whether an event is one of a union, by the union's types. */
export function isOneOf<Type extends string, Event extends DomainEvent>(
  types: Readonly<Record<Type, unknown>>,
  event: Event,
): event is Extract<Event, { type: Type }> {
  return Object.hasOwn(types, event.type);
}

/** Ends a closed union: a case that is not handled does not compile, and throws should it ever come from the log. */
export function assertNever(value: never): never {
  throw new Error(`unhandled case ${JSON.stringify(value)}`);
}
