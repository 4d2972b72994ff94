import type { ExpectedRevision } from '../event-store.ts';

/** What appends that would leave a stream at the same revision came to, as long as one of them is under way. */
export interface Outcome {
  underWay: number;
  written: boolean;
  /** Why the last of them failed. */
  failure: Error | undefined;
}

/** An append, where it would leave its stream, and whose outcome it counts on. */
export interface Predicted {
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly count: number;
  /** None for an append that expects nothing. */
  readonly outcome: Outcome | undefined;
  readonly buildsOn: Outcome | undefined;
}

/**
 * Knows which appends under way build on which: one that is issued with the revision that an earlier one will leave counts
 * on that one's success, and is refused with it even where the revision then happens to fit.
 */
export class Outcomes {
  private readonly underWay = new Map<string, Outcome>();

  predict(stream: string, expected: ExpectedRevision, count: number): Predicted {
    if (expected === 'any') return { stream, expected, count, outcome: undefined, buildsOn: undefined };
    const buildsOn = this.underWay.get(keyOf(stream, revisionOf(expected)));
    const key = keyOf(stream, revisionOf(expected) + count);
    let outcome = this.underWay.get(key);
    if (!outcome) {
      outcome = { underWay: 0, written: false, failure: undefined };
      this.underWay.set(key, outcome);
    }
    outcome.underWay++;
    return { stream, expected, count, outcome, buildsOn };
  }

  /** Why an append whose turn has come is refused with what it builds on: all of that was issued, and answered, before it. */
  refusal({ buildsOn }: Predicted): Error | undefined {
    return buildsOn && !buildsOn.written ? buildsOn.failure : undefined;
  }

  finish({ stream, expected, count, outcome }: Predicted, failure: Error | undefined): void {
    if (!outcome) return;
    if (failure) outcome.failure = failure;
    else outcome.written = true;
    if (--outcome.underWay === 0) this.underWay.delete(keyOf(stream, revisionOf(expected) + count));
  }
}

function revisionOf(expected: number | 'none' | 'any'): number {
  return typeof expected === 'number' ? expected : -1;
}

function keyOf(stream: string, revision: number): string {
  return `${revision} ${stream}`;
}
