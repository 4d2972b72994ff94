import type { ExpectedRevision } from '../event-store.ts';

/** The outcome of appends that would leave a stream at the same revision, kept while one of them is under way. */
export interface Outcome {
  underWay: number;
  written: boolean;
  /** Why the last of them failed. */
  failure: Error | undefined;
}

/** An append, the outcome that it determines, and the outcome that it depends on. */
export interface Predicted {
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly count: number;
  /** Undefined for an append that expects nothing. */
  readonly outcome: Outcome | undefined;
  readonly buildsOn: Outcome | undefined;
}

/**
 * Tracks which appends under way build on which. An append builds on an earlier one when it expects the revision that the earlier
 * one will leave. When the earlier one is refused, so is this one, even if its expected revision happens to fit by then.
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

  /** The error with which an append must be refused because the one that it builds on failed. Ask when its turn has come. */
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
