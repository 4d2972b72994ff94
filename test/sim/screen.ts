import type { GroupMessageSent } from '../../domain/conversation/events.ts';
import type { LoggedEvent } from '../../event-store/event-store.ts';
import { chatChannel, groupChannel, liveChannel, userChannel } from '../../realtime/channels.ts';
import { type Membership, membershipsOf } from './group-checks.ts';
import type { SimProcess } from './process.ts';
import { APP } from './surroundings.ts';
import { Wire } from './wire.ts';
import type { World } from './world.ts';

interface Message {
  msgId: number;
  position: number;
  channel: string;
  msgType?: string;
}

interface Resumed {
  recovered: boolean;
  position: number;
  reason?: string;
}

/** Positions of a channel of which everything must be on the screen: after `from`, up to `to`. */
interface Covered {
  from: number;
  to: number;
}

/** Kinds of messages that are never left out for somebody who keeps up. */
const LASTING = new Set(['text', 'gift', 'barrage', 'IM']);
/** How long a client waits before it connects again, ms. */
const RECONNECT_MS = { least: 20, most: 3_000 };
/** … and for an answer when it does. */
const CONNECT_TIMEOUT_MS = 20_000;

/**
 * What one client shows of what reaches its socket. It does as docs/sockets.md says: one number a channel, sent on coming back, and
 * each `msgId` shown once. It knows from what it was told which messages it must have.
 */
export class Screen {
  readonly userId: number;
  private readonly world: World;
  private readonly since = new Map<string, number>();
  /** msgId by channel and position. */
  private readonly shown = new Map<string, Map<number, number>>();
  /** Positions shown as they came, of rooms: replays reach back beyond a leaving. */
  private readonly cameLive = new Map<string, Set<number>>();
  /** Steps of calls and talks that came, by channel and position. */
  private readonly steps = new Set<string>();
  private readonly newest = new Map<string, number>();
  private readonly covered = new Map<string, Covered[]>();
  /** Since when this connection is live. */
  private readyAt = 0;
  private isLive = false;
  /** Channels that this connection is on, by `ready`, `joined` and `left`. */
  private on = new Set<string>();
  private sentSince: Record<string, number> = {};
  private resumed: Record<string, Resumed> = {};
  private wire: Wire | null = null;
  private process: SimProcess | null = null;
  private attempt = 0;
  /** Until then the app is closed, simulated ms. */
  private closedUntilMs = 0;
  /** What somebody said who was erased since is not sent again, nor what was said to them. */
  private readonly erased = new Set<number>();
  /** Its owner is erased, and was told so, or knows. */
  private isOver = false;

  constructor(world: World, userId: number) {
    this.world = world;
    this.userId = userId;
  }

  /** Connects to one of the processes that are ready, and again whenever the connection ends. */
  connect(): void {
    const { world } = this;
    if (this.isOver) return;
    const ready = world.processes.filter(({ isReady }) => isReady);
    const process = ready.length > 0 ? world.network.pick(ready) : null;
    if (!process?.http) {
      this.reconnectLater();
      return;
    }
    const attempt = ++this.attempt;
    this.process = process;
    this.wire = new Wire({
      scheduler: world.scheduler,
      random: world.network,
      owner: process.owner,
      http: process.http,
      events: {
        packet: (packet) => this.takePacket(packet),
        closed: () => this.closed(),
      },
    });
    process.wires.add(this.wire);
    world.scheduler.after(world.scheduler.world, CONNECT_TIMEOUT_MS, () => {
      if (attempt === this.attempt && !this.isLive) this.wire?.break();
    });
  }

  /** Its owner's account is gone: it connects no more. */
  end(): void {
    this.isOver = true;
    this.wire?.break();
  }

  /** The network drops it. */
  drop(): void {
    this.wire?.break();
  }

  /** The app is closed, and opened again after so long. */
  close(forMs: number): void {
    this.closedUntilMs = this.world.scheduler.nowMs + forMs;
    this.wire?.break();
  }

