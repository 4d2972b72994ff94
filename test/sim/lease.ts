import { StoreUnavailableError } from '../../event-store/event-store.ts';
import { LEASE_MS, type Lease } from '../../workers/lease.ts';
import type { Owner, Scheduler } from './scheduler.ts';

/** Leases as a store of keys with an expiry gives them. */
export class SimLeases {
  isAway = false;
  private readonly scheduler: Scheduler;
  private readonly holders = new Map<string, { owner: Owner; untilMs: number }>();

  constructor(scheduler: Scheduler) {
    this.scheduler = scheduler;
  }

  open(task: string, owner: Owner): Lease {
    const { scheduler, holders } = this;
    const ask = <Answer>(question: () => Answer): Promise<Answer> =>
      new Promise((resolve, reject) => {
        scheduler.after(owner, 0.5, () => {
          if (this.isAway) reject(new StoreUnavailableError('the leases cannot be reached'));
          else resolve(question());
        });
      });
    return {
      acquire: () =>
        ask(() => {
          const held = holders.get(task);
          if (held && held.owner !== owner && held.untilMs > scheduler.nowMs) return false;
          holders.set(task, { owner, untilMs: scheduler.nowMs + LEASE_MS });
          return true;
        }),
      release: () =>
        ask(() => {
          if (holders.get(task)?.owner === owner) holders.delete(task);
        }),
    };
  }
}
