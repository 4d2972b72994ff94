import type { AheadOfReactors, Leg } from '../event-store/decided-ahead.ts';
import type { LoggedEvent, Position } from '../event-store/event-store.ts';
import { functionsOf } from '../event-store/on-events.ts';
import type { Reaction, Reactor, ReactorGroup } from './reactor.ts';

/** How long a caller waits for reactors that are behind before it looks again: they need no more for a batch. */
const PROGRESS_WITHIN_MS = 50;

type React = (event: LoggedEvent) => Reaction[];

/** Those reactors of running groups whose commands follow from an event alone (`isAhead`), for the command handler to decide at once. */
export class RunningAhead implements AheadOfReactors {
  readonly types: ReadonlySet<string>;
  private readonly byType = new Map<string, { reactor: Reactor; react: React }[]>();
  private readonly position: () => Position;
  private waiting: (() => void)[] = [];

  /** `position`: up to where the groups that hold such reactors have done everything. */
  constructor(groups: readonly ReactorGroup[], position: () => Position) {
    this.position = position;
    for (const reactor of groups.flatMap(({ reactors }) => reactors)) {
      if (!reactor.isAhead) continue;
      for (const [type, react] of functionsOf(reactor.on)) {
        this.byType.set(type, [...(this.byType.get(type) ?? []), { reactor, react: react as unknown as React }]);
      }
    }
    this.types = new Set(this.byType.keys());
  }

  legsOf(event: LoggedEvent): Leg[] {
    const legs: Leg[] = [];
    for (const { reactor, react } of this.byType.get(event.type) ?? []) {
      for (const { decider, stream, command } of react(event)) {
        legs.push({ reactor: reactor.name, decider: decider as Leg['decider'], stream, command });
      }
    }
    return legs;
  }

  reached(): Position {
    return this.position();
  }

  progress(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, PROGRESS_WITHIN_MS);
      this.waiting.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  /** To be called when a group has come further. */
  moved(): void {
    for (const resolve of this.waiting.splice(0)) resolve();
  }
}

/** Whether a group holds a reactor whose commands are decided ahead. */
export function isAhead({ reactors }: ReactorGroup): boolean {
  return reactors.some(({ isAhead }) => isAhead);
}