  /** Whether all that has to be shown is, exactly once. To be asked when nothing is on its way any more. */
  check(events: readonly LoggedEvent[], violation: (what: string) => void): void {
    const who = `5: screen of ${this.userId}`;
    if (this.isOver) return;
    if (!this.isLive) violation(`${who} is not connected at rest`);
    const inLog = new Set<string>();
    const { erased } = this;
    for (const { type, data } of events) if (type === 'PersonErased') erased.add(data.userId);
    const memberOf = new Set<number>();
    const memberships = membershipsOf(events, this.userId);
    for (const event of events) {
      const { position } = event;
      switch (event.type) {
        case 'LiveStarted':
          if (event.data.hostId === this.userId) memberOf.add(event.data.liveId);
          break;
        case 'ViewerJoined':
          if (event.data.userId === this.userId) memberOf.add(event.data.liveId);
          break;
        case 'ViewerLeft':
          if (event.data.userId === this.userId) memberOf.delete(event.data.liveId);
          break;
        case 'LiveStopped':
          memberOf.delete(event.data.liveId);
          break;
        case 'MessageSent': {
          if (![event.data.toUserId, event.data.from.userId].includes(this.userId)) break;
          const own = userChannel(APP, this.userId);
          inLog.add(`${own} ${position}`);
          const isShown = this.shown.get(own)?.has(position) ?? false;
          const isForgotten = erased.has(event.data.toUserId) || erased.has(event.data.from.userId);
          if (this.mustShow(own, position) && !isShown && !isForgotten)
            violation(`${who} lacks the message at ${position}`);
          break;
        }
        case 'GroupMessageSent':
        case 'GroupMembersAdded':
        case 'GroupMembersRemoved':
        case 'GroupTransferred':
        case 'GroupDestroyed': {
          const channel = groupChannel(APP, event.data.groupId);
          // Whoever comes or goes is told so as one who is there.
          const of = memberships.find(({ groupId, from, to }) => {
            return groupId === event.data.groupId && from <= position && position <= to;
          });
          if (of) inLog.add(`${channel} ${position}`);
          if (event.type === 'GroupMessageSent' && of) this.checkGroupMessage(event, of, violation);
          break;
        }
        case 'GroupsRead':
        case 'MessageRevoked':
        case 'ConversationRead':
          inLog.add(`${userChannel(APP, this.userId)} ${position}`);
          break;
        case 'ChatGiftShown': {
          const { chatId, from, toUserId, late } = event.data;
          if (![from.userId, toUserId].includes(this.userId)) break;
          const channel = late ? userChannel(APP, this.userId) : chatChannel(APP, chatId);
          inLog.add(`${channel} ${position}`);
          const isShown = this.shown.get(channel)?.has(position) ?? false;
          const isForgotten = erased.has(toUserId) || erased.has(from.userId);
          if (this.mustShow(channel, position) && !isShown && !isForgotten)
            violation(`${who} lacks the gift at ${position} of ${channel}`);
          break;
        }
        case 'DueCancelled':
          if (event.data.by.userId !== this.userId)
            this.checkStep(event, [event.data.fromId, event.data.toId], violation);
          break;
        case 'DueExpired':
        case 'DueDropped':
          this.checkStep(event, [event.data.fromId, event.data.toId], violation);
          break;
        case 'ChatOpened':
          this.checkStep(event, event.data.userIds, violation);
          break;
        case 'ChatStopped': {
          const channel = chatChannel(APP, event.data.chatId);
          this.checkStep(event, event.data.userIds, violation, channel);
          break;
        }
        case 'TextSaid':
        case 'GiftShown':
        case 'BulletShown': {
          const channel = liveChannel(APP, event.data.liveId);
          inLog.add(`${channel} ${position}`);
          if (!memberOf.has(event.data.liveId) && this.cameLive.get(channel)?.has(position)) {
            violation(`${who} was sent ${event.type} at ${position} of ${channel}, which it had left`);
          }
          const isShown = this.shown.get(channel)?.has(position) ?? false;
          const isForgotten = erased.has(event.data.from.userId);
          if (memberOf.has(event.data.liveId) && this.mustShow(channel, position) && !isShown && !isForgotten) {
            violation(`${who} lacks ${event.type} at ${position} of ${channel}`);
          }
        }
      }
    }
    const groups = [...this.on].filter((channel) => channel.startsWith('group:')).sort();
    const current = memberships.filter(({ to }) => to === Number.POSITIVE_INFINITY);
    const ofGroups = current.map(({ groupId }) => groupChannel(APP, groupId)).sort();
    if (groups.join() !== ofGroups.join()) violation(`${who} was told of the groups ${groups}, and is in ${ofGroups}`);
    const rooms = [...this.on].filter((channel) => channel.startsWith('live:')).sort();
    const members = [...memberOf].map((liveId) => liveChannel(APP, liveId)).sort();
    if (rooms.join() !== members.join()) violation(`${who} was told of the rooms ${rooms}, and is in ${members}`);
    for (const [channel, messages] of this.shown) {
      for (const position of messages.keys()) {
        if (!inLog.has(`${channel} ${position}`)) violation(`${who} shows ${position} of ${channel}, never said`);
      }
    }
  }

