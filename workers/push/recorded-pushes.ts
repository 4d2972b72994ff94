import type { PushProvider } from '../../domain/devices/events.ts';
import type { Notification, PushSender } from './push-sender.ts';

/** Notifications that are kept; the oldest go first. */
export const MAX_RECORDED_PUSHES = 1_000;

export interface RecordedPush {
  /** Counts up from 1. */
  id: number;
  userId: number;
  /** Epoch ms. */
  at: number;
  provider: PushProvider;
  payload: Notification['payload'];
}

/** Takes the place of providers in dev mode: keeps the newest `MAX_RECORDED_PUSHES` notifications instead of sending them. */
export class RecordedPushes {
  private readonly now: () => number;
  private kept: RecordedPush[] = [];
  private lastId = 0;

  constructor(now: () => number) {
    this.now = now;
  }

  readonly send: PushSender = async ({ userId, provider }, { payload }) => {
    this.kept.push({ id: ++this.lastId, userId, at: this.now(), provider, payload });
    if (this.kept.length > MAX_RECORDED_PUSHES) this.kept.shift();
    return 'sent';
  };

  /** Oldest first. */
  of(userId: number): RecordedPush[] {
    return this.kept.filter((push) => push.userId === userId);
  }
}
