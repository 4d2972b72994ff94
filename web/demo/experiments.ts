import { newKey } from '../../sdk/caller.ts';
import { type Client, createClient, type Message } from '../../sdk/index.ts';
import { lineOf } from './lines.ts';
import { Robots } from './robots.ts';
import { type Gift, type Seat, sentence } from './seat.ts';

/** What breaks elsewhere, done on purpose by one person: a lost line, a lost answer, two devices at once. */
export class Experiments {
  private readonly seat: Seat;
  private lastGift: { gift: Gift; key: string } | null = null;
  private robots: Robots | null = null;

  constructor(seat: Seat) {
    this.seat = seat;
  }

  /** There was a gift that can be sent again. */
  get canRepeat(): boolean {
    return this.lastGift !== null;
  }

  give(gift: Gift): Promise<void> {
    this.lastGift = { gift, key: newKey() };
    return this.seat.give(gift, this.lastGift.key);
  }

  /** Sends the last gift as a phone does that had no answer: by the same key. */
  giveAgain = () =>
    this.seat.act(async () => {
      const { gift, key } = this.lastGift!;
      const before = await this.seat.count();
      await this.seat.room.gift(gift.id, { key });
      const after = await this.seat.count();
      if (after !== before) throw new Error(`Paid twice: ${before} gold before, ${after} after.`);
      return `The same ${gift.name} was sent again, with the same key: paid once. You still have ${after} gold.`;
    });

  /** Buys the dearest gift that there is gold for, over two connections of the same person, at the same moment. */
  buyWithBoth = () =>
    this.seat.act(async () => {
      const { client, room, shown } = this.seat;
      const before = await this.seat.count();
      const gift = shown.gifts.filter(({ gold }) => gold <= before).sort((one, other) => other.gold - one.gold)[0];
      if (!gift) return 'There is no gift for so little gold.';
      const { liveId } = room;
      const other = createClient({ url: location.origin, token: client.token });
      const buy = ({ live }: Client) => live.buyGift({ liveId, giftId: gift.id, amount: 1, gift_uuid: '' });
      const results = await Promise.allSettled([client, other].map(buy));
      const after = await this.seat.count();
      const answers = results.map((each) => (each.status === 'fulfilled' ? 'bought' : sentence(each.reason)));
      return `${gift.name} for ${gift.gold}, asked for twice at once: ${answers.join(' and ')}. Gold: ${before} before, ${after} after.`;
    });

  /** Two that chat and give for a while. */
  inviteRobots = () =>
    this.seat.act(async () => {
      if (this.robots) return 'They are here already.';
      this.robots = new Robots(this.seat.room.liveId, () => {
        this.robots = null;
      });
      await this.robots.come();
      return 'Two robots came in; they leave after a minute.';
    });

  cut = () => {
    this.seat.client.close();
    this.seat.show({ notice: 'Your line is cut: what happens now, you miss. Come back to hear it.' });
  };

  comeBack = () =>
    this.seat.act(async () => {
      const { client } = this.seat;
      let missed: Message[] = [];
      const stop = client.on('caught up', ({ replayed }) => {
        missed = replayed;
      });
      await client.connect().finally(stop);
      await this.seat.count();
      const said = missed.map(lineOf).filter((line) => line !== null);
      if (said.length > 0) this.seat.take('line');
      const list = said.map(({ who, text }) => `${who}: ${text}`).join(' · ');
      return `You are back. Replayed: ${missed.length}${list && ` (${list})`}.`;
    });

  close(): void {
    this.robots?.leave();
  }
}
