import { expect } from 'chai';
import { chatEndpoints } from '../../api/heihei/chat/index.ts';
import { userEndpoints } from '../../api/heihei/user/index.ts';
import { MAX_AMOUNT } from '../../domain/kernel/limits.ts';
import { walletStream } from '../../domain/streams.ts';
import { walletDecider } from '../../domain/wallet/decider.ts';
import type { LoggedEvent } from '../../event-store/event-store.ts';
import { verifyLedger } from '../../projections/verify.ts';
import { messagesOf } from '../../realtime/heihei/index.ts';
import { allReactors } from '../../workers/reactors/all.ts';
import type { Answer, Client } from '../support/client.ts';
import { MemoryEventStore } from '../support/memory-event-store.ts';
import { APP, RoomWorld } from '../support/room-world.ts';

const ROSE = 103;
const ROSE_GOLD = 10;

describe('heihei: gifts in a talk of two', () => {
  let world: RoomWorld;
  let giver: Client;
  let taker: Client;
  let chatId: number;

  before(async () => {
    world = await RoomWorld.start([...userEndpoints, ...chatEndpoints], allReactors);
  });
  beforeEach(async () => {
    giver = await world.person('送的', 100);
    taker = await world.person('收的');
    chatId = Number((await giver.must('/api/chat/due-chat', { userId: taker.userId })).chatId);
    await taker.must('/api/chat/accept-chat', { chatId, userId: giver.userId, type: 0 });
    for (const one of [giver, taker]) await one.must('/api/chat/join-chat', { chatId });
  });
  after(() => world.close());

  const give = (params: Record<string, string | number> = {}): Promise<Answer> =>
    giver.call('/api/chat/buy-gift', { giftId: ROSE, chatId, userId: taker.userId, gift_uuid: 'combo', ...params });
  const here = () =>
    world.log.all.filter(
      ({ type, data }) => /Gift|Points|Refunded/.test(type) && JSON.stringify(data).includes(String(chatId)),
    );
  const gifts = () =>
    here()
      .flatMap((event) => messagesOf(event))
      .filter(({ body }) => body.msgType === 'gift');

  it('are one debit, one credit and one message, whose total is what the receiver has earned', async () => {
    expect(await give()).to.include({ errorcode: 0, gold: 90 });
    await world.settle();
    expect(here().map(({ type }) => type)).to.deep.equal(['ChatGiftBought', 'ChatPointsCredited', 'ChatGiftShown']);
    const [message, ...more] = gifts();
    expect(more).to.deep.equal([]);
    expect(message!.channel).to.equal(`chat:heihei.${chatId}`);
    expect(message!.body).to.include({ giftId: ROSE, amount: 1, roomId: chatId, fromUserId: giver.userId });
    expect(message!.body).to.include({ totalTicket: ROSE_GOLD, gift_uuid: 'combo' });
    const { result } = await taker.must('/api/user/info', { uid: taker.userId });
    expect(result).to.include({ point: ROSE_GOLD, allEarnPoint: ROSE_GOLD });
  });

  it('count up in a combo, each tap paying for what is not paid yet; a resend is paid once', async () => {
    for (const [amount, gold] of [
      [1, 90],
      [3, 70],
      [3, 70],
      [2, 70],
    ] as const) {
      expect(await give({ amount }), String(amount)).to.include({ errorcode: 0, gold });
    }
    expect(await give({ amount: 2, giftId: 101 })).to.include({ errorcode: 700, errormsg: '参数错误: gift_uuid' });
    await world.settle();
    expect(gifts().map(({ body }) => [body.amount, body.totalTicket])).to.deep.equal([
      [1, 10],
      [3, 30],
    ]);
  });

  it('keep their first answer after the talk, in which new ones are refused; one on its way still arrives', async () => {
    expect(await give()).to.include({ gold: 90 });
    await taker.must('/api/chat/stop-chat', { chatId });
    expect(await give()).to.include({ errorcode: 0, gold: 90 });
    expect(await give({ amount: 2 })).to.include({ errorcode: 732 });
    await world.settle();
    const shown = here().filter(({ type }) => type === 'ChatGiftShown');
    expect(shown).to.have.length(1);
    expect(gifts().length).to.be.within(1, 2);
  });

  it('are given back when the receiver’s account can take no more', async () => {
    const wallet = walletStream(APP, taker.userId);
    const from = { userId: 1, displayName: '大户', gender: 'Male', birthDay: '', coverUrl: '' } as const;
    const gift = { id: 1, name: 'x', picture: 'static', priceGold: 1, experience: 0 } as const;
    const purchase = { gift, amount: 1, units: 1, comboId: '', chatId: 1, toUserId: taker.userId, from };
    const full = { type: 'CreditChatPoints', points: MAX_AMOUNT, purchaseEventId: 'big', purchase } as const;
    await world.run(walletDecider, wallet, full);
    expect(await give()).to.include({ errorcode: 0, gold: 90 });
    await world.settle();
    const { user } = (await giver.must('/api/user/user-gold')) as unknown as { user: { gold: number } };
    expect(user.gold).to.equal(100);
    const toasts = world.log.all.flatMap((event) => messagesOf(event)).filter(({ body }) => body.msgType === 'toast');
    expect(toasts.at(-1)!.channel).to.equal(`user:heihei.${giver.userId}`);
  });

  describe('in the ledger', () => {
    let happened: LoggedEvent[];
    beforeEach(async () => {
      await give();
      await world.settle();
      const people = [giver.userId, taker.userId];
      happened = world.log.all.filter(
        ({ stream }) => people.some((id) => stream === walletStream(APP, id)) || stream === `chat-${APP}.${chatId}`,
      );
    });

    async function violations(change: (events: LoggedEvent[]) => LoggedEvent[]) {
      const log = new MemoryEventStore();
      log.all.push(...change(structuredClone(happened)));
      return verifyLedger(log);
    }
    const without = (type: string) => (events: LoggedEvent[]) => events.filter((event) => event.type !== type);
    const changed =
      (type: string, data: object) =>
      (events: LoggedEvent[]): LoggedEvent[] =>
        events.map((event) =>
          event.type === type ? ({ ...event, data: { ...event.data, ...data } } as LoggedEvent) : event,
        );

    it('add up, and legs under way are told from faults', async () => {
      expect(await violations((events) => events)).to.deep.include({ violationCount: 0 });
      const open = await violations((events) => without('ChatPointsCredited')(without('ChatGiftShown')(events)));
      expect(open).to.deep.include({ violationCount: 0 });
      expect(open.pending).to.include({ toCredit: 1, toShow: 0 });
      expect((await violations(without('ChatGiftShown'))).pending).to.include({ toCredit: 0, toShow: 1 });
    });

    for (const [name, change] of [
      ['a credit without its purchase', without('ChatGiftBought')],
      ['a message without its credit', without('ChatPointsCredited')],
      ['another price', changed('ChatGiftBought', { costGold: 9, goldAfter: 91 })],
      ['another amount of points', changed('ChatPointsCredited', { points: 9, pointsAfter: 9, earnedPointsAfter: 9 })],
      ['another total shown', changed('ChatGiftShown', { earnedPointsAfter: 11 })],
      ['another talk', changed('ChatGiftShown', { chatId: 1 })],
    ] as const) {
      it(`name ${name}`, async () => {
        expect((await violations(change)).violationCount).to.be.greaterThan(0);
      });
    }
  });
});
