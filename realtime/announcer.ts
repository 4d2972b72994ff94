import {
  type EventStore,
  type Position,
  type RecordedEvent,
  START,
  type Subscription,
} from '../event-store/event-store.ts';
import type { ViewEvent } from '../projections/read-models.ts';
import { fansChannel, liveChannel } from './channels.ts';
import { type CountersAnnouncer, countersChange } from './counters.ts';
import type { Gateway } from './gateway.ts';
import { RESUME_EVENTS } from './limits.ts';
import type { OutgoingMessage } from './message.ts';
import { RememberedFacts } from './messages/facts.ts';
import { messagesOf } from './messages/index.ts';
import type { RealtimeMetrics } from './metrics.ts';
import type { Logger } from './ports.ts';

export interface AnnouncerOptions {
  log: EventStore;
  gateway: Gateway;
  counters: CountersAnnouncer;
  metrics: RealtimeMetrics;
  logger: Logger;
  /** Events replayed into the rings at start; default RESUME_EVENTS. */
  resumeEvents?: number;
}

/**
 * Follows the log and tells the gateway, event by event: who joins, what is said, who leaves, in that order. One a process.
 * It changes nothing but sockets; a batch that comes twice is announced once.
 */
export class Announcer {
  private readonly options: AnnouncerOptions;
  private readonly facts = new RememberedFacts();
  private subscription: Subscription | null = null;
  private last: Position = START;

  constructor(options: AnnouncerOptions) {
    this.options = options;
  }

  /** Position of the last event announced. */
  position(): Position {
    return this.last;
  }

  /**
   * Fills the rings from the end of the log, silently, then follows it and opens the gateway. At most `resumeEvents` events
   * are read: a position grows by at least one an event.
   */
  async start(): Promise<void> {
    const { log, gateway, logger, resumeEvents = RESUME_EVENTS } = this.options;
    const head = await log.head();
    const floor = Math.max(START, head - resumeEvents);
    gateway.startAfter(floor);
    this.last = floor;
    while (this.last < head) {
      const batch = await log.readAll({ after: this.last });
      if (batch.length === 0) break;
      for (const event of batch) this.remember(event as ViewEvent);
    }
    gateway.advance(this.last);
    this.subscription = log.subscribe({
      after: this.last,
      onBatch: (events: RecordedEvent[]) => {
        for (const event of events) this.announce(event as ViewEvent);
      },
      onFault: (error) => logger.warn({ err: error }, 'the announcer lost the log and follows it again'),
    });
    gateway.open();
  }

  async stop(): Promise<void> {
    await this.subscription?.stop();
  }

  private remember(event: ViewEvent): void {
    this.messages(event).forEach((message, n) => {
      this.options.gateway.remember(message, event.position, n);
    });
    this.last = event.position;
  }

  private announce(event: ViewEvent): void {
    if (event.position <= this.last) return;
    const { gateway, counters } = this.options;
    this.letIn(event);
    this.messages(event).forEach((message, n) => {
      gateway.publish(message, event.position, n);
    });
    this.letOut(event);
    gateway.advance(event.position);
    this.last = event.position;
    const change = countersChange(event);
    if (change) counters.changed(event.meta.appId, change.liveId, change.withUsers, event.position);
  }

  /** An event that can't be mapped is parked, loudly: it must not keep every other message from everybody. */
  private messages(event: ViewEvent): OutgoingMessage[] {
    try {
      return messagesOf(event, this.facts.take(event));
    } catch (error) {
      this.options.metrics.parkedEvents++;
      const { type, position } = event;
      this.options.logger.error({ err: error, type, position }, 'an event could not be announced');
      return [];
    }
  }

  /** Ahead of the event's messages: whoever joins sees their own joining. */
  private letIn(event: ViewEvent): void {
    const { gateway } = this.options;
    const { appId } = event.meta;
    switch (event.type) {
      case 'LiveStarted':
        gateway.join(appId, event.data.hostId, liveChannel(appId, event.data.liveId));
        break;
      case 'ViewerJoined':
        gateway.join(appId, event.data.userId, liveChannel(appId, event.data.liveId));
        break;
      case 'UserFollowed':
        gateway.join(appId, event.data.userId, fansChannel(appId, event.data.targetId));
        break;
      default:
    }
  }

  /** After the event's messages: whoever is thrown out is told so first. */
  private letOut(event: ViewEvent): void {
    const { gateway } = this.options;
    const { appId } = event.meta;
    switch (event.type) {
      case 'ViewerLeft':
        gateway.leave(appId, event.data.userId, liveChannel(appId, event.data.liveId));
        break;
      case 'LiveStopped':
      case 'LiveBanned':
      case 'LiveDeleted':
        gateway.closeChannel(liveChannel(appId, event.data.liveId));
        break;
      case 'UserUnfollowed':
        gateway.leave(appId, event.data.userId, fansChannel(appId, event.data.targetId));
        break;
      case 'SessionClosed':
        gateway.endSession(appId, event.data.userId, event.data.sessionId, 'signed-out');
        break;
      case 'UserBanned':
        gateway.endUser(appId, event.data.userId, 'banned');
        break;
      default:
    }
  }
}
