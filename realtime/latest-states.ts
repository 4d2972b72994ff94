import type { Clock, Timer } from '../domain/kernel/clock.ts';
import type { Position } from '../event-store/event-store.ts';
import { COUNTERS_INTERVAL_MS, COUNTERS_TRIES } from './limits.ts';
import type { Channel } from './message.ts';
import type { Logger } from './ports.ts';

interface Options<Change> {
  clock: Clock;
  /** Whether anybody would see the channel's state. */
  hasMembers(channel: Channel): boolean;
  /** One change out of two that were not shown yet. */
  merged(earlier: Change, later: Change): Change;
  /** Renders and sends the channel's state, with every event up to `atLeast`. A rejection is tried again an interval later. */
  show(channel: Channel, change: Change, atLeast: Position): Promise<void>;
  logger: Logger;
}

interface Shown<Change> {
  /** What has changed since it was last shown; null: nothing. */
  change: Change | null;
  atLeast: Position;
  failures: number;
  /** Runs until the state may be shown again; null while it is being shown. */
  timer: Timer | null;
}

/**
 * Shows the state of channels when it changes: at once, then at most once in COUNTERS_INTERVAL_MS, always the latest. What nobody
 * would see is not rendered.
 */
export class LatestStates<Change> {
  private readonly options: Options<Change>;
  private readonly channels = new Map<Channel, Shown<Change>>();
  private isClosed = false;

  constructor(options: Options<Change>) {
    this.options = options;
  }

  get closed(): boolean {
    return this.isClosed;
  }

  /** Something that the channel's state shows has changed with the event at `position`. */
  changed(channel: Channel, change: Change, position: Position): void {
    if (this.isClosed || !this.options.hasMembers(channel)) return;
    let shown = this.channels.get(channel);
    if (!shown) {
      shown = { change: null, atLeast: position, failures: 0, timer: null };
      this.channels.set(channel, shown);
      this.wait(channel, shown, 0);
    }
    shown.atLeast = position;
    this.note(shown, change);
  }

  close(): void {
    this.isClosed = true;
    for (const { timer } of this.channels.values()) timer?.cancel();
    this.channels.clear();
  }

  private note(shown: Shown<Change>, change: Change): void {
    shown.change = shown.change === null ? change : this.options.merged(shown.change, change);
  }

  private wait(channel: Channel, shown: Shown<Change>, delayMs: number): void {
    const { clock } = this.options;
    shown.timer = clock.at(clock.now() + delayMs, () => {
      shown.timer = null;
      void this.show(channel, shown);
    });
  }

  private async show(channel: Channel, shown: Shown<Change>): Promise<void> {
    const { show, hasMembers, merged, logger } = this.options;
    const { change, atLeast } = shown;
    if (change === null || !hasMembers(channel)) {
      this.channels.delete(channel);
      return;
    }
    shown.change = null;
    try {
      await show(channel, change, atLeast);
      shown.failures = 0;
    } catch (error) {
      if (++shown.failures < COUNTERS_TRIES) {
        shown.change = shown.change === null ? change : merged(change, shown.change);
      }
      logger.warn({ err: error, channel }, 'the state of a channel could not be shown');
    }
    if (!this.isClosed) this.wait(channel, shown, COUNTERS_INTERVAL_MS);
  }
}
