import type { CommandMeta, Decider } from '../domain/kernel/decider.ts';
import type { DomainEvent } from '../domain/kernel/event.ts';
import type { KeyPurpose } from '../domain/kernel/purposes.ts';
import type { CommandHandler, Handled } from '../event-store/command-handler.ts';
import type { Position } from '../event-store/event-store.ts';
import type { NamedView } from '../projections/read-models.ts';
import { CAUGHT_UP_TIMEOUT_MS, type Core } from './core.ts';

/**
 * Makes the metadata of an actor's command: time, id, and whether the caller may send it again. A use case names the purpose of
 * each of its commands, so that their idempotency keys stay apart. `key` replaces the caller's own key.
 */
export type MakeMeta = (purpose: KeyPurpose, key?: string) => CommandMeta;

/** Metadata of what the app's server does in the name of one of its people. */
export function actingAs(userId: number, meta: MakeMeta): MakeMeta {
  return (purpose, key) => ({ ...meta(purpose, key), actor: userId });
}

/** Part of a command's answer: absent when lists show what it did, false when they did not in time. */
export interface Shown {
  upToDate?: false;
}

/**
 * Waits until `views` show what a command did; give those that the answer or the client's next request reads. When that takes
 * longer than CAUGHT_UP_TIMEOUT_MS, or one of them is stopped, the answer has `upToDate: false`: the command has succeeded all the
 * same.
 */
export async function shown(core: Core, position: Position, views: readonly NamedView[]): Promise<Shown> {
  return (await core.models.caughtUp(position, views, CAUGHT_UP_TIMEOUT_MS)) ? {} : { upToDate: false };
}

/** Sets the input by which a repeated key is compared: only what the caller sent, not what the server looked up (names, prices). */
export function withInput(meta: CommandMeta, input: unknown): CommandMeta {
  return { ...meta, input };
}

/**
 * A decider with one more rule, for new commands only: a repetition gets its first answer even when the rule does not hold any
 * longer (the room has closed since, the buyer has left it).
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

/** Either the outcome of a command, or the obstacle that kept it from being decided. */
export type HandledUnless<Event extends DomainEvent, State, Obstacle> =
  | { handled: Handled<Event, State>; obstacle: null }
  | { handled: null; obstacle: Obstacle };

/**
 * Handles a command unless `findObstacle` finds something that has to be done first. Then nothing is written, and the same command
 * can be sent again under the same id. A repetition gets its first outcome; `findObstacle` is not asked. Throws as
 * `CommandHandler.handle` does, and what `findObstacle` throws.
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
