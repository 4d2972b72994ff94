import type { Position } from '../event-store/event-store.ts';
import type { NamedView } from './read-models.ts';
import { Waiters } from './waiters.ts';

/** Those who wait until some views show a position. */
export class ViewWaiters {
  private readonly ofView = new Map<string, Waiters>();

  /** True once all `views` have passed the position, false when `timeoutMs` pass first or one of them will not get there. */
  async wait(position: Position, views: readonly NamedView[], timeoutMs: number): Promise<boolean> {
    const passed = await Promise.all(views.map(({ name }) => this.waitersOf(name).wait(position, timeoutMs)));
    return passed.every(Boolean);
  }

  isEmpty(): boolean {
    for (const waiters of this.ofView.values()) if (!waiters.isEmpty()) return false;
    return true;
  }

  /** The view shows everything up to `position`. */
  pass(viewName: string, position: Position): void {
    this.ofView.get(viewName)?.pass(position);
  }

  /** All views show everything up to `position`, but for those that were given up on. */
  passAll(position: Position): void {
    for (const waiters of this.ofView.values()) waiters.pass(position);
  }

  /** The view shows nothing newer. */
  giveUpOn(viewName: string): void {
    this.ofView.get(viewName)?.giveUp();
  }

  /** No view shows anything newer. */
  giveUp(): void {
    for (const waiters of this.ofView.values()) waiters.giveUp();
  }

  private waitersOf(viewName: string): Waiters {
    let waiters = this.ofView.get(viewName);
    if (!waiters) {
      waiters = new Waiters();
      this.ofView.set(viewName, waiters);
    }
    return waiters;
  }
}
