import type { CommandMeta, Decider } from '../domain/kernel/decider.ts';
import type { DomainEvent } from '../domain/kernel/event.ts';
import type { KeyPurpose } from '../domain/kernel/purposes.ts';
import type { CommandHandler, Handled } from '../event-store/command-handler.ts';
import type { Position } from '../event-store/event-store.ts';
import type { NamedView } from '../projections/read-models.ts';
import { CAUGHT_UP_TIMEOUT_MS, type Core } from './core.ts';

/**
 * Makes the metadata of an actor's command: time, id, and whether the caller may send it again. A use case says what each of its
 * commands is for, so that whoever calls it cannot mix up their keys. `key`: in place of the one that the caller chose, if any.
 */
export type MakeMeta = (purpose: KeyPurpose, key?: string) => CommandMeta;

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

/** Either what a command led to, or what kept it from being decided. */
export type HandledUnless<Event extends DomainEvent, State, Obstacle> =
  | { handled: Handled<Event, State>; obstacle: null }
  | { handled: null; obstacle: Obstacle };

/**
 * Handles a command unless `findObstacle` finds something that has to be done first. Then nothing is written, and the same command can
 * be sent again under the same id. A repetition gets its first outcome without being asked. Throws as `CommandHandler.handle` does, and what
 * `findObstacle` throws.
 */
export async function handleUnless<State, Command, Event extends DomainEvent, Obstacle>(
  commands: CommandHandler,
  decider: Decider<State, Command, Event>,
  stream: string,
  command: Command,
  meta: CommandMeta,
  findObstacle: (state: Readonly<State>) => Obstacle | null,
): Promise<HandledUnless<Event, State, Obstacle>> {
  let obstacle: Obstacle | null = null;
  const asking: Decider<State, Command, Event> = {
    ...decider,
    decide(given, state, givenMeta) {
      obstacle = findObstacle(state);
      return obstacle === null ? decider.decide(given, state, givenMeta) : [];
    },
    hasPart: (...given) => obstacle === null && (decider.hasPart?.(...given) ?? true),
  };
  const handled = await commands.handle(asking, stream, command, meta);
  return obstacle === null || handled.repeated ? { handled, obstacle: null } : { handled: null, obstacle };
}
