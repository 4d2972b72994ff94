import { isDeepStrictEqual } from 'node:util';
import { expect } from 'chai';
import type { CommandMeta, Decider } from '../../domain/kernel/decider.ts';
import { DomainError, type DomainErrorCode } from '../../domain/kernel/errors.ts';
import type { DomainEvent } from '../../domain/kernel/event.ts';
import type { PersonCard } from '../../domain/user/events.ts';

/** The time of every test's history and command unless it says otherwise: 2026-01-01 00:00 UTC, epoch ms. */
export const T0 = Date.UTC(2026, 0, 1);

/** Metadata of a test's command; the system acts unless it says otherwise. */
export function metaOf(meta: Partial<CommandMeta> = {}): CommandMeta {
  return { appId: 'test', actor: 0, at: T0, commandId: '00000000-0000-4000-8000-000000000000', ...meta };
}

export function person(userId: number, card: Partial<PersonCard> = {}): PersonCard {
  return { userId, displayName: `用户${userId}`, gender: 'Female', birthDay: '2000-01-01', coverUrl: '', ...card };
}

interface Outcome<Event extends DomainEvent> {
  /** Exactly these events, in this order, each with exactly this data. */
  thenExactly(...events: Event[]): void;
  thenNothing(): void;
  thenFails(code: DomainErrorCode, field?: string): void;
}

interface Given<State, Command, Event extends DomainEvent> {
  /** More history, at another time (epoch ms). */
  later(at: number, ...events: Event[]): Given<State, Command, Event>;
  when(command: Command, meta?: Partial<CommandMeta>): Outcome<Event>;
  /** The state that the history leads to. */
  state(): State;
}

/** Freezes a value that others read as well, all the way down: changing it throws. */
function frozen<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(frozen);
  return value;
}

/** A history, folded from nothing: `given(decider, ...events).when(command, meta).thenExactly(...events)`. */
export function given<State, Command, Event extends DomainEvent>(
  decider: Decider<State, Command, Event>,
  ...events: Event[]
): Given<State, Command, Event> {
  const history = events.map((event) => ({ event, at: T0 }));
  const fold = () =>
    history.reduce(
      (state, { event, at }) => decider.evolve(state, frozen(structuredClone(event)), { at, actor: 0 }),
      decider.initialState(),
    );
  const story: Given<State, Command, Event> = {
    later(at, ...more) {
      history.push(...more.map((event) => ({ event, at })));
      return story;
    },
    when(command, meta = {}) {
      const run = () => decideSafely(decider, command, fold(), metaOf(meta));
      return {
        thenExactly: (...expected) => expect(run()).to.deep.equal(expected),
        thenNothing: () => expect(run()).to.deep.equal([]),
        thenFails(code, field) {
          let events: Event[];
          try {
            events = run();
          } catch (error) {
            if (!(error instanceof DomainError)) throw error;
            expect(error.code).to.equal(code);
            if (field !== undefined) expect(error.field).to.equal(field);
            return;
          }
          expect.fail(`expected ${code}, got ${JSON.stringify(events)}`);
        },
      };
    },
    state: fold,
  };
  return story;
}

/**
 * Decides, and holds the decider to its contract: `decide` leaves the state alone whether it succeeds or throws, its events
 * are plain JSON, and `evolve` takes each of them, as it is.
 */
export function decideSafely<State, Command, Event extends DomainEvent>(
  decider: Decider<State, Command, Event>,
  command: Command,
  state: State,
  meta: CommandMeta,
): Event[] {
  const before = structuredClone(state);
  let events: Event[];
  try {
    events = decider.decide(command, state, meta);
  } finally {
    if (!isDeepStrictEqual(state, before)) expect.fail(`decide changed the state: ${JSON.stringify(command)}`);
  }
  expect(JSON.parse(JSON.stringify(events))).to.deep.equal(events);
  events.reduce((folded, event) => decider.evolve(folded, frozen(event), meta), before);
  return events;
}
