import { expect } from 'chai';
import { NO_WORKINGS } from '../../application/workings.ts';
import { feedDecider } from '../../domain/feed/decider.ts';
import { liveDecider } from '../../domain/live/decider.ts';
import { feedStream, liveStream, walletStream } from '../../domain/streams.ts';
import { walletDecider } from '../../domain/wallet/decider.ts';
import { servedApis } from '../../server/served-apis.ts';
import type { Client } from '../support/client.ts';
import { person as cardOf } from '../support/given.ts';
import { newOperator, OperatorClient } from '../support/operator-client.ts';
import { until } from '../support/promises.ts';
import { APP, startTestApi, type TestApi } from '../support/test-core.ts';

describe('the operators’ API: what a room, the ledger, a document and the process were', () => {
  let api: TestApi;
  const clients = new Map<string, OperatorClient>();
  let host: Client;
  let guest: Client;
  let liveId: number;

  before(async () => {
    api = await startTestApi({ apis: servedApis([]) });
    for (const role of ['viewer', 'support', 'finance', 'admin'] as const) {
      await newOperator(api.core, `the.${role}`, role);
      const client = new OperatorClient(api.url);
      await client.signIn(`the.${role}`);
      clients.set(role, client);
    }
    [host, guest] = [await api.user('主播'), await api.user('观众')];
    ({ liveId } = (await host.must('/api/live/create-live', { title: '昨夜' })).live as { liveId: number });
    await host.must('/api/live/start-live', { liveId });
  });
  after(() => api.close());

  const as = (role: string) => clients.get(role)!;
  const refusal = async (answer: Promise<{ body: { error?: string } }>) => (await answer).body.error;

  it('a room is replayed in the order of the log, page by page, to the end and while it plays', async () => {
    await guest.must('/api/live/join-live', { liveId });
    await guest.must('/api/msg/send-msg', { liveId, roomId: liveId, text: '大家好' });
    const from = cardOf(guest.userId);
    const said = (text: string) =>
      api.run(
        feedDecider,
        feedStream(APP, liveId),
        { type: 'SayText', liveId, roomId: liveId, from, text },
        guest.userId,
      );
    for (let n = 0; n < 510; n++) await said(`${n}`);
    await guest.must('/api/live/call-request', { liveId });
    await api.run(liveDecider, liveStream(APP, liveId), { type: 'KickViewer', userId: guest.userId });
    const moments: { type: string; text?: string; name: string; userId: number; memberCount?: number }[] = [];
    let page = { next: '', isEnd: false };
    let pages = 0;
    for (; !page.isEnd; pages++) {
      const { body } = await as('support').get('lives/replay', { liveId, ...(page.next && { from: page.next }) });
      moments.push(...body.moments);
      page = body;
    }
    expect(pages).to.equal(2);
    const kinds = moments.map(({ type }) => type);
    expect(kinds.slice(0, 4)).to.deep.equal(['LiveCreated', 'LiveStarted', 'ViewerJoined', 'TextSaid']);
    expect(kinds.slice(-2)).to.deep.equal(['CallRequested', 'ViewerLeft']);
    expect(moments.filter(({ type }) => type === 'TextSaid').map(({ text }) => text)).to.deep.equal([
      '大家好',
      ...Array.from({ length: 510 }, (_, n) => `${n}`),
    ]);
    expect(moments.find(({ type }) => type === 'ViewerJoined')).to.include({ userId: guest.userId, name: '观众' });
    const later = await as('support').get('lives/replay', { liveId, from: page.next });
    expect(later.body).to.deep.include({ moments: [], next: page.next, isEnd: true });
    expect(await refusal(as('viewer').get('lives/replay', { liveId }))).to.equal('RoleTooLow');
    expect(await refusal(as('support').get('lives/replay', { liveId: 77 }))).to.equal('LiveNotFound');
    expect(await refusal(as('support').get('lives/replay', { liveId, from: '1.2' }))).to.equal('InvalidInput');
  });

  it('the ledger’s sums are proven from the events alone, once for a key, by whoever may', async () => {
    const stream = walletStream(APP, guest.userId);
    const grant = { type: 'GrantGold', userId: guest.userId, amountGold: 70, source: 'test' } as const;
    await api.run(walletDecider, stream, grant);
    await api.run(walletDecider, stream, { type: 'BuyRename', displayName: '小红' }, guest.userId);
    const shown = await as('viewer').get('ledger/show');
    expect(shown.body.sums).to.include({ grantedGold: 70, spentGold: 10, heldGold: 60, expiredGold: 0 });
    expect(shown.body.check).to.equal(null);
    expect(await refusal(as('support').act('ledger/verify'))).to.equal('RoleTooLow');
    const key = { 'Idempotency-Key': 'check-1' };
    for (let times = 0; times < 2; times++)
      expect((await as('finance').act('ledger/verify', {}, key)).status).to.equal(200);
    const check = () =>
      as('viewer')
        .get('ledger/show')
        .then(({ body }) => body.check);
    await until(async () => (await check()).state === 'done');
    const { proof, events, position, head } = await check();
    expect(proof).to.deep.include({ isRight: true, violations: [], wallets: 1 });
    expect(proof).to.include({ grantedGold: 70, spentGold: 10, heldGold: 60, expiredGold: 0, removedGold: 0 });
    expect([events, position]).to.deep.equal([api.log.all.length, api.log.all.at(-1)!.position]);
    expect(position).to.be.at.least(head);
    const noted = api.log.all.filter(({ type }) => type === 'OperatorIntervened').map(({ data }) => data);
    expect(noted).to.have.length(1);
    expect(noted[0]).to.include({ what: 'verify-ledger' });
  });

  it('a document is shown beside its fresh fold', async () => {
    const document = { view: 'user-cards', id: `${APP}.${guest.userId}` };
    expect(await refusal(as('finance').act('views/check-document', document))).to.equal('RoleTooLow');
    expect(await refusal(as('admin').act('views/check-document', { ...document, view: 'x' }))).to.equal('ViewNotFound');
    await as('admin').act('views/check-document', document);
    const check = () =>
      as('admin')
        .get('views/document-check')
        .then(({ body }) => body.check);
    await until(async () => (await check()).state === 'done');
    const { found } = await check();
    expect(found).to.include({ ...document, isSame: true });
    expect(found.stored).to.include({ userId: guest.userId, displayName: '观众' });
    expect(found.folded).to.deep.equal(found.stored);
  });

  it('events are found by stream, person and time', async () => {
    const types = async (params: Record<string, string | number>) =>
      (await as('admin').get('events/list', { after: 0, limit: 200, ...params })).body.events.map(
        ({ type }: { type: string }) => type,
      );
    expect(await types({ stream: `wallet-${APP}.${guest.userId}` })).to.deep.equal(['GoldGranted', 'RenameBought']);
    expect(await types({ userId: guest.userId, type: 'GoldGranted' })).to.deep.equal(['GoldGranted']);
    expect(await types({ userId: host.userId, type: 'GoldGranted' })).to.deep.equal([]);
    const [first] = api.log.all;
    expect(await types({ until: first!.meta.at })).to.deep.equal([]);
    expect(await types({ since: first!.meta.at, stream: 'live-', type: 'LiveStarted' })).to.deep.equal(['LiveStarted']);
  });

  it('the overview tells how all of it is, and time moves where it may', async () => {
    const sample = { at: 1, requests: 2, faults: 0, p99Ms: 5, connections: 1, events: 3, cpuMs: 4 };
    const process = {
      ...{ version: '0.1.0', node: 'v20', engines: 'embedded', startedAt: 1, memoryBytes: 2, disk: null },
      ...{ samples: [sample], sampleMs: 15_000 },
    };
    const moved: number[] = [];
    api.core.workings = {
      ...NO_WORKINGS,
      process: async () => process,
      canAdvanceClock: true,
      advanceClock: async (ms) => moved.push(ms) > 0,
    };
    const { body } = await as('viewer').get('overview/show');
    expect(body).to.deep.include({ rooms: 1, people: 1, goldGiven: 10, failedJobs: 0, process });
    expect(body.ledgers).to.deep.equal([{ tenant: APP, grantedGold: 70, boughtGold: 0, spentGold: 10, heldGold: 60 }]);
    expect((await as('viewer').get('jobs/list')).body.canAdvanceClock).to.equal(true);
    await as('admin').act('clock/advance', { ms: 60_000 });
    expect(moved).to.deep.equal([60_000]);
    api.core.workings = NO_WORKINGS;
    expect(await refusal(as('admin').act('clock/advance', { ms: 60_000 }))).to.equal('NotHere');
  });
});
