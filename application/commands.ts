import type { CommandMeta, Decider } from '../domain/kernel/decider.ts';
import type { DomainEvent } from '../domain/kernel/event.ts';
import type { Position } from '../event-store/event-store.ts';
import type { NamedView } from '../projections/read-models.ts';
import { CAUGHT_UP_TIMEOUT_MS, type Core } from './core.ts';

/**
 * Makes the metadata of an actor's command: time, id, and whether the caller may send it again. A use case says what each of its
 * commands is for, so that whoever calls it cannot mix up their keys. `key`: in place of the one that the caller chose, if any.
 */
export type MakeMeta = (purpose: string, key?: string) => CommandMeta;

/** Part of the answer to a command: absent when lists show what it did, false when they did not in time. */
export interface Shown {
  upToDate?: false;
}

/**
 * Waits until `views` show what a command did: those that the answer or the client's next request reads. When that takes too
 * long, or one of them is stopped, the command has succeeded all the same, and the answer carries `upToDate: false`.
 */
export async function shown(core: Core, position: Position, views: readonly NamedView[]): Promise<Shown> {
  return (await core.models.caughtUp(position, views, CAUGHT_UP_TIMEOUT_MS)) ? {} : { upToDate: false };
}

/**
 * Metadata of a command that also carries what the server looked up (names, prices): the caller's own input alone says
 * whether a repeated key means the same command.
 */
export function withInput(meta: CommandMeta, input: unknown): CommandMeta {
  return { ...meta, input };
}

/**
 * A decider with one more rule for commands that are new: a command that was carried out before gets its first answer even
 * when the rule does not hold any longer (the room has closed since, the buyer has left it).
 */
export function whenNew<State, Command, Event extends DomainEvent>(
  decider: Decider<State, Command, Event>,
  rule: (command: Command, state: State, meta: CommandMeta) => void,
): Decider<State, Command, Event> {
  return {
    ...decider,
    decide(command, state, meta) {
      rule(command, state, meta);
      return decider.decide(command, state, meta);
    },
  };
}
