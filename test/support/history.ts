import type { SalonEvent } from '../../domain/events.ts';
import { streamName } from '../../domain/kernel/ids.ts';
import type { PersonCard } from '../../domain/user/events.ts';
import type { GiftPurchase } from '../../domain/wallet/events.ts';
import type { EventStore, NewEvent } from '../../event-store/event-store.ts';

const APP_ID = 'heihei';
const START_AT = Date.UTC(2026, 0, 1);
const LIVE_EVENTS = 400;
const GIFT = { id: 3, name: 'Rose', picture: 'static', priceGold: 5, experience: 5 } as const;

export interface Happened {
  stream: string;
  event: NewEvent;
}

/** A small reproducible source of numbers in [0, 1) (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

interface Someone {
  card: PersonCard;
  gold: number;
  points: number;
  experience: number;
  follows: Set<number>;
}

interface Room {
  liveId: number;
  host: Someone;
  members: Set<Someone>;
  totalUsers: number;
  points: number;
  eventsLeft: number;
}

/**
 * Makes a history as evenings in Salon write it: people register and follow each other, hosts go live, viewers come, talk,
 * like, give gifts and leave. The ledger adds up. The same seed gives the same events.
 */
export class History {
  private readonly random: () => number;
  private readonly maxUsers: number;
  private readonly rooms: Room[] = [];
  private readonly users: Someone[] = [];
  private made: Happened[] = [];
  private count = 0;
  private lastLiveId = 0;

  constructor(seed: number, { maxUsers = 20_000 } = {}) {
    this.random = randomFrom(seed);
    this.maxUsers = maxUsers;
  }

  /** The next events; those of one call to the domain stay together, so there may be a few more than asked for. */
  next(count: number): Happened[] {
    while (this.made.length < count) this.step();
    const { made } = this;
    this.made = [];
    return made;
  }

  private step(): void {
    const chance = this.random();
    if (this.users.length < 4 || (this.users.length < this.maxUsers && chance < 0.02)) this.register();
    else if (this.rooms.length < 1 + this.users.length / 50) this.openRoom();
    else if (chance < 0.06) this.follow();
    else this.inRoom(this.pick(this.rooms));
  }

  private inRoom(room: Room): void {
    const { liveId, host, members } = room;
    const chance = this.random();
    const viewer = this.random() < 0.15 || members.size < 2 ? this.pick(this.users) : this.pick([...members]);
    const at = { liveId, roomId: liveId, from: viewer.card };
    if (room.eventsLeft-- <= 0) {
      this.closeRoom(room);
    } else if (!members.has(viewer)) {
      this.join(room, viewer);
    } else if (chance < 0.45) {
      this.say('feed', [liveId], viewer, { type: 'TextSaid', data: { ...at, text: 'good evening to you all' } });
    } else if (chance < 0.6 || viewer === host) {
      this.say('feed', [liveId], viewer, { type: 'Liked', data: { ...at, kind: 'a' } });
    } else if (chance < 0.95) {
      this.give(room, viewer);
    } else {
      this.leave(room, viewer);
    }
  }

  private register(): void {
    const userId = this.users.length + 1;
    const displayName = `Person ${userId}`;
    const card: PersonCard = { userId, displayName, gender: 'Unspecified', birthDay: '', coverUrl: '/covers/1.jpg' };
    const user: Someone = { card, gold: 0, points: 0, experience: 0, follows: new Set() };
    this.users.push(user);
    const phone = `1380${userId}`;
    this.claimPhone(user, phone);
    const data = { userId, phone, heiNum: 100_000 + userId, displayName, coverUrl: '/covers/1.jpg' };
    this.say('user', [userId], user, { type: 'UserRegistered', data });
    this.grant(user, 1_000);
  }

  /** Every third user gives the phone back, and every other one of those claims it again. */
  private claimPhone(user: Someone, phone: string): void {
    const { userId } = user.card;
    const data = { kind: 'phone', value: phone, userId };
    const types = ['IdentityClaimed', 'IdentityReleased', 'IdentityClaimed'] as const;
    for (const type of types.slice(0, userId % 3 > 0 ? 1 : userId % 2 > 0 ? 2 : 3)) {
      this.say('identity', ['phone', phone], user, { type, data });
    }
  }

  private grant(user: Someone, amountGold: number): void {
    const { userId } = user.card;
    user.gold += amountGold;
    const data = { userId, amountGold, source: 'welcome', goldAfter: user.gold };
    this.say('wallet', [userId], user, { type: 'GoldGranted', data });
  }

