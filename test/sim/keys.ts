import { StoreUnavailableError } from '../../event-store/event-store.ts';
import type { ForgetKeys } from '../../workers/reactors/erasures.ts';
import type { Random } from './random.ts';
import type { Owner, Scheduler } from './scheduler.ts';

/** How often destroying a key fails, before it is done and after it. */
const FAILS = 0.3;

/** The store of keys: durable at once, slow, and away now and then. What it has destroyed stays destroyed. */
export class SimKeys {
  /** Whose keys are destroyed: user ids. */
  readonly destroyed = new Set<number>();
  /** A planted bug: whoever asks is not told that it failed. */
  hidesFailures = false;
  private readonly scheduler: Scheduler;
  private readonly random: Random;
  private readonly onDestroy: (userId: number) => void;

  /** `onDestroy` is told before each key is destroyed. */
  constructor(scheduler: Scheduler, random: Random, onDestroy: (userId: number) => void) {
    this.scheduler = scheduler;
    this.random = random;
    this.onDestroy = onDestroy;
  }

  destroy(userId: number): void {
    if (this.destroyed.has(userId)) return;
    this.onDestroy(userId);
    this.destroyed.add(userId);
  }

  /** One process's way to it. */
  open(owner: Owner): ForgetKeys {
    const { scheduler, random } = this;
    return {
      forget: (_appId, userId) =>
        new Promise((resolve, reject) => {
          scheduler.after(owner, random.between(0.1, 20), () => {
            const away = () => reject(new StoreUnavailableError('the store of keys does not answer'));
            if (random.chance(FAILS)) return this.hidesFailures ? resolve() : away();
            this.destroy(userId);
            if (random.chance(FAILS)) return away();
            resolve();
          });
        }),
    };
  }
}
