import { newKey } from '../../sdk/caller.ts';
import { type Client, createClient, type Message, type Messages, type Room, SalonError } from '../../sdk/index.ts';
import { DEV_GOLD, type DevPerson, devGold, devPerson } from '../shared/dev-person.ts';
import type { Chains } from './chains.ts';
import type { Progress } from './guide.tsx';
import { type Line, lineOf } from './lines.ts';
import { OnAir } from './on-air.ts';

/** Rooms of the demo are found by it. */
const TITLE = 'The demo room';
/** Lines that the chat shows: the oldest go. */
const MAX_LINES = 100;
/** Gifts and bullets that fly at once: more would hide each other. */
const MAX_FLYING = 12;
/** When a room is over, the seat moves on, ms: there is time to read why. */
const MOVE_ON_MS = 1_500;
/** Calls whose chains are worth a look. */
const FOLLOWED = /buy-|send-msg|live-like|start-live|join-live|lock-live-seat|conference|call-request/;

interface Kept extends DevPerson {
  liveId?: number;
  isHost?: boolean;
}

export interface Gift {
  id: number;
  name: string;
  gold: number;
}

type User = NonNullable<Messages['room-counters']['users']>[number];

/** What the page shows of a seat. */
export interface Shown {
  phase: 'opening' | 'open' | 'over';
  line: string;
  name: string;
  userId: number;
  hostId: number;
  /** The page that others are sent. */
  shareAddr: string;
  isHost: boolean;
  heads: number;
  seats: number;
  lockedSeats: number;
  users: User[];
  likes: number;
  gold: number;
  points: number;
  gifts: Gift[];
  lines: Line[];
  flying: Line[];
  notice: string;
}

const EMPTY: Shown = {
  ...{ phase: 'opening', line: 'closed', name: '', userId: 0, hostId: 0, shareAddr: '', isHost: false },
  ...{ heads: 0, seats: 0, lockedSeats: 0, users: [], likes: 0, gold: 0, points: 0 },
  ...{ gifts: [], lines: [], flying: [], notice: 'Opening the room …' },
};

/** What the seats of a page share. */
export interface Watching {
  chains: Chains;
  progress: Progress;
  changed(): void;
}

/** One person in the room: who opens it when nobody else has, else a viewer. */
export class Seat {
  shown: Shown = EMPTY;
  client!: Client;
  room!: Room;
  onAir!: OnAir;
  private readonly place: string;
  private readonly watching: Watching;
  private moving: ReturnType<typeof setTimeout> | undefined;

  /** `place`: under which this tab keeps the person. */
  constructor(place: string, watching: Watching) {
    this.place = `salon-demo-${place}`;
    this.watching = watching;
  }

  /** Comes in; one tab after the other, so that two at once do not both open a room. */
  async open(): Promise<void> {
    try {
      await navigator.locks.request('salon-demo', () => this.enter());
      this.show({ phase: 'open', notice: this.shown.isHost ? 'You are the host.' : 'You joined as a viewer.' });
    } catch (error) {
      this.show({ phase: 'over', notice: sentence(error) });
    }
  }

  private async enter(): Promise<void> {
    const kept = this.kept() ?? (await devPerson());
    this.keep(kept);
    this.client = createClient({ url: location.origin, token: kept.token });
    this.client.on('state', ({ state }) => this.show({ line: state }));
    this.client.on('call', ({ path, requestId, error }) => {
      if (FOLLOWED.test(path) && !error) void this.watching.chains.follow(kept.name, path, requestId);
    });
    try {
      await this.takeSeat(kept);
    } catch (error) {
      // Of a server that was begun anew: nobody whom it knows.
      if (!(error instanceof SalonError && [720, 710].includes(error.code) && this.kept())) throw error;
      sessionStorage.removeItem(this.place);
      this.client.close();
      return this.enter();
    }
  }

  private async takeSeat(kept: Kept): Promise<void> {
    const { gifts } = await this.client.live.giftInfo({});
    const { liveId, userId: hostId, shareAddr } = await this.liveOf(kept);
    const isHost = hostId === kept.userId;
    this.room = this.client.room(liveId);
    this.room.on('message', (message) => this.hear(message));
    this.room.on('left', () => this.moveOn('This room is over.'));
    const say = (notice: string) => this.show({ notice });
    this.onAir = new OnAir(this.client, this.room, () => this.watching.changed(), say);
    const { name, userId } = kept;
    this.show({
      name,
      userId,
      hostId,
      shareAddr,
      isHost,
      gifts: gifts.map(({ id, name, gold }) => ({ id, name, gold })),
    });
    // Whoever comes back as the host wants to see what was said before, as viewers do.
    if (isHost) this.client.positions[this.room.channel] = 0;
    if (isHost) await this.room.start();
    else await this.room.join();
    this.keep({ ...kept, liveId, isHost });
    await this.count();
  }

