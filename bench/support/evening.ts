import { randomUUID } from 'node:crypto';
import { DEFAULT_GIFTS } from '../../domain/gift/catalogue.ts';
import { type Client, type Message, nameOf } from '../../test/support/client.ts';
import type { People } from './people.ts';

export interface EveningPlan {
  /** Between two steps of the evening; it sets the rate. */
  pauseMs: number;
  /** Nobody signs out: all connections just end, and the server must notice. */
  vanish: boolean;
}

const isAction = (action: string) => (message: Message) => message.action === action;

/** A room for one evening, with the texts and gifts that people who stay all the time must get. */
class Room {
  readonly liveId: number;
  readonly host: Client;
  readonly staying: Client[];
  private readonly texts: string[] = [];
  private gifts = 0;

  constructor(liveId: number, host: Client, staying: Client[]) {
    this.liveId = liveId;
    this.host = host;
    this.staying = staying;
  }

  async say(from: Client): Promise<void> {
    const text = `${from.name}: ${randomUUID()}`;
    await from.must('/api/msg/send-msg', { liveId: this.liveId, roomId: this.liveId, text });
    this.texts.push(text);
  }

  async give(from: Client): Promise<void> {
    const gift = { giftId: DEFAULT_GIFTS[0]!.id, amount: 1, gift_uuid: randomUUID() };
    await from.must('/api/live/buy-gift', { liveId: this.liveId, ...gift });
    this.gifts++;
  }

  /** Checks that people who stayed have every text and every gift, none of them twice. */
  async checkArrived(): Promise<void> {
    for (const client of this.staying) {
      const of = (msgType: string) => client.received.filter((message) => message.msgType === msgType);
      await client.until(`${client.name} was not shown every gift`, () => of('gift').length >= this.gifts);
      await client.until(`${client.name} did not hear every text`, () => of('text').length >= this.texts.length);
      if (of('gift').length > this.gifts) throw new Error(`${client.name} was shown a gift twice`);
      const heard = of('text').map(({ text }) => String(text));
      if (heard.sort().join() !== [...this.texts].sort().join()) throw new Error(`${client.name} heard other texts`);
    }
  }
}

/**
 * Plays one evening: five people sign in, one opens a live, the others join, talk, like, give, lose their connection and resume,
 * call the host, leave, are muted and kicked; then the live ends, and they sign out. Throws when anything is refused, lost or
 * doubled.
 */
export async function playEvening(people: People, { pauseMs, vanish }: EveningPlan): Promise<void> {
  const pause = () => new Promise((resolve) => setTimeout(resolve, pauseMs));
  const [host, loyal, shaky, guest, restless] = await Promise.all([1, 2, 3, 4, 5].map(() => people.arrive()));
  if (!host || !loyal || !shaky || !guest || !restless) throw new Error('nobody came');
  const everyone = [host, loyal, shaky, guest, restless];
  try {
    await loyal.must('/api/user/follow', { userId: host.userId });
    const room = await open(host, [loyal, shaky, guest]);
    const { liveId } = room;
    for (const viewer of [loyal, shaky, guest, restless]) await viewer.must('/api/live/join-live', { liveId });
    for (let round = 0; round < 3; round++) {
      for (const client of everyone) await room.say(client);
      await pause();
      for (const viewer of [loyal, shaky, guest]) await room.give(viewer);
      await loyal.must('/api/live/live-like', { liveId, type: 1 });
      await pause();
      await comeBack(shaky, room, pause);
      await pause();
    }
    await restless.must('/api/live/quit-live', { liveId });
    await pause();
    await restless.must('/api/live/join-live', { liveId });
    await conference(host, guest, liveId, pause);
    await keepOrder(host, restless, liveId, pause);
    await room.checkArrived();
    await loyal.must('/api/live/heart-beat', { liveId, isCreator: 0 });
    await loyal.must('/api/user/unfollow', { userId: host.userId });
    if (vanish) return;
    await host.must('/api/live/stop-live', { liveId });
    for (const viewer of room.staying) await viewer.waitFor('stop-live', isAction('stop-live'));
    // Sign-out closes an open socket; the guest has closed theirs before.
    guest.close();
    for (const client of everyone) await client.must('/api/user/sign-out');
  } finally {
    for (const client of everyone) people.rest(client);
  }
}

async function open(host: Client, viewers: Client[]): Promise<Room> {
  const { live } = await host.must('/api/live/create-live', { title: '来听我直播' });
  const { liveId } = live as { liveId: number };
  await host.must('/api/live/start-live', { liveId });
  return new Room(liveId, host, [host, ...viewers]);
}

/** Loses a connection, has something said meanwhile, and resumes: nothing may be missing. */
async function comeBack(client: Client, room: Room, pause: () => Promise<unknown>): Promise<void> {
  client.close();
  await pause();
  await room.say(room.host);
  await client.connect(client.positions);
  const resumed = await client.until(
    `${client.name} was not told whether the resume is complete`,
    () => client.resumed,
  );
  for (const [channel, { recovered }] of Object.entries(resumed)) {
    if (!recovered && channel.endsWith(String(room.liveId))) throw new Error(`${client.name} missed something`);
  }
}

/** Three calls: one that is refused, one that becomes a conference, and one that is left waiting. */
async function conference(host: Client, guest: Client, liveId: number, pause: () => Promise<unknown>): Promise<void> {
  await guest.must('/api/live/call-request', { liveId });
  await host.must('/api/live/refuse-conference', { liveId, userId: guest.userId });
  await pause();
  await guest.must('/api/live/call-request', { liveId });
  await host.must('/api/live/accept-conference', { liveId, userId: guest.userId });
  for (const side of [host, guest]) await side.must('/api/live/join-conference', { liveId });
  for (const side of [host, guest]) await side.must('/api/live/conference-success', { liveId });
  await pause();
  await guest.must('/api/live/quit-conference', { liveId });
  await guest.must('/api/live/call-request', { liveId });
}

async function keepOrder(host: Client, viewer: Client, liveId: number, pause: () => Promise<unknown>): Promise<void> {
  const { userId } = viewer;
  await host.must('/api/live/shutupuser', { liveId, userId });
  await host.must('/api/live/shutupopen', { liveId, userId });
  await viewer.must('/api/live/buy-bullet', { liveId, message: '弹幕一条' });
  await pause();
  await host.must('/api/live/kick-out-user', { liveId, userId });
  const kicked = await viewer.waitFor('quit-live', isAction('quit-live'));
  if (nameOf(kicked) !== 'action:quit-live') throw new Error('not put out');
}
