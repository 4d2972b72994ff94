import { isKnownEvent } from '../domain/events.ts';
import type { LiveBanned, LiveDeleted, LiveStopped } from '../domain/live/events.ts';
import {
  type EventStore,
  type LoggedEvent,
  MAX_READ_EVENTS,
  type Position,
  START,
  type Subscription,
} from '../event-store/event-store.ts';
import { functionsOf, type OnEvents } from '../event-store/on-events.ts';
import { type CallEntryAnnouncer, callEntryChange } from './call-entries.ts';
import {
  CHAT_STOPPED,
  chatChannel,
  fansChannel,
  friendsChannel,
  GROUP_DESTROYED,
  groupChannel,
  LIVE_STOPPED,
  liveChannel,
} from './channels.ts';
import { type CountersAnnouncer, countersChange } from './counters.ts';
import type { Gateway } from './gateway.ts';
import { toEverybody } from './heihei/announcements.ts';
import { type LiveAddresses, RememberedFacts } from './heihei/facts.ts';
import { leavesMessages, messagesOf } from './heihei/index.ts';
import { MAX_TOLD_OF_UNREAD, WARM_UP_EVENTS, WARM_UP_MESSAGES } from './limits.ts';
import type { OutgoingMessage } from './message.ts';
import type { Logger } from './ports.ts';
import { groupWithNews, type UnreadAnnouncer, unreadChange } from './unread.ts';

export interface AnnouncerOptions {
  log: EventStore;
  gateway: Gateway;
  counters: CountersAnnouncer;
  unread: UnreadAnnouncer;
  callEntries: CallEntryAnnouncer;
  logger: Logger;
  /** Default: messages name no addresses. */
  addresses?: LiveAddresses | undefined;
  /** Told of an event that can't be made into messages. */
  onParked(event: LoggedEvent, error: unknown): void;
  /** How far the log is read back at start; default WARM_UP_MESSAGES and WARM_UP_EVENTS. */
  warmUp?: { messages?: number; events?: number };
}

/**
 * Follows the log and tells the gateway, event by event: who joins, what is said, who leaves, in that order. One a process.
 * It changes nothing but sockets; a batch that comes twice is announced once.
 */
export class Announcer {
  private readonly options: AnnouncerOptions;
  private readonly facts: RememberedFacts;
  private subscription: Subscription | null = null;
  private last: Position = START;

  constructor(options: AnnouncerOptions) {
    this.options = options;
    this.facts = new RememberedFacts(options.addresses);
  }

  /** Position of the last event announced. */
  position(): Position {
    return this.last;
  }

  /** Fills the rings from the end of the log, silently, then follows it and opens the gateway. */
  async start(): Promise<void> {
    const { log, gateway, logger } = this.options;
    await this.warmUp();
    gateway.advance(this.last);
    this.subscription = log.subscribe({
      after: this.last,
      onBatch: (events: LoggedEvent[]) => {
        for (const event of events) this.announce(event);
      },
      onFault: (error) => logger.warn({ err: error }, 'the announcer lost the log and follows it again'),
    });
    gateway.open();
  }

  async stop(): Promise<void> {
    await this.subscription?.stop();
  }

  /** Reads the log backwards until enough messages are found, or enough events read; the rings do not know what came before. */
  private async warmUp(): Promise<void> {
    const { log, gateway, warmUp } = this.options;
    const { messages = WARM_UP_MESSAGES, events = WARM_UP_EVENTS } = warmUp ?? {};
    const found: LoggedEvent[] = [];
    let oldest: Position | undefined;
    let head: Position = START;
    for (let looked = 0; ; ) {
      const limit = Math.min(MAX_READ_EVENTS, events - looked);
      const page = limit > 0 ? await log.readAllBackwards({ before: oldest, limit }) : [];
      if (oldest === undefined) head = page[0]?.position ?? START;
      for (const event of page) if (leavesMessages(event)) found.push(event);
      looked += page.length;
      oldest = page[page.length - 1]?.position ?? oldest;
      const isStart = limit > 0 && page.length < limit;
      if (isStart) oldest = undefined;
      if (isStart || limit === 0 || found.length >= messages) break;
    }
    // All events after `oldest` are known. Counting `oldest` itself as unknown does no harm.
    gateway.startAfter(oldest ?? START);
    for (const event of found.reverse()) this.remember(event);
    this.last = head;
  }

  private remember(event: LoggedEvent): void {
    this.messages(event).forEach((message, n) => {
      this.options.gateway.remember(message, event, n);
    });
  }

