import { expect } from 'chai';
import { balanceAt, MAX_ENTRIES } from '../../../application/wallets/balance-at.ts';
import { streamName, uuidV5 } from '../../../domain/kernel/ids.ts';
import type { WalletCommand } from '../../../domain/wallet/commands.ts';
import { walletDecider } from '../../../domain/wallet/decider.ts';
import { createCommandHandler } from '../../../event-store/command-handler.ts';
import { metaOf, person, T0 } from '../../support/given.ts';
import { MemoryEventStore } from '../../support/memory-event-store.ts';

const HOUR = 3600 * 1000;
const gift = { id: 101, name: '小黄瓜', picture: 'static', priceGold: 1, experience: 10 } as const;

describe('the balance at a moment', () => {
  const log = new MemoryEventStore();
  const commands = createCommandHandler(log);
  let serial = 0;
  const run = (userId: number, atMs: number, command: WalletCommand, keyed = false) =>
    commands.handle(walletDecider, streamName('wallet', 'test', userId), command, {
      ...metaOf({ actor: userId, at: T0 + atMs, ...(keyed && { keyed }) }),
      commandId: uuidV5('00000000-0000-4000-8000-000000000000', String(++serial)),
    });
  const at = (userId: number, atMs: number, more = {}) =>
    balanceAt({ log, commands }, { appId: 'test', userId, at: T0 + atMs, ...more });
  const grant = (userId: number, amountGold: number, hours?: number) => {
    const expiresAt = hours === undefined ? undefined : T0 + hours * HOUR;
    return { type: 'GrantGold', userId, amountGold, source: 'test', expiresAt } as const;
  };
  const rename = { type: 'BuyRename', displayName: '小红' } as const;

  before(async () => {
    await run(1, 0, grant(1, 100));
    await run(1, HOUR, rename);
    await run(1, 2 * HOUR, grant(1, 50, 4));
    await run(1, 3 * HOUR, rename);
    await run(1, 6 * HOUR, rename);
    const place = { liveId: 5, roomId: 50, hostId: 1, from: person(2) };
    const purchase = { kind: 'gift', ...place, gift, amount: 3, units: 3, comboId: '' } as const;
    await run(1, 7 * HOUR, { type: 'CreditPoints', points: 3, purchaseEventId: 'p', purchase });
  });

  const moments: [string, number, number, number][] = [
    ['before anything', -1, 0, 0],
    ['at the first grant', 0, 100, 0],
    ['just before the first purchase', HOUR - 1, 100, 0],
    ['at it', HOUR, 90, 0],
    ['with gold that ends', 2 * HOUR, 140, 0],
    ['after it was spent from', 3.5 * HOUR, 130, 0],
    ['once it has ended, though its event came two hours later', 5 * HOUR, 90, 0],
    ['after that event', 6 * HOUR, 80, 0],
    ['now', 100 * HOUR, 80, 3],
  ];
  for (const [name, atMs, gold, points] of moments) {
    it(`is ${gold} gold, ${points} points ${name}`, async () => {
      expect(await at(1, atMs)).to.include({ gold, points });
    });
  }

  it('names the events that explain it, newest first, and they add up to it', async () => {
    const { gold, entries, older } = await at(1, 6 * HOUR);
    expect(entries.map(({ type, changeGold }) => [type, changeGold])).to.deep.equal([
      ['RenameBought', -10],
      ['GoldExpired', -40],
      ['RenameBought', -10],
      ['GoldGranted', 50],
      ['RenameBought', -10],
      ['GoldGranted', 100],
    ]);
    expect(entries.reduce((sum, { changeGold }) => sum + changeGold, 0)).to.equal(gold);
    expect(older).to.equal(undefined);
  });

  it('names what was given in talks, on both sides', async () => {
    const talk = { chatId: 6, gift, amount: 3, comboId: '' };
    await run(6, 0, grant(6, 10));
    await run(6, 1, { type: 'BuyChatGift', ...talk, toUserId: 7, from: person(6) });
    const purchase = { ...talk, units: 3, toUserId: 7, from: person(6) };
    await run(7, 2, { type: 'CreditChatPoints', points: 3, purchaseEventId: 'c', purchase });
    const changes = async (userId: number) =>
      (await at(userId, HOUR)).entries.map(({ type, changeGold, changePoints }) => [type, changeGold, changePoints]);
    expect(await changes(6)).to.deep.equal([
      ['ChatGiftBought', -3, 0],
      ['GoldGranted', 10, 0],
    ]);
    expect(await changes(7)).to.deep.equal([['ChatPointsCredited', 0, 3]]);
  });

  it('does not count what has ended when no event came since', async () => {
    await run(3, 0, grant(3, 20, 1));
    expect(await at(3, HOUR - 1)).to.include({ gold: 20 });
    expect(await at(3, HOUR)).to.include({ gold: 0 });
  });

  it('does not count what had ended when all that came since were commands that changed nothing', async () => {
    await run(5, 0, grant(5, 20, 1));
    await run(5, 3 * HOUR, { type: 'UnfreezeWallet', userId: 5 }, true);
    await run(5, 3 * HOUR, { type: 'UnfreezeWallet', userId: 5 }, true);
    for (const hours of [2, 3, 4]) expect(await at(5, hours * HOUR)).to.include({ gold: 0 });
    await run(5, 5 * HOUR, grant(5, 1));
    for (const hours of [2, 3, 4]) expect(await at(5, hours * HOUR)).to.include({ gold: 0 });
    expect(await at(5, 5 * HOUR)).to.include({ gold: 1 });
  });

  describe('of a long wallet that states its points seldom', () => {
    const COUNT = 3_000;
    const credit = (points: number, purchaseEventId: string) => {
      const place = { liveId: 5, roomId: 50, hostId: 8, from: person(2) };
      const purchase = { kind: 'gift', ...place, gift, amount: points, units: points, comboId: '' } as const;
      return { type: 'CreditPoints', points, purchaseEventId, purchase } as const;
    };
    let looked = 0;
    const counting = {
      ...log,
      read: async (...given: Parameters<typeof log.read>) => {
        const events = await log.read(...given);
        looked += events.length;
        return events;
      },
    } as MemoryEventStore;
    const then = async (atMs: number, more = {}) => {
      looked = 0;
      const wanted = { appId: 'test', userId: 8, at: T0 + atMs, limit: 10, ...more };
      return balanceAt({ log: counting, commands }, wanted);
    };

    before(async () => {
      await run(8, 0, credit(3, 'early'));
      for (let n = 1; n <= COUNT; n++) await run(8, n, grant(8, 1));
    });

    it('is known from few events where nothing has changed since', async () => {
      for (const [atMs, more] of [
        [COUNT / 2, {}],
        [COUNT, { before: 500 }],
      ] as const) {
        const { points, entries } = await then(atMs, more);
        expect([points, entries[0]!.pointsAfter]).to.deep.equal([3, 3]);
        expect(looked).to.be.lessThan(300);
      }
    });

    it('is found on either side where it has', async () => {
      await run(8, COUNT + 1, credit(4, 'late'));
      await run(8, COUNT + 2, grant(8, 1));
      expect(await then(COUNT / 2)).to.include({ points: 3, gold: COUNT / 2 });
      expect(await then(10)).to.include({ points: 3, gold: 10 });
      expect(await then(COUNT - 1)).to.include({ points: 3, gold: COUNT - 1 });
      expect(await then(COUNT + 1)).to.include({ points: 7, gold: COUNT });
      const { entries } = await then(COUNT + 2, { limit: 3 });
      expect(entries.map(({ goldAfter, pointsAfter }) => [goldAfter, pointsAfter])).to.deep.equal([
        [COUNT + 1, 7],
        [COUNT, 7],
        [COUNT, 3],
      ]);
    });
  });

  it('is nothing for a person without a wallet', async () => {
    expect(await at(99, 0)).to.deep.equal({ gold: 0, points: 0, entries: [] });
  });

  it('pages through a long wallet, each entry once, at any of its moments', async () => {
    for (let n = 1; n <= 450; n++) await run(4, n, grant(4, 1));
    expect(await at(4, 300, { limit: 1 })).to.include({ gold: 300 });
    const revisions: number[] = [];
    for (let before: number | undefined; ; ) {
      const { entries, older, gold } = await at(4, 300, { before });
      expect(gold).to.equal(300);
      expect(entries.length).to.be.at.most(MAX_ENTRIES);
      revisions.push(...entries.map(({ revision }) => revision));
      if (older === undefined) break;
      before = older;
    }
    expect(revisions).to.deep.equal(Array.from({ length: 300 }, (_, n) => 299 - n));
  });
});
