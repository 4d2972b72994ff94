import type { Position } from '../event-store/event-store.ts';

/**
 * Events whose reactions are under way at a time, in rounds that overlap: appends of the next round need not wait for the answers to the
 * last. Streams remember the causes of 2,048 commands of a reactor one by one (REMEMBERED_CAUSES); what is under way stays well below.
 */
const MAX_EVENTS_UNDER_WAY = 1_000;

/** A reaction, as far as its place among others goes. */
interface Caused {
  event: { meta: { at: number } };
}

interface Round {
  upTo: Position;
  events: number;
  /** When its oldest event happened, in epoch ms. */
  since: number;
  isDone: boolean;
}

/** The rounds of a group of reactors that are under way, oldest first. */
export class ReactionRounds {
  private readonly rounds: Round[] = [];
  private readonly finishing = new Set<Promise<void>>();
  private underWay = 0;
  private wake = () => {};
  private isOver = false;
  /** Every reaction to events up to here is done: what follows the oldest round that is not. */
  reached: Position;
  /** Reactions that failed and are being tried again: no further round begins meanwhile. */
  troubled = 0;

  constructor(reached: Position) {
    this.reached = reached;
  }

  /** When the oldest event that is being worked on happened, in epoch ms; null when there is none. */
  get since(): number | null {
    return this.rounds[0]?.since ?? null;
  }

  /**
   * Begins a round, which is done when all of its reactions are. They are issued in order, and a stream decides commands in the order in which
   * they come. One that rejects holds the position back for ever.
   */
  begin<T extends Caused>(upTo: Position, tasks: readonly T[], carryOut: (task: T) => Promise<void>): void {
    const round: Round = { upTo, events: tasks.length, since: tasks[0]?.event.meta.at ?? 0, isDone: false };
    this.rounds.push(round);
    this.underWay += round.events;
    const finishing: Promise<void> = Promise.allSettled(tasks.map(carryOut)).then((settled) => {
      round.isDone = settled.every(({ status }) => status === 'fulfilled');
      this.finishing.delete(finishing);
      this.advance();
    });
    this.finishing.add(finishing);
  }

  /** Waits until a further round may begin; resolves at once after `end`. */
  async room(): Promise<void> {
    while (!this.isOver && (this.underWay >= MAX_EVENTS_UNDER_WAY || this.troubled > 0)) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }

  /** A reaction that was in trouble is not any more, or the work ends. */
  look(): void {
    this.wake();
  }

  end(): void {
    this.isOver = true;
    this.wake();
  }

  /** Resolves when no round is under way any more. Never rejects. */
  async settled(): Promise<void> {
    while (this.finishing.size > 0) await Promise.all(this.finishing);
  }

  private advance(): void {
    while (this.rounds[0]?.isDone) {
      const { upTo, events } = this.rounds.shift()!;
      this.reached = upTo;
      this.underWay -= events;
    }
    this.wake();
  }
}