  /** The live that the address names; else the demo room, one's own before others'; else a new one. */
  private async liveOf({ liveId, isHost }: Kept): Promise<{ liveId: number; userId: number; shareAddr: string }> {
    const { live } = this.client;
    const wanted = Number(new URLSearchParams(location.search).get('live'));
    // Only members are shown it.
    if (wanted > 0) return (await live.joinLive({ liveId: wanted })).live;
    const { lives } = await live.listLiveByRecommend({});
    const playing = lives.filter(({ title }) => title === TITLE);
    const own = isHost ? playing.find((one) => one.liveId === liveId) : undefined;
    return own ?? playing[0] ?? (await live.createLive({ title: TITLE })).live;
  }

  /** Does what a button asks for; what is said then, or it is refused with, becomes the notice. */
  async act(what: () => Promise<string>): Promise<void> {
    try {
      this.show({ notice: await what() });
    } catch (error) {
      this.show({ notice: sentence(error) });
    }
  }

  say = (text: string) =>
    this.act(async () => {
      await this.room.say(text);
      return 'Said.';
    });

  bullet = (message: string) =>
    this.act(async () => {
      const { gold } = await this.client.live.buyBullet({ liveId: this.room.liveId, message });
      const paid = this.shown.gold - gold;
      this.show({ gold });
      return `Your line runs over the picture, for ${paid} gold.`;
    });

  like = () =>
    this.act(async () => {
      await this.client.live.liveLike({ liveId: this.room.liveId, type: 1 });
      return 'Liked.';
    });

  give = (gift: Gift, key = newKey()) =>
    this.act(async () => {
      const { gold } = await this.room.gift(gift.id, { key });
      this.show({ gold });
      return `${gift.name} given for ${gift.gold} gold.`;
    });

  /** As a payment would. */
  getGold = () =>
    this.act(async () => {
      await devGold(this.shown.userId);
      return `${DEV_GOLD.toLocaleString('en')} gold more: you have ${await this.count()}.`;
    });

  lockSeat = (unlock: boolean) =>
    this.act(async () => {
      await this.client.live.lockLiveSeat({ liveId: this.room.liveId, unlock });
      return unlock ? 'A seat is open again.' : 'A seat is locked.';
    });

  /** Ends what this seat holds; the person stays. */
  close(): void {
    clearTimeout(this.moving);
    this.onAir?.close();
    this.room?.close();
    this.client?.close();
  }

  /** The tab closes: a room without its host is over, and others need not wait until signs of life are missed. */
  leave(): void {
    if (this.shown.phase !== 'open') return;
    const form = new URLSearchParams({ token: this.client.token, liveId: String(this.room.liveId) });
    navigator.sendBeacon(`/api/live/${this.shown.isHost ? 'stop-live' : 'quit-live'}`, form);
  }

  /** Into the next room: whoever comes first opens it. */
  private moveOn(notice: string): void {
    if (this.shown.phase !== 'open') return;
    this.show({ phase: 'over', notice });
    this.moving = setTimeout(() => {
      this.close();
      this.show(EMPTY);
      void this.open();
    }, MOVE_ON_MS);
  }

  landed(line: Line): void {
    this.show({ flying: this.shown.flying.filter((each) => each !== line) });
  }

  /** Gets gold and points as they are. */
  async count(): Promise<number> {
    const { gold, point } = (await this.client.user.userGold({})).user;
    this.show({ gold, points: point });
    return gold;
  }

  private hear(message: Message): void {
    if (!('msgType' in message)) this.see(message);
    else if (message.msgType === 'action' && message.action === 'stop-live')
      this.moveOn('The host is gone: this room is over.');
    else this.add(lineOf(message));
  }

  private see({ totalCount, roomSeatCount, roomLockedCount, users }: Messages['room-counters']): void {
    const counts = { heads: totalCount, seats: roomSeatCount, lockedSeats: roomLockedCount };
    this.show({ ...counts, ...(users && { users }) });
  }

  private add(line: Line | null): void {
    if (!line) return;
    line.isLate = this.client.state === 'catching up';
    const { lines, flying, likes, isHost } = this.shown;
    const flies = line.kind !== 'text' && !line.isLate;
    this.show({
      lines: [...lines, line].slice(-MAX_LINES),
      flying: flies ? [...flying, line].slice(-MAX_FLYING) : flying,
      likes: likes + (line.kind === 'like' ? 1 : 0),
    });
    if (!line.giftId) return;
    if (!line.isLate) this.take('gift');
    if (isHost) void this.count().catch(() => undefined);
  }

  /** A step of the guide was taken here. */
  take(step: Parameters<Progress['take']>[0]): void {
    this.watching.progress.take(step);
  }

  show(part: Partial<Shown>): void {
    this.shown = { ...this.shown, ...part };
    this.watching.changed();
  }

  private kept(): Kept | null {
    return JSON.parse(sessionStorage.getItem(this.place) ?? 'null');
  }

  private keep(kept: Kept): void {
    sessionStorage.setItem(this.place, JSON.stringify(kept));
  }
}

export const sentence = (error: unknown) =>
  error instanceof SalonError ? `${error.message} (${error.code})` : String((error as Error).message ?? error);
