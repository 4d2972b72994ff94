/** What the fake is told to do wrong. Numbers count down with every use. */
export interface Faults {
  /** Answers nothing and takes nothing, though its connections stand. */
  frozen: boolean;
  /** Calls that fail as if the server were not there; nothing of them is done. */
  unavailable: number;
  /** Appends that are written and never answered. */
  loseAnswers: number;
  /** Appends that are written, whereupon every connection breaks. */
  dropAfterWrite: number;
  /** Appends that are written and answered with the server's own time-out. */
  timeOutAfterWrite: number;
  /** Every call is refused for its credentials. */
  denied: boolean;
  /** Each append is answered so much later. */
  delayMs: number;
  /** An event larger than this is refused, as 24.10 and later do by MaxAppendEventSize; 0: none is. */
  maxEventBytes: number;
  /** Name of a stream that somebody has deleted for good; '': none. */
  deletedStream: string;
  /** A live subscriber that is more events behind is ended: the real server holds 32 + 32 for it. 0: it never is. */
  maxBehind: number;
  /** How long a commit takes, in ms: what has come in meanwhile shares the next. */
  commitMs: number;
}

/** What was asked of the fake since it started. */
export interface Counters {
  /** BatchAppend calls that were opened, and appends on them. */
  batchAppendCalls: number;
  batchAppends: number;
  eventsAppended: number;
  /** Calls of the single Append. */
  appends: number;
  streamReads: number;
  allReads: number;
  /** Subscriptions to $all: ever opened, open now, most at a time. */
  allSubscriptions: number;
  openAllSubscriptions: number;
  mostAllSubscriptions: number;
  /** Subscriptions that were ended because their readers were too far behind. */
  slowEnds: number;
  featureRequests: number;
  /** What reached each node. */
  nodes: { reads: number; appends: number; openSubscriptions: number }[];
}

export class FaultState {
  readonly faults: Faults = {
    frozen: false,
    unavailable: 0,
    loseAnswers: 0,
    dropAfterWrite: 0,
    timeOutAfterWrite: 0,
    denied: false,
    delayMs: 0,
    maxEventBytes: 0,
    deletedStream: '',
    maxBehind: 64,
    commitMs: 0,
  };
  readonly counters: Counters = {
    batchAppendCalls: 0,
    batchAppends: 0,
    eventsAppended: 0,
    appends: 0,
    streamReads: 0,
    allReads: 0,
    allSubscriptions: 0,
    openAllSubscriptions: 0,
    mostAllSubscriptions: 0,
    slowEnds: 0,
    featureRequests: 0,
    nodes: [],
  };
  private thawing: (() => void)[] = [];

  set(faults: Partial<Faults>): void {
    Object.assign(this.faults, faults);
    if (!this.faults.frozen) for (const thaw of this.thawing.splice(0)) thaw();
  }

  /** True once for each that was ordered. */
  takes(fault: 'unavailable' | 'loseAnswers' | 'dropAfterWrite' | 'timeOutAfterWrite'): boolean {
    if (this.faults[fault] <= 0) return false;
    this.faults[fault]--;
    return true;
  }

  /** The error that a call fails with at once, if any. */
  refusal(): { code: number; details: string } | undefined {
    if (this.faults.denied) return { code: 16, details: 'Unauthenticated' };
    return this.takes('unavailable') ? { code: 14, details: 'Server Is Not Ready' } : undefined;
  }

  /** Resolves when the fake is not frozen. */
  async thawed(): Promise<void> {
    while (this.faults.frozen) await new Promise<void>((resolve) => this.thawing.push(resolve));
  }
}
