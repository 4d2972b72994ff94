import { randomFrom } from '../support/history.ts';

/** Choices from a seed. Each purpose draws from a sequence of its own, so that one more choice here moves nothing there. */
export class Random {
  readonly next: () => number;

  constructor(seed: number, purpose: string) {
    let mixed = seed | 0;
    for (const char of purpose) mixed = Math.imul(mixed ^ char.charCodeAt(0), 0x01000193);
    this.next = randomFrom(mixed);
  }

  /** A number in [least, most). */
  between(least: number, most: number): number {
    return least + this.next() * (most - least);
  }

  /** An integer from least to most, both included. */
  integer(least: number, most: number): number {
    return Math.floor(this.between(least, most + 1));
  }

  /** True with this probability. Draws nothing for what can't happen, so that a fault that is off moves nothing. */
  chance(probability: number): boolean {
    return probability > 0 && this.next() < probability;
  }

  pick<Item>(items: readonly Item[]): Item {
    return items[this.integer(0, items.length - 1)]!;
  }
}
