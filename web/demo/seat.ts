import { newKey } from '../../sdk/caller.ts';
import { type Client, createClient, type Message, type Room, SalonError } from '../../sdk/index.ts';
import { type DevPerson, devPerson } from '../shared/dev-person.ts';
import { Robots } from './robots.ts';

/** Rooms of the demo are found by it. */
const TITLE = 'The demo room';
/** Lines that the chat shows: the oldest go. */
const MAX_LINES = 100;
/** Gifts and bullets that fly at once: more would hide each other. */
const MAX_FLYING = 12;
/** When a chain is looked at, ms after the answer: reactors follow within moments. */
const LOOKS_MS = [0, 300, 1_200];

/** What one says in the chat, or does in the room. */
export interface Line {
  id: string;
  who: string;
  text: string;
  kind: 'text' | 'gift' | 'like' | 'bullet';
  giftId?: number;
  /** It came as part of what was missed. */
  isLate: boolean;
}

/** An event of the chain that a call began. */
export interface Link {
  eventId: string;
  position: number;
  type: string;
  stream: string;
  causationId: string | null;
}

interface Kept extends DevPerson {
  liveId?: number;
  isHost?: boolean;
}

export interface Gift {
  id: number;
  name: string;
  gold: number;
}

/** What the page shows of a seat. */
export interface Shown {
  phase: 'opening' | 'open' | 'over';
  line: string;
  name: string;
  isHost: boolean;
  heads: number;
  likes: number;
  gold: number;
  points: number;
  gifts: Gift[];
  lines: Line[];
  flying: Line[];
  notice: string;
  chain: { call: string; links: Link[] } | null;
  canRepeat: boolean;
}

/** One person in the room: who opens it when nobody else has, else a viewer. */
export class Seat {
  shown: Shown = {
    ...{ phase: 'opening', line: 'closed', name: '', isHost: false, heads: 0, likes: 0, gold: 0, points: 0 },
    ...{ gifts: [], lines: [], flying: [], notice: 'Opening the room …', chain: null, canRepeat: false },
  };
  client!: Client;
  room!: Room;
  private readonly place: string;
  private readonly changed: () => void;
  private lastGift: { gift: Gift; key: string } | null = null;
  private lastRequest = '';
  private robots: Robots | null = null;

  /** `place`: under which this tab keeps the person. */
  constructor(place: string, changed: () => void) {
    this.place = `salon-demo-${place}`;
    this.changed = changed;
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
      if (/buy-|send-msg|live-like|start-live|join-live/.test(path) && !error) void this.follow(path, requestId);
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
    const { lives } = await this.client.live.listLiveByRecommend({});
    const playing = lives.filter(({ title }) => title === TITLE);
    const own = kept.isHost ? playing.find(({ liveId }) => liveId === kept.liveId) : undefined;
    const other = own ? undefined : playing[0];
    const isHost = !other;
    const liveId = own?.liveId ?? other?.liveId ?? (await this.client.live.createLive({ title: TITLE })).live.liveId;
    this.room = this.client.room(liveId);
    this.room.on('message', (message) => this.hear(message));
    this.room.on('left', () => this.show({ phase: 'over', notice: 'This room is over.' }));
    this.show({ name: kept.name, isHost, gifts: gifts.map(({ id, name, gold }) => ({ id, name, gold })) });
    if (own) this.client.positions[this.room.channel] = 0;
    if (isHost) await this.room.start();
    else await this.room.join();
    this.keep({ ...kept, liveId, isHost });
    await this.count();
  }

  /** Does what a button asks for; what is refused becomes the notice. */
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

  give = (gift: Gift) =>
    this.act(async () => {
      const key = newKey();
      this.lastGift = { gift, key };
      const { gold } = await this.room.gift(gift.id, { key });
      this.show({ gold, canRepeat: true });
      return `${gift.name} given for ${gift.gold} gold.`;
    });

  /** Sends the last gift as a phone does that had no answer: by the same key. */
  giveAgain = () =>
    this.act(async () => {
      const { gift, key } = this.lastGift!;
      const before = await this.count();
      await this.room.gift(gift.id, { key });
      const after = await this.count();
      if (after !== before) throw new Error(`Paid twice: ${before} gold before, ${after} after.`);
      return `The same ${gift.name} was sent again, with the same key: paid once. You still have ${after} gold.`;
    });