  /** Whoever left a group, or came anew, is not sent again what was said before: that may be missing. */
  private checkGroupMessage(
    { position, data: { groupId, from } }: LoggedEvent<GroupMessageSent>,
    { to }: Membership,
    violation: (what: string) => void,
  ): void {
    const channel = groupChannel(APP, groupId);
    const isShown = this.shown.get(channel)?.has(position) ?? false;
    if (to !== Number.POSITIVE_INFINITY || this.erased.has(from.userId) || isShown) return;
    if (this.mustShow(channel, position))
      violation(`5: screen of ${this.userId} lacks the message at ${position} of ${channel}`);
  }

  /** The last that there is to know of a call, or of a talk, reaches both sides. */
  private checkStep(
    { type, position }: LoggedEvent,
    userIds: readonly number[],
    violation: (what: string) => void,
    channel = userChannel(APP, this.userId),
  ): void {
    if (!userIds.includes(this.userId) || !this.mustShow(channel, position)) return;
    if (userIds.some((userId) => this.erased.has(userId))) return;
    if (!this.steps.has(`${channel} ${position}`)) {
      violation(`8: screen of ${this.userId} lacks ${type} at ${position} of ${channel}`);
    }
  }

  private mustShow(channel: string, position: number): boolean {
    const intervals = this.covered.get(channel) ?? [{ from: this.readyAt, to: Number.POSITIVE_INFINITY }];
    return intervals.some(({ from, to }) => position > from && position <= to);
  }

  /** Socket.IO: 0 connected, 1 disconnected, 2 event, 4 refused; '' is Engine.IO's own opening. */
  private takePacket(packet: string): void {
    if (packet === '') {
      this.sentSince = Object.fromEntries(this.since);
      this.resumed = {};
      const since = this.since.size > 0 ? { since: this.sentSince } : {};
      this.wire?.send(`0${JSON.stringify({ token: String(this.userId), ...since })}`);
    } else if (packet[0] === '2') {
      const [event, argument] = JSON.parse(packet.slice(1)) as [string, never];
      this.takeEvent(event, argument);
    } else if (packet[0] === '1' || packet[0] === '4') this.wire?.break();
  }

  private takeEvent(event: string, argument: never): void {
    if (event === 'msg') this.take(argument);
    else if (event === 'resumed') this.resumed = (argument as { channels: Record<string, Resumed> }).channels;
    else if (event === 'ready') this.live(argument);
    else if (event === 'joined') this.joined(argument);
    else if (event === 'left') this.left(argument);
    else if (event === 'closing' && (argument as { reason: string }).reason === 'erased') this.isOver = true;
    // It comes back, as apps do that try again.
    else if (event === 'closing' && (argument as { reason: string }).reason === 'banned' && this.wasBanned()) return;
    else this.world.violation(`5: screen of ${this.userId}: ${event} ${JSON.stringify(argument)}`);
  }

