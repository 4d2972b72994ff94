import { StoreUnavailableError } from '../../event-store/event-store.ts';
import { LEASE_MS, type Lease } from '../../workers/lease.ts';
import type { Membership } from '../../workers/partition-share.ts';
import type { Owner, Scheduler } from './scheduler.ts';

/** Leases as a store of keys with an expiry gives them. */
export class SimLeases {
  isAway = false;
  private readonly scheduler: Scheduler;
  private readonly holders = new Map<string, { owner: Owner; untilMs: number }>();
  /** Until when each process of a task counts. */
  private readonly untilMs = new Map<string, Map<Owner, number>>();

  constructor(scheduler: Scheduler) {
    this.scheduler = scheduler;
  }

  /** The processes of a task: each counts for LEASE_MS after it last said that it is there. */
  members(task: string, owner: Owner): Membership {
    const { scheduler } = this;
    const untilMs = this.untilMs.get(task) ?? new Map<Owner, number>();
    this.untilMs.set(task, untilMs);
    return {
      count: () =>
        this.ask(owner, () => {
          untilMs.set(owner, scheduler.nowMs + LEASE_MS);
          return [...untilMs.values()].filter((until) => until > scheduler.nowMs).length;
        }),
      leave: () => this.ask(owner, () => void untilMs.delete(owner)),
    };
  }

  open(task: string, owner: Owner): Lease {
    const { scheduler, holders } = this;
    return {
      acquire: () =>
        this.ask(owner, () => {
          const held = holders.get(task);
          if (held && held.owner !== owner && held.untilMs > scheduler.nowMs) return false;
          holders.set(task, { owner, untilMs: scheduler.nowMs + LEASE_MS });
          return true;
        }),
      release: () =>
        this.ask(owner, () => {
          if (holders.get(task)?.owner === owner) holders.delete(task);
        }),
    };
  }

  private ask<Answer>(owner: Owner, question: () => Answer): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.scheduler.after(owner, 0.5, () => {
        if (this.isAway) reject(new StoreUnavailableError('the leases cannot be reached'));
        else resolve(question());
      });
    });
  }
}
