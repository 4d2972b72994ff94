import type { CommandHandler } from '../event-store/command-handler.ts';
import { StoreUnavailableError } from '../event-store/event-store.ts';
import { EFFECTS_LAG_EVERY_MS, type EffectsLag, PROMPT_GROUPS } from '../workers/effects-lag.ts';
import type { ReactorGroupStatus } from '../workers/group-runner.ts';

/** When effects lag by more than this, people's commands wait, each as long as the rest of the lag, at most MAX_WAIT_MS … */
const SLOW_FROM_MS = 500;
const MAX_WAIT_MS = 500;
/** … and from this on they are refused, to be repeated: a gift is shown within 2 s of being acknowledged. */
const REFUSE_FROM_MS = 1_500;

/** Makes those who call keep pace with the effects of what they do, where other processes carry these out. */
export class EffectsPace {
  /** For /metrics; `lagMs` as it was last heard. */
  readonly metrics = { lagMs: 0, slowed: 0, refused: 0 };
  private readonly timer: NodeJS.Timeout;

  constructor(lag: EffectsLag) {
    const ask = () => {
      lag.ask().then(
        (lagMs) => {
          this.metrics.lagMs = lagMs;
        },
        // Without Redis nobody knows, and commands go on.
        () => {
          this.metrics.lagMs = 0;
        },
      );
    };
    this.timer = setInterval(ask, EFFECTS_LAG_EVERY_MS).unref();
  }

  /** The same commands; those of people are slowed, then refused with `StoreUnavailableError`, while effects lag. */
  paced(commands: CommandHandler): CommandHandler {
    const { metrics } = this;
    return {
      ...commands,
      async handle(decider, stream, command, meta) {
        const { lagMs } = metrics;
        if (lagMs > SLOW_FROM_MS && meta.actor !== 0) {
          if (lagMs > REFUSE_FROM_MS) {
            metrics.refused++;
            throw new StoreUnavailableError('effects are behind: come back in a moment');
          }
          metrics.slowed++;
          await new Promise((resolve) => setTimeout(resolve, Math.min(lagMs - SLOW_FROM_MS, MAX_WAIT_MS)));
        }
        return commands.handle(decider, stream, command, meta);
      },
    };
  }

  /** For an operator, while callers are slowed or refused. */
  sentences(): string[] {
    const { lagMs } = this.metrics;
    if (lagMs <= SLOW_FROM_MS) return [];
    const what = lagMs > REFUSE_FROM_MS ? 'refused' : 'slowed';
    return [`effects lag by ${Math.round(lagMs)} ms, so commands are ${what}: give the role workers more processes`];
  }

  stop(): void {
    clearInterval(this.timer);
  }
}

/** Reports how far the groups lag whose effects people wait for; returns what ends that. */
export function reportLag(lag: EffectsLag, groups: () => readonly ReactorGroupStatus[]): () => void {
  const report = () => {
    const lags = groups().filter(({ name }) => PROMPT_GROUPS.includes(name));
    // A failure needs no report: commands go on then.
    lag.report(Math.max(0, ...lags.map(({ lagMs }) => lagMs))).catch(() => {});
  };
  const timer = setInterval(report, EFFECTS_LAG_EVERY_MS).unref();
  return () => clearInterval(timer);
}
