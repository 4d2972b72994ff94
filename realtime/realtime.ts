import type { Server as HttpServer } from 'node:http';
import type { Clock } from '../domain/kernel/clock.ts';
import type { EventStore, Position } from '../event-store/event-store.ts';
import { Announcer, type AnnouncerOptions } from './announcer.ts';
import { CallEntryAnnouncer } from './call-entries.ts';
import { liveOf } from './channels.ts';
import { CountersAnnouncer } from './counters.ts';
import { Gateway, type GatewaySettings } from './gateway.ts';
import { type Channel, callEntryMessageId } from './message.ts';
import { newMetrics, type RealtimeMetrics } from './metrics.ts';
import type {
  Authenticate,
  ChannelsOf,
  CountUnread,
  Logger,
  OnlineUsers,
  RenderCallEntry,
  RenderCounters,
} from './ports.ts';
import { UnreadAnnouncer } from './unread.ts';

export interface RealtimeOptions {
  /** With its own request handler already in place. */
  httpServer: HttpServer;
  log: EventStore;
  authenticate: Authenticate;
  channelsOf: ChannelsOf;
  counters: RenderCounters;
  unread: CountUnread;
  callEntry: RenderCallEntry;
  /** Default: nobody is told. */
  onlineUsers?: OnlineUsers;
  clock: Clock;
  logger: Logger;
  settings: GatewaySettings & Pick<AnnouncerOptions, 'warmUp'>;
}

export interface Realtime {
  /** `await announcer.start()` warms up and opens the gateway; connections that come earlier wait. */
  announcer: Announcer;
  gateway: Gateway;
  /** Read as often as wanted; the numbers are current. */
  metrics: RealtimeMetrics;
  /** Stops following the log, sends what is pending, closes every connection. The http server is left to its owner. */
  close(): Promise<void>;
}

/** The realtime role: one announcer and one gateway on an http server. */
export function createRealtime(options: RealtimeOptions): Realtime {
  const { httpServer, log, authenticate, channelsOf, clock, logger, settings } = options;
  const metrics = newMetrics();
  const onParked: AnnouncerOptions['onParked'] = ({ type, position }, error) => {
    metrics.parkedEvents++;
    logger.error({ err: error, type, position }, 'an event could not be announced');
  };
  const onNewcomer = (channel: Channel, position: Position) => {
    const live = liveOf(channel);
    if (live) counters.welcome(live.appId, live.liveId, position);
  };
  const gateway = new Gateway({
    httpServer,
    log,
    authenticate,
    channelsOf,
    onlineUsers: options.onlineUsers,
    clock,
    logger,
    metrics,
    settings,
    onParked,
    onNewcomer,
  });
  for (const key of ['unsigned', 'channels', 'ringBytes'] as const) {
    Object.defineProperty(metrics, key, { enumerable: true, get: () => gateway.held[key] });
  }
  const counters = new CountersAnnouncer({
    clock,
    render: options.counters,
    publish: (channel, body) => gateway.publishState(channel, { ...body }),
    publishToNewcomers: (channel, body) => gateway.publishStateToNewcomers(channel, { ...body }),
    hasMembers: (channel) => gateway.memberCount(channel) > 0,
    logger,
  });
  const unread = new UnreadAnnouncer({
    clock,
    count: options.unread,
    publish: (channel, body) => gateway.publishState(channel, body),
    hasMembers: (channel) => gateway.memberCount(channel) > 0,
    logger,
  });
  const callEntries = new CallEntryAnnouncer({
    clock,
    render: options.callEntry,
    publish: (channel, body, { otherId, position }) =>
      gateway.publishState(channel, body, { key: `call-entry-${otherId}`, msgId: callEntryMessageId(position) }),
    hasMembers: (channel) => gateway.memberCount(channel) > 0,
    logger,
  });
  const announcer = new Announcer({
    log,
    gateway,
    counters,
    unread,
    callEntries,
    onParked,
    logger,
    warmUp: settings.warmUp,
    addresses: settings.addresses,
  });
  return {
    announcer,
    gateway,
    metrics,
    async close() {
      await announcer.stop();
      counters.close();
      unread.close();
      callEntries.close();
      await gateway.close();
    },
  };
}