  /** Buys the dearest gift that there is gold for, over two connections of the same person, at the same moment. */
  buyWithBoth = () =>
    this.act(async () => {
      const before = await this.count();
      const gift = this.shown.gifts.filter(({ gold }) => gold <= before).sort((one, other) => other.gold - one.gold)[0];
      if (!gift) return 'There is no gift for so little gold.';
      const { liveId } = this.room;
      const other = createClient({ url: location.origin, token: this.client.token });
      const buy = ({ live }: Client) => live.buyGift({ liveId, giftId: gift.id, amount: 1, gift_uuid: '' });
      const results = await Promise.allSettled([this.client, other].map(buy));
      const after = await this.count();
      const answers = results.map((each) => (each.status === 'fulfilled' ? 'bought' : sentence(each.reason)));
      return `${gift.name} for ${gift.gold}, asked for twice at once: ${answers.join(' and ')}. Gold: ${before} before, ${after} after.`;
    });

  /** Two that chat and give for a while. */
  inviteRobots = () =>
    this.act(async () => {
      if (this.robots) return 'They are here already.';
      this.robots = new Robots(this.room.liveId, () => {
        this.robots = null;
      });
      await this.robots.come();
      return 'Two robots came in; they leave after a minute.';
    });

  cut(): void {
    this.client.close();
    this.show({ notice: 'Your line is cut: what happens now, you miss. Come back to hear it.' });
  }

  comeBack = () =>
    this.act(async () => {
      let missed: Message[] = [];
      const stop = this.client.on('caught up', ({ replayed }) => {
        missed = replayed;
      });
      await this.client.connect().finally(stop);
      await this.count();
      const said = missed.map(lineOf).filter((line) => line !== null);
      const list = said.map(({ who, text }) => `${who}: ${text}`).join(' · ');
      return `You are back. Replayed: ${missed.length}${list && ` (${list})`}.`;
    });

  /** Ends what this seat holds; the person stays. */
  close(): void {
    this.robots?.leave();
    this.room?.close();
    this.client?.close();
  }

  landed(line: Line): void {
    this.show({ flying: this.shown.flying.filter((each) => each !== line) });
  }

  private hear(message: Message): void {
    if (!('msgType' in message)) this.show({ heads: message.totalCount });
    else if (message.msgType === 'action' && message.action === 'stop-live')
      this.show({ phase: 'over', notice: 'The host is gone: this room is over.' });
    else this.add(lineOf(message));
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
    if (isHost && line.giftId) void this.count().catch(() => undefined);
  }

  /** Gets gold and points as they are. */
  async count(): Promise<number> {
    const { gold, point } = (await this.client.user.userGold({})).user;
    this.show({ gold, points: point });
    return gold;
  }

  /** Looks at what followed from a call. */
  private async follow(path: string, requestId: string): Promise<void> {
    this.lastRequest = requestId;
    for (const ms of LOOKS_MS) {
      await new Promise((resolve) => setTimeout(resolve, ms));
      if (this.lastRequest !== requestId) return;
      const response = await fetch(`/dev/chain?correlationId=${requestId}`).catch(() => null);
      if (!response?.ok || this.lastRequest !== requestId) continue;
      const { events } = (await response.json()) as { events: Link[] };
      this.show({ chain: { call: path, links: events } });
    }
  }

  private show(part: Partial<Shown>): void {
    this.shown = { ...this.shown, ...part };
    this.changed();
  }

  private kept(): Kept | null {
    return JSON.parse(sessionStorage.getItem(this.place) ?? 'null');
  }

  private keep(kept: Kept): void {
    sessionStorage.setItem(this.place, JSON.stringify(kept));
  }
}

function lineOf(message: Message): Line | null {
  if (!('msgType' in message)) return null;
  const { msgType, msgId } = message;
  const line = (kind: Line['kind'], who: string, text: string) => ({ id: `${msgId}`, who, text, kind, isLate: false });
  if (msgType === 'text') return line('text', message.fromUserName, message.text);
  if (msgType === 'barrage') return line('bullet', message.fromUserName, message.text);
  if (msgType === 'like') return line('like', message.fromUserName, 'likes it');
  if (msgType !== 'gift') return null;
  const { fromUserName, gift, giftId } = message;
  return { ...line('gift', fromUserName, `gave ${gift.name}`), giftId };
}

export const sentence = (error: unknown) =>
  error instanceof SalonError ? `${error.message} (${error.code})` : String((error as Error).message ?? error);