  private follow(): void {
    const [user, target] = [this.pick(this.users), this.pick(this.users)];
    const [userId, targetId] = [user.card.userId, target.card.userId];
    if (user === target) return;
    const type = user.follows.delete(targetId) ? 'UserUnfollowed' : 'UserFollowed';
    if (type === 'UserFollowed') user.follows.add(targetId);
    this.say('relations', [userId], user, { type, data: { userId, targetId } });
  }

  private openRoom(): void {
    const host = this.pick(this.users);
    if (this.rooms.some((room) => room.host === host)) {
      this.follow();
      return;
    }
    const liveId = ++this.lastLiveId;
    const common = { liveId, hostId: host.card.userId, host: host.card, title: `Evening ${liveId}` };
    this.rooms.push({ liveId, host, members: new Set([host]), totalUsers: 0, points: 0, eventsLeft: LIVE_EVENTS });
    this.say('live', [liveId], host, { type: 'LiveCreated', data: { ...common, roomId: liveId, seatCount: 1_000 } });
    this.say('live', [liveId], host, { type: 'LiveStarted', data: common });
  }

  private closeRoom(room: Room): void {
    this.rooms.splice(this.rooms.indexOf(room), 1);
    const { liveId, host, totalUsers, members } = room;
    const data = {
      liveId,
      roomId: liveId,
      hostId: host.card.userId,
      title: `Evening ${liveId}`,
      reason: 'host' as const,
    };
    this.say('live', [liveId], host, {
      type: 'LiveStopped',
      data: { ...data, totalUsers, onlineUsers: members.size },
    });
  }

  private join(room: Room, viewer: Someone): void {
    room.members.add(viewer);
    room.totalUsers++;
    const { userId } = viewer.card;
    const common = { liveId: room.liveId, userId, memberCount: room.members.size };
    const data = { ...common, viewer: viewer.card, joinTime: this.now(), byInvitation: false };
    this.say('live', [room.liveId], viewer, { type: 'ViewerJoined', data });
  }

  private leave(room: Room, viewer: Someone): void {
    room.members.delete(viewer);
    const { userId, displayName } = viewer.card;
    const data = { liveId: room.liveId, userId, displayName, reason: 'quit' as const, memberCount: room.members.size };
    this.say('live', [room.liveId], viewer, { type: 'ViewerLeft', data });
  }

  /** The debit, the credit and the line in the room, as the reactors write them. */
  private give(room: Room, viewer: Someone): void {
    const { liveId, host } = room;
    if (viewer.gold < GIFT.priceGold) this.grant(viewer, 500);
    const points = GIFT.priceGold;
    viewer.gold -= points;
    viewer.experience += GIFT.experience;
    const { userId } = viewer.card;
    const hostId = host.card.userId;
    const comboId = `combo-${this.count}`;
    const common = { liveId, roomId: liveId, gift: GIFT, amount: 1, comboId, from: viewer.card };
    const purchase: GiftPurchase = { ...common, hostId, units: 1 };
    const after = { costGold: points, goldAfter: viewer.gold, experienceAfter: viewer.experience };
    const purchaseEventId = this.say('wallet', [userId], viewer, {
      type: 'GiftBought',
      data: { ...purchase, ...after, userId },
    });
    host.points += points;
    host.experience += GIFT.experience;
    room.points += points;
    const credit = { userId: hostId, points, pointsAfter: host.points, earnedPointsAfter: host.points };
    this.say('wallet', [hostId], null, {
      type: 'PointsCredited',
      data: {
        ...credit,
        experienceAfter: host.experience,
        livePointsAfter: room.points,
        purchaseEventId,
        purchase: { kind: 'gift', ...purchase },
      },
    });
    const data = { ...common, livePointsAfter: room.points, purchaseEventId };
    this.say('feed', [liveId], null, { type: 'GiftShown', data });
  }

  private say(category: string, id: (string | number)[], actor: Someone | null, event: SalonEvent): string {
    const hex = (++this.count).toString(16).padStart(12, '0');
    const eventId = `00000000-0000-5000-8000-${hex}`;
    const meta = {
      appId: APP_ID,
      actor: actor?.card.userId ?? 0,
      at: this.now(),
      commandId: `00000000-0000-4000-8000-${hex}`,
    };
    const stream = streamName(category, APP_ID, ...id);
    this.made.push({ stream, event: { id: eventId, type: event.type, data: event.data, meta } });
    return eventId;
  }

  private now(): number {
    return START_AT + this.count * 10;
  }

  private pick<Item>(items: readonly Item[]): Item {
    return items[Math.floor(this.random() * items.length)]!;
  }
}

/** Appends a part of a history to a log, in its order. */
export async function appendAll(log: EventStore, happened: readonly Happened[]): Promise<void> {
  for (const { stream, event } of happened) await log.append(stream, [event], { expected: 'any' });
}
