import { DomainError } from '../../domain/kernel/errors.ts';
import type { Payout, PayoutOutcome, Payouts } from '../../payments/payouts.ts';
import type { Random } from './random.ts';

/** How often an answer gets lost, before and after the money went; a payout is dealt with for a while; a question is not answered. */
const LOST_BEFORE_CHANCE = 0.1;
const LOST_AFTER_CHANCE = 0.25;
const PENDING_CHANCE = 0.15;
const REFUSED_CHANCE = 0.1;
const AWAY_CHANCE = 0.2;
/** A payout that is dealt with is done after so many questions. */
const QUESTIONS = 2;

/**
 * Whoever pays people. It does not know a number again, unlike real ones: a payout that it is told twice is paid twice, so that the promise to tell
 * it once is Salon's own.
 */
export class SimPayouts implements Payouts {
  /** Cents that went, by withdrawal, one entry for each time. */
  readonly paid = new Map<string, number[]>();
  private readonly pending = new Map<string, number>();
  private readonly refused = new Set<string>();
  private readonly random: Random;

  constructor(random: Random) {
    this.random = random;
  }

  async pay({ withdrawalId, payCents }: Payout): Promise<PayoutOutcome> {
    const { random } = this;
    if (random.chance(LOST_BEFORE_CHANCE)) throw new DomainError('ProviderAway');
    if (random.chance(REFUSED_CHANCE)) {
      this.refused.add(withdrawalId);
      return this.outcomeOf(withdrawalId);
    }
    this.paid.set(withdrawalId, [...(this.paid.get(withdrawalId) ?? []), payCents]);
    if (random.chance(PENDING_CHANCE)) this.pending.set(withdrawalId, QUESTIONS);
    if (random.chance(LOST_AFTER_CHANCE)) throw new DomainError('ProviderAway');
    return this.outcomeOf(withdrawalId);
  }

  async query({ withdrawalId }: Pick<Payout, 'withdrawalId' | 'payCents'>): Promise<PayoutOutcome> {
    if (this.random.chance(AWAY_CHANCE)) throw new DomainError('ProviderAway');
    const left = this.pending.get(withdrawalId);
    if (left !== undefined) this.pending.set(withdrawalId, left - 1);
    return this.outcomeOf(withdrawalId);
  }

  private outcomeOf(withdrawalId: string): PayoutOutcome {
    if (this.refused.has(withdrawalId)) return { kind: 'refused', detail: 'PAYEE_NOT_EXIST' };
    if (!this.paid.has(withdrawalId)) return { kind: 'not-there' };
    return (this.pending.get(withdrawalId) ?? 0) > 0
      ? { kind: 'pending' }
      : { kind: 'paid', tradeNo: `transfer${withdrawalId}` };
  }
}
