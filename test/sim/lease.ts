import { StoreUnavailableError } from '../../event-store/event-store.ts';
import { LEASE_MS, type Lease } from '../../workers/lease.ts';
import type { Membership } from '../../workers/partition-share.ts';
import type { Owner, Scheduler } from './scheduler.ts';

/** Leases as a store of keys with an expiry gives them. */
export class SimLeases {
  isAway = false;
  private readonly scheduler: Scheduler;
  private readonly owners: Owner[] = [];
  private readonly holders = new Map<string, { owner: Owner; untilMs: number }>();

  constructor(scheduler: Scheduler) {
    this.scheduler = scheduler;
  }

  /** The processes of a task: each counts for LEASE_MS after it last said that it is there. */
  members(task: string, owner: Owner): Membership {
    const { scheduler } = this;
    const key = (of: Owner) => `${task} member ${this.numberOf(of)}`;
    return {
      count: () =>
        this.ask(owner, () => {
          this.holders.set(key(owner), { owner, untilMs: scheduler.nowMs + LEASE_MS });
          const prefix = `${task} member `;
          return [...this.holders].filter(([name, { untilMs }]) => name.startsWith(prefix) && untilMs > scheduler.nowMs)
            .length;
        }),
      leave: () => this.ask(owner, () => void this.holders.delete(key(owner))),
    };
  }

  open(task: string, owner: Owner): Lease {
    const { scheduler, holders } = this;
    const ask = <Answer>(question: () => Answer) => this.ask(owner, question);
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

  private ask<Answer>(owner: Owner, question: () => Answer): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.scheduler.after(owner, 0.5, () => {
        if (this.isAway) reject(new StoreUnavailableError('the leases cannot be reached'));
        else resolve(question());
      });
    });
  }

  private numberOf(owner: Owner): number {
    const known = this.owners.indexOf(owner);
    return known >= 0 ? known : this.owners.push(owner) - 1;
  }
}
