import type { Clock } from '../../domain/kernel/clock.ts';
import { DomainError } from '../../domain/kernel/errors.ts';
import type { ApiSettings, Core } from '../core.ts';
import { networkOf } from '../networks.ts';
import { oncePer } from '../once-per.ts';
import { type Window, WindowCounts } from '../window-counts.ts';

/** Codes and wrong tries are counted per window, by address and in all. */
const WINDOW_MS = 3600 * 1000;
/** Addresses remembered at a time; the least recently seen are forgotten first. */
const MAX_ADDRESSES = 50_000;
/** Limit of wrong tries an hour, as a share of `codesPerHour`. People mistype fewer than 3 in 10 codes: more than that is guessing. */
const WRONG_TRIES_PER_CODE = 0.3;

/** Takes a count back: the code was not sent, or the try was right. */
export type GiveBack = () => void;

type Limits = Pick<ApiSettings, 'codesPerAddress' | 'codesPerHour'>;

/**
 * One process's limits for signing in, an hour: codes to send and wrong tries, by address (`codesPerAddress` of each, over all
 * phones) and in all (`codesPerHour`, and a share of it). An address from which the phone's owner signed in before is counted but
 * not refused: an attacker who uses up the budgets keeps out newcomers, not those who come back.
 */
export class SignInLimits {
  private readonly clock: Clock;
  private readonly limits: Limits;
  private readonly addresses: Readonly<Record<Kind, WindowCounts>>;
  private readonly totals = { codes: { since: 0, count: 0 }, tries: { since: 0, count: 0 } };
  /** For /metrics: counters, except those that end in `Exhausted`, which are 1 while newcomers are refused. */
  readonly numbers: SignInNumbers;

  constructor(clock: Clock, limits: Limits) {
    this.clock = clock;
    this.limits = limits;
    const byAddress = () => new WindowCounts(clock, { windowMs: WINDOW_MS, maxKeys: MAX_ADDRESSES });
    this.addresses = { codes: byAddress(), tries: byAddress() };
    const isExhausted = (kind: Kind) => Number(this.running(this.totals[kind]).count >= this.total(kind));
    this.numbers = {
      codesAsked: 0,
      triesMade: 0,
      refusedByAddress: 0,
      refusedByBudget: 0,
      get codeBudgetExhausted() {
        return isExhausted('codes');
      },
      get tryBudgetExhausted() {
        return isExhausted('tries');
      },
    };
  }

  /** Counts a code to be sent. Throws `CodeSentTooOften` past a limit. */
  takeCode(remoteAddress: string, isKnown: boolean): GiveBack {
    this.numbers.codesAsked++;
    return this.take('codes', remoteAddress, isKnown, 'CodeSentTooOften');
  }

  /** Counts a try as a wrong one. Throws `refusal` past a limit. */
  takeTry(remoteAddress: string, isKnown: boolean, refusal: 'CodeWrong' | 'TooOften' = 'CodeWrong'): GiveBack {
    this.numbers.triesMade++;
    return this.take('tries', remoteAddress, isKnown, refusal);
  }

  private take(kind: Kind, remoteAddress: string, isKnown: boolean, code: Refusal): GiveBack {
    const total = this.running(this.totals[kind]);
    const address = this.addresses[kind].of(networkOf(remoteAddress));
    if (!isKnown && address.count >= this.limits.codesPerAddress) {
      this.numbers.refusedByAddress++;
      throw new DomainError(code, 'too many from one address');
    }
    if (!isKnown && total.count >= this.total(kind)) {
      this.numbers.refusedByBudget++;
      throw new DomainError(code, 'too many in this hour');
    }
    const { since } = total;
    total.count++;
    address.count++;
    return () => {
      address.count--;
      if (total.since === since) total.count--;
    };
  }

  private total(kind: Kind): number {
    const { codesPerHour } = this.limits;
    return kind === 'codes' ? codesPerHour : Math.ceil(codesPerHour * WRONG_TRIES_PER_CODE);
  }

  private running(window: Window): Window {
    const now = this.clock.now();
    if (now - window.since >= WINDOW_MS) Object.assign(window, { since: now, count: 0 });
    return window;
  }
}

type Kind = 'codes' | 'tries';
type Refusal = 'CodeSentTooOften' | 'CodeWrong' | 'TooOften';

export interface SignInNumbers {
  codesAsked: number;
  triesMade: number;
  refusedByAddress: number;
  refusedByBudget: number;
  readonly codeBudgetExhausted: number;
  readonly tryBudgetExhausted: number;
}

/** The limits of a process. */
export const signInLimits = oncePer(({ clock, settings }: Core) => new SignInLimits(clock, settings));
