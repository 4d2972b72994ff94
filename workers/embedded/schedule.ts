import type { Clock, Timer } from '../../domain/kernel/clock.ts';

interface Slot<T> {
  atMs: number;
  /** Of two items with the same time, the one that was set first is called first. */
  turn: number;
  item: T;
}

/** Calls `ring` with each item at its time, in the order of the times, also when the clock jumps over many of them. */
export class Schedule<T> {
  private readonly clock: Clock;
  private readonly ring: (item: T) => void;
  /** By time, then turn. */
  private readonly slots: Slot<T>[] = [];
  private readonly slotOf = new Map<T, Slot<T>>();
  private turn = 0;
  private timer: Timer | null = null;
  private armedFor = Number.POSITIVE_INFINITY;

  constructor(clock: Clock, ring: (item: T) => void) {
    this.clock = clock;
    this.ring = ring;
  }

  /** Schedules an item; an earlier time of the same item is replaced. */
  set(item: T, atMs: number): void {
    this.delete(item);
    const slot = { atMs, turn: this.turn++, item };
    this.slots.splice(this.placeOf(slot), 0, slot);
    this.slotOf.set(item, slot);
    this.arm();
  }

  delete(item: T): void {
    const slot = this.slotOf.get(item);
    if (!slot) return;
    this.slotOf.delete(item);
    this.slots.splice(this.placeOf(slot), 1);
  }

  clear(): void {
    this.slots.length = 0;
    this.slotOf.clear();
    this.timer?.cancel();
  }

  /** Index at which a slot is, or is to be inserted. */
  private placeOf({ atMs, turn }: Slot<T>): number {
    let low = 0;
    let high = this.slots.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const slot = this.slots[middle]!;
      if (slot.atMs < atMs || (slot.atMs === atMs && slot.turn < turn)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private arm(): void {
    const next = this.slots[0]?.atMs ?? Number.POSITIVE_INFINITY;
    if (next >= this.armedFor) return;
    this.timer?.cancel();
    this.armedFor = next;
    this.timer = this.clock.at(next, () => {
      this.armedFor = Number.POSITIVE_INFINITY;
      while (this.slots.length > 0 && this.slots[0]!.atMs <= this.clock.now()) {
        const { item } = this.slots.shift()!;
        this.slotOf.delete(item);
        this.ring(item);
      }
      this.arm();
    });
  }
}