  private wasBanned(): boolean {
    return this.world.monitor.events('UserBanned').some(({ data }) => data.userId === this.userId);
  }

  private take({ msgId, position, channel, msgType }: Message): void {
    this.since.set(channel, Math.max(this.since.get(channel) ?? 0, position));
    if (this.isLive) this.opened(channel);
    if (this.isLive && !this.on.has(channel)) {
      this.world.violation(`5: screen of ${this.userId}: a message of ${channel}, on which it was not said to be`);
    }
    if (msgType === 'action') this.steps.add(`${channel} ${position}`);
    if (msgType === undefined || !LASTING.has(msgType)) return;
    const messages = this.shown.get(channel) ?? new Map<number, number>();
    this.shown.set(channel, messages);
    const before = messages.get(position);
    const what = `5: screen of ${this.userId}: ${position} of ${channel}`;
    if (before !== undefined && before !== msgId) this.world.violation(`${what} comes under two ids`);
    if (before !== undefined) return;
    if (position < (this.newest.get(channel) ?? 0)) this.world.violation(`${what} comes after a later message`);
    this.newest.set(channel, position);
    messages.set(position, msgId);
    if (this.isLive) this.cameLive.set(channel, (this.cameLive.get(channel) ?? new Set()).add(position));
    this.world.trace(`screen of ${this.userId}: ${msgType} ${position} of ${channel}`);
  }

  private live({ position, channels }: { position: number; channels: string[] }): void {
    this.isLive = true;
    this.readyAt = position;
    this.on = new Set(channels);
    const answers = JSON.stringify(this.resumed);
    this.world.trace(`screen of ${this.userId}: live at ${position} on ${channels}, resumed ${answers}`);
    for (const channel of new Set([...channels, ...Object.keys(this.sentSince)])) {
      const intervals = this.covered.get(channel) ?? [];
      this.covered.set(channel, intervals);
      const last = intervals[intervals.length - 1];
      if (this.resumed[channel]?.recovered && last) last.to = Number.POSITIVE_INFINITY;
      else {
        intervals.push({ from: position, to: Number.POSITIVE_INFINITY });
        // It is fetched by HTTP and shown anew from there on.
        this.newest.delete(channel);
      }
    }
    for (const channel of channels) this.since.set(channel, Math.max(this.since.get(channel) ?? 0, position));
  }

  private joined({ channel, position }: { channel: string; position: number }): void {
    if (this.on.has(channel)) this.world.violation(`5: screen of ${this.userId}: joined ${channel} twice`);
    this.on.add(channel);
    this.since.set(channel, Math.max(this.since.get(channel) ?? 0, position));
    this.opened(channel);
  }

  /** Of a room that it knew and that ended meanwhile it is told after `ready`. */
  private left({ channel, reason }: { channel: string; reason: string }): void {
    if (!this.on.delete(channel) && !(channel in this.sentSince)) {
      this.world.violation(`5: screen of ${this.userId}: left ${channel} (${reason}), on which it never was`);
    }
  }

  /** A channel that was joined while the connection was live. */
  private opened(channel: string): void {
    if (!this.covered.has(channel)) {
      this.covered.set(channel, [{ from: this.readyAt, to: Number.POSITIVE_INFINITY }]);
    }
  }

  private closed(): void {
    if (this.wire) this.process?.wires.delete(this.wire);
    this.wire = null;
    this.isLive = false;
    this.world.trace(`screen of ${this.userId}: disconnected`);
    for (const [channel, intervals] of this.covered) {
      const last = intervals[intervals.length - 1]!;
      last.to = Math.min(last.to, this.since.get(channel) ?? last.from);
    }
    this.reconnectLater();
  }

  private reconnectLater(): void {
    if (this.isOver) return;
    const { scheduler, network } = this.world;
    const pauseMs = network.chance(0.4) ? 0 : network.between(RECONNECT_MS.least, RECONNECT_MS.most);
    const delayMs = Math.max(pauseMs, this.closedUntilMs - scheduler.nowMs);
    scheduler.after(scheduler.world, delayMs, () => this.connect());
  }
}
