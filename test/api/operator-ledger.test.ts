import { expect } from 'chai';
import type { LedgerEntry } from '../../application/operators/wallet-history.ts';
import { walletStream } from '../../domain/streams.ts';
import { walletDecider } from '../../domain/wallet/decider.ts';
import { servedApis } from '../../server/served-apis.ts';
import type { Client } from '../support/client.ts';
import { newOperator, OperatorClient } from '../support/operator-client.ts';
import { APP, startTestApi, type TestApi } from '../support/test-core.ts';

describe('the operators’ API: catalogue, wallets, chains, audit', () => {
  let api: TestApi;
  let finance: OperatorClient;
  let admin: OperatorClient;
  let person: Client;

  before(async () => {
    api = await startTestApi({ apis: servedApis([]) });
    [finance, admin] = (await Promise.all(
      (['finance', 'admin'] as const).map(async (role) => {
        await newOperator(api.core, `the.${role}`, role);
        const client = new OperatorClient(api.url);
        await client.signIn(`the.${role}`);
        return client;
      }),
    )) as [OperatorClient, OperatorClient];
    person = await api.user('有钱的');
  });
  after(() => api.close());

  const grant = (amountGold: number) =>
    api.run(walletDecider, walletStream(APP, person.userId), {
      type: 'GrantGold',
      userId: person.userId,
      amountGold,
      source: 'test',
    });
  const history = async (params: Record<string, number> = {}) =>
    (await finance.get('wallets/history', { userId: person.userId, ...params })).body as {
      gold: number;
      points: number;
      entries: LedgerEntry[];
      older?: number;
    };

  describe('the catalogue', () => {
    it('is shown, and changed with a reason and a key; lists of clients follow at once', async () => {
      const first = await finance.get('catalogue/show');
      expect(first.body).to.include({ version: 0 });
      const key = { 'Idempotency-Key': 'balloon' };
      const gift = { name: ' 气球 ', priceGold: 20, experience: 200, background: [1, 2, 3] };
      const added = await finance.act('catalogue/add-gift', gift, key);
      expect(added.body).to.include({ giftId: 111, version: 2 });
      expect((await finance.act('catalogue/add-gift', gift, key)).body).to.include({ giftId: 111 });
      expect((await finance.act('catalogue/add-gift', { ...gift, name: 'x' }, key)).body).to.include({
        error: 'IdempotencyConflict',
      });
      await finance.act('catalogue/price-gift', { giftId: 103, priceGold: 12 });
      await finance.act('catalogue/change-gift', { giftId: 103, name: '红玫瑰' });
      await finance.act('catalogue/order-gifts', { giftIds: [111, 103] });
      await finance.act('catalogue/withdraw-gift', { giftId: 101 });
      const { gifts } = (await person.must('/api/live/gift-info')) as unknown as {
        gifts: { id: number; name: string; gold: number }[];
      };
      expect(gifts.slice(0, 3).map(({ id, name, gold }) => [id, name, gold])).to.deep.equal([
        [111, '气球', 20],
        [103, '红玫瑰', 12],
        [102, '棒棒糖', 5],
      ]);
      await finance.act('catalogue/offer-gift', { giftId: 101 });
      const rate = { channel: 'wechat', productId: 'p7', description: '7钻', amountGold: 7 };
      const pack = { id: 125, ...rate, payCents: 70, originalCents: 70 };
      expect(await finance.act('catalogue/set-gold-package', pack)).to.include({ status: 200 });
      await finance.act('catalogue/set-points-package', { id: 206, points: 20, amountGold: 15 });
      await finance.act('catalogue/withdraw-points-package', { packageId: 201 });
      await finance.act('catalogue/withdraw-gold-package', { packageId: 120 });
      const { body } = await finance.get('catalogue/show');
      const sold = (of: string) => body[of].filter((one: { isOnSale: boolean }) => one.isOnSale);
      const ids = (of: string) => sold(of).map(({ id }: { id: number }) => id);
      expect(ids('goldPackages')).to.include(125).and.not.include(120);
      expect(ids('pointsPackages')).to.deep.equal([202, 203, 204, 205, 206]);
      expect(ids('gifts')).to.include(101);
    });

    it('tells what is wrong with a change', async () => {
      for (const [path, given, error, field] of [
        ['price-gift', { giftId: 7, priceGold: 1 }, 'GiftNotFound', undefined],
        ['price-gift', { giftId: 103, priceGold: 0 }, 'InvalidInput', 'priceGold'],
        ['add-gift', { name: '', priceGold: 1 }, 'InvalidInput', 'name'],
        ['add-gift', { name: 'x', priceGold: 1, id: 103 }, 'InvalidInput', 'id'],
        ['change-gift', { giftId: 103, iconFile: 'javascript:x' }, 'InvalidInput', 'iconFile'],
        ['withdraw-gold-package', { packageId: 7 }, 'PackageNotFound', undefined],
        ['order-gifts', { giftIds: [103, 103] }, 'InvalidInput', 'giftIds'],
      ] as const) {
        const { body } = await finance.act(`catalogue/${path}`, given);
        expect([body.error, body.field], `${path} ${JSON.stringify(given)}`).to.deep.equal([error, field]);
      }
      expect((await finance.act('catalogue/price-gift', { giftId: 103, priceGold: 1, reason: ' ' })).status).to.equal(
        400,
      );
    });
  });

  describe('a wallet', () => {
    it('is shown at any moment, with the events that explain it', async () => {
      await grant(100);
      const between = api.core.clock.now();
      const position = await api.log.head();
      api.clock.advance(1_000);
      await grant(50);
      api.clock.advance(1_000);
      await api.run(
        walletDecider,
        walletStream(APP, person.userId),
        { type: 'BuyRename', displayName: '小红' },
        person.userId,
      );
      const now = await history();
      expect([now.gold, now.points]).to.deep.equal([140, 0]);
      expect(now.entries.map(({ type, changeGold, goldAfter }) => [type, changeGold, goldAfter])).to.deep.equal([
        ['RenameBought', -10, 140],
        ['GoldGranted', 50, 150],
        ['GoldGranted', 100, 100],
      ]);
      expect(now.entries[1]!.about).to.deep.equal({ source: 'test' });
      expect(now.entries[0]).to.include({ actor: person.userId });
      for (const moment of [{ at: between }, { position }] as Record<string, number>[]) {
        const then = await history(moment);
        expect([then.gold, then.entries.length], JSON.stringify(moment)).to.deep.equal([100, 1]);
      }
      const page = await history({ limit: 2 });
      expect(page.entries).to.have.length(2);
      const older = await history({ limit: 2, before: page.older! });
      expect(older.entries).to.deep.equal(now.entries.slice(2));
      expect(older.older).to.equal(undefined);
      expect((await finance.get('wallets/history', { userId: 77 })).body).to.include({ error: 'UserNotFound' });
      const both = await finance.get('wallets/history', { userId: person.userId, at: 1, position: 1 });
      expect(both.body).to.include({ error: 'InvalidInput', field: 'position' });
    });
  });

  describe('what was done', () => {
    it('shows a chain without what it says of people', async () => {
      const banned = await api.user('要被封的');
      const reason = '骂人的理由';
      await admin.act('people/ban', { userId: banned.userId, reason }, { 'X-Request-Id': 'the-ban' });
      const { body } = await finance.get('events/chain', { correlationId: 'the-ban' });
      expect(body.events).to.have.length(1);
      expect(body.events[0]).to.include({
        type: 'UserBanned',
        causationId: null,
        operator: admin.operatorId,
        actor: 0,
      });
      expect(body.events[0].data).to.include({ userId: banned.userId, reason: '…' });
      expect(JSON.stringify(body)).not.to.include(reason);
      expect((await finance.get('events/chain', { correlationId: 'nobody' })).body).to.deep.equal({
        events: [],
        next: null,
      });
    });

    it('finds a chain by the id that the server gave a request, among others of the same second', async () => {
      for (const giftId of [105, 106, 107]) {
        const { headers } = await finance.act('catalogue/price-gift', { giftId, priceGold: giftId });
        const correlationId = headers.get('X-Request-Id')!;
        const { events } = (await finance.get('events/chain', { correlationId })).body;
        expect(events.map(({ data }: { data: object }) => data)).to.deep.include.members([
          { giftId, priceGold: giftId, experience: events.at(-1).data.experience },
        ]);
        const { body } = await finance.get('events/chain', { correlationId, after: events.at(-1).position });
        expect(body).to.deep.equal({ events: [], next: null });
      }
    });

    it('lists what operators did, newest first: all of it, of one of them, or about one person', async () => {
      const banned = await api.user('又一个');
      await admin.act('people/ban', { userId: banned.userId, reason: '第一' }, { 'X-Request-Id': 'first' });
      await admin.act('people/unban', { userId: banned.userId, reason: '第二' });
      await finance.act('catalogue/price-gift', { giftId: 104, priceGold: 33, reason: '第三' });
      const list = async (params: Record<string, string | number> = {}) =>
        (await admin.get('audit/list', params)).body.deeds as { reason: string; types: string[]; position: number }[];
      expect((await list({ limit: 3 })).map(({ reason, types }) => [reason, ...types])).to.deep.equal([
        ['第三', 'GiftPriced'],
        ['第二', 'UserUnbanned'],
        ['第一', 'UserBanned'],
      ]);
      const [about, ...more] = (await list({ userId: banned.userId })).reverse();
      expect(about).to.deep.include({ reason: '第一', correlationId: 'first', operator: admin.operatorId });
      expect(more).to.have.length(1);
      const own = await list({ operatorId: finance.operatorId });
      expect(own[0]).to.include({ reason: '第三', userId: 0, stream: `catalogue-${APP}.0` });
      const [last] = await list({ limit: 1 });
      const [next] = await list({ limit: 1, before: last!.position });
      expect(next).to.include({ reason: '第二' });
      await admin.act('operators/disable', {
        operatorId: await newOperator(api.core, 'gone', 'viewer'),
        reason: '走了',
      });
      expect((await list({ of: 'installation', limit: 1 }))[0]).to.include({ reason: '走了' });
    });
  });
});
