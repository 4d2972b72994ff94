/** Who a task belongs to. What a process has set going ends with it. */
export interface Owner {
  readonly name: string;
  isAlive: boolean;
  /** Simulated ms until which it does nothing: its machine is paused, its event loop blocked. */
  stalledUntil: number;
  /** What its machine's clock is off by, ms. */
  clockOffsetMs: number;
}

export interface Task {
  atMs: number;
  /** Of two at the same time the one that was asked for first runs first. */
  turn: number;
  owner: Owner;
  run(): void;
}

export function newOwner(name: string): Owner {
  return { name, isAlive: true, stalledUntil: 0, clockOffsetMs: 0 };
}

/** Real, whatever is put in its place later: one turn of the event loop runs every promise that can go on. */
const realSetImmediate = setImmediate;

/**
 * The only thing that makes anything happen: tasks run one after the other at their simulated times, each until every promise
 * that it moved has come to rest. A crash between any two tasks is therefore a crash between any two awaits.
 */
export class Scheduler {
  /** Outside: clients, disks and networks, which no crash of a process ends. */
  readonly world = newOwner('world');
  /** Simulated ms since the start. */
  nowMs = 0;
  /** Whose task runs now: timers that it sets are its own. */
  current: Owner = this.world;
  tasksRun = 0;
  /** Told of exceptions that a task let through. */
  onUncaught: (error: unknown, owner: Owner) => void = () => {};
  private readonly queue: Task[] = [];
  private turn = 0;

  after(owner: Owner, delayMs: number, run: () => void): Task {
    const task = { atMs: this.nowMs + delayMs, turn: this.turn++, owner, run };
    this.insert(task);
    return task;
  }

  cancel(task: Task): void {
    const at = this.queue.indexOf(task);
    if (at >= 0) this.queue.splice(at, 1);
  }

  /** Runs the next task that is due by `untilMs`; false when there is none. */
  async step(untilMs: number): Promise<boolean> {
    for (;;) {
      const next = this.queue[0];
      if (!next || next.atMs > untilMs) return false;
      this.queue.shift();
      if (!next.owner.isAlive) continue;
      if (next.owner.stalledUntil > next.atMs) {
        next.atMs = next.owner.stalledUntil;
        this.insert(next);
        continue;
      }
      this.nowMs = Math.max(this.nowMs, next.atMs);
      this.tasksRun++;
      this.current = next.owner;
      try {
        next.run();
      } catch (error) {
        this.onUncaught(error, next.owner);
      }
      await new Promise((resolve) => realSetImmediate(resolve));
      this.current = this.world;
      return true;
    }
  }

  /** Runs everything up to a time, which it then is; `look` is called after each task. */
  async runUntil(untilMs: number, look: () => void): Promise<void> {
    while (await this.step(untilMs)) look();
    this.nowMs = Math.max(this.nowMs, untilMs);
  }

  /** For what stands outside: resolves that much later. */
  sleep(delayMs: number): Promise<void> {
    return new Promise((resolve) => this.after(this.world, delayMs, resolve));
  }

  private insert(task: Task): void {
    let at = this.queue.length;
    while (at > 0 && isBefore(task, this.queue[at - 1]!)) at--;
    this.queue.splice(at, 0, task);
  }
}

function isBefore(a: Task, b: Task): boolean {
  return a.atMs < b.atMs || (a.atMs === b.atMs && a.turn < b.turn);
}