  private announce(event: LoggedEvent): void {
    if (event.position <= this.last) return;
    const { gateway, counters, unread, callEntries } = this.options;
    this.last = event.position;
    // Each step fails alone: the event's other steps still run, and the next event is not held up.
    this.attempt(event, () => joinsOf.get(event.type)?.(event, gateway));
    this.messages(event).forEach((message, n) => {
      this.attempt(event, () => gateway.publish(message, event, n));
    });
    this.attempt(event, () => {
      const body = toEverybody(event);
      if (body) gateway.publishToAll(body, event);
    });
    this.attempt(event, () => leavesOf.get(event.type)?.(event, gateway));
    gateway.advance(event.position);
    this.attempt(event, () => {
      const change = countersChange(event);
      if (change) counters.changed(event.meta.appId, change.liveId, change.withUsers, event.position);
      const { appId } = event.meta;
      const readerId = unreadChange(event);
      if (readerId !== null) unread.changed(appId, readerId, event.position);
      const called = callEntryChange(event);
      if (called) callEntries.changed(appId, called, event.position);
      const groupId = groupWithNews(event);
      const readers = groupId === null ? [] : gateway.membersOn(groupChannel(appId, groupId), MAX_TOLD_OF_UNREAD);
      for (const userId of readers) unread.changed(appId, userId, event.position);
    });
  }

  private attempt(event: LoggedEvent, step: () => void): void {
    try {
      step();
    } catch (error) {
      this.options.onParked(event, error);
    }
  }

  /** An event that can't be mapped is reported to `onParked` and skipped: it must not block all other messages. */
  private messages(event: LoggedEvent): readonly OutgoingMessage[] {
    // A newer release wrote it, and marked it as one that may be left out.
    if (event.meta.ignorable && !isKnownEvent(event.type)) return [];
    try {
      return messagesOf(event, this.facts.take(event));
    } catch (error) {
      this.options.onParked(event, error);
      return [];
    }
  }
}

type Memberships = OnEvents<[gateway: Gateway], void>;

/** Run before the event's messages, so that a user who joins sees the message about it. */
const joins: Memberships = {
  LiveStarted: ({ data, meta: { appId } }, gateway) =>
    gateway.join(appId, data.hostId, liveChannel(appId, data.liveId)),
  ViewerJoined: ({ data, meta: { appId } }, gateway) =>
    gateway.join(appId, data.userId, liveChannel(appId, data.liveId)),
  ChatOpened({ data: { chatId, userIds }, meta: { appId } }, gateway) {
    for (const userId of userIds) gateway.join(appId, userId, chatChannel(appId, chatId));
  },
  GroupMembersAdded({ data: { groupId, userIds }, meta: { appId } }, gateway) {
    for (const userId of userIds) gateway.join(appId, userId, groupChannel(appId, groupId));
  },
  UserFollowed: ({ data, meta: { appId } }, gateway) =>
    gateway.join(appId, data.userId, fansChannel(appId, data.targetId)),
  FriendAdded: ({ data, meta: { appId } }, gateway) =>
    gateway.join(appId, data.userId, friendsChannel(appId, data.targetId)),
};

const closesRoom = ({ data, meta }: LoggedEvent<LiveStopped | LiveBanned | LiveDeleted>, gateway: Gateway) => {
  gateway.closeChannel(liveChannel(meta.appId, data.liveId), LIVE_STOPPED);
};

/** Run after the event's messages, so that a user who is thrown out is told so first. */
const leaves: Memberships = {
  ViewerLeft: ({ data, meta: { appId } }, gateway) =>
    gateway.leave(appId, data.userId, liveChannel(appId, data.liveId), data.reason),
  LiveStopped: closesRoom,
  LiveBanned: closesRoom,
  LiveDeleted: closesRoom,
  ChatStopped: ({ data, meta }, gateway) => gateway.closeChannel(chatChannel(meta.appId, data.chatId), CHAT_STOPPED),
  GroupMembersRemoved({ data: { groupId, userIds, reason }, meta: { appId } }, gateway) {
    for (const userId of userIds) gateway.leave(appId, userId, groupChannel(appId, groupId), reason);
  },
  GroupDestroyed: ({ data, meta }, gateway) =>
    gateway.closeChannel(groupChannel(meta.appId, data.groupId), GROUP_DESTROYED),
  UserUnfollowed: ({ data, meta: { appId } }, gateway) =>
    gateway.leave(appId, data.userId, fansChannel(appId, data.targetId), 'unfollowed'),
  FriendRemoved: ({ data, meta: { appId } }, gateway) =>
    gateway.leave(appId, data.userId, friendsChannel(appId, data.targetId), 'unfriended'),
  SessionClosed: ({ data, meta: { appId } }, gateway) =>
    gateway.endSession(appId, data.userId, data.sessionId, 'signed-out'),
  UserBanned: ({ data, meta: { appId } }, gateway) => gateway.endUser(appId, data.userId, 'banned'),
  PersonErased: ({ data, meta: { appId } }, gateway) => gateway.endUser(appId, data.userId, 'erased'),
  ErasureCompleted: ({ data }, gateway) => gateway.forgetPerson(data.userId),
};

const joinsOf = functionsOf(joins);
const leavesOf = functionsOf(leaves);
