import type { Notification, PushTarget, SendOutcome } from '../../workers/push/push-sender.ts';
import type { Random } from './random.ts';

/** The providers, and the phones behind them. */
export class SimPhones {
  /** Probability that a provider fails to answer. */
  fails = 0;
  /** Notifications that providers took, and how many of these a phone showed. */
  taken = 0;
  shown = 0;
  private readonly random: Random;
  private readonly trace: (line: string) => void;
  /** Token → what its phone shows, by what collapses. */
  private readonly screens = new Map<string, Set<string>>();

  constructor(random: Random, trace: (line: string) => void) {
    this.random = random;
    this.trace = trace;
  }

  async send({ userId, token }: PushTarget, { collapseId, text }: Notification): Promise<SendOutcome> {
    if (this.random.chance(this.fails)) throw new Error('the provider is away');
    this.taken++;
    const screen = this.screens.get(token) ?? new Set();
    this.screens.set(token, screen);
    if (!screen.has(collapseId)) this.shown++;
    screen.add(collapseId);
    this.trace(`push to ${userId} at ${token}: ${text}`);
    return 'sent';
  }
}
