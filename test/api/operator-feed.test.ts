import { expect } from 'chai';
import { RequestsUnderWay } from '../../api/http/requests-under-way.ts';
import { MAX_EVENTS_PER_TICK } from '../../application/operators/feed.ts';
import { MAX_FEEDS_OF_OPERATOR } from '../../application/operators/feeds.ts';
import type { OperatorRole } from '../../domain/operator/roles.ts';
import { walletStream } from '../../domain/streams.ts';
import { walletDecider } from '../../domain/wallet/decider.ts';
import { servedApis } from '../../server/served-apis.ts';
import { Followed } from '../support/followed-feed.ts';
import { newOperator, OperatorClient } from '../support/operator-client.ts';
import { until } from '../support/promises.ts';
import { APP, startTestApi, type TestApi } from '../support/test-core.ts';

const PERSON = 246211185470010;

describe('the operators’ feed', () => {
  let api: TestApi;
  const clients = {} as Record<OperatorRole, OperatorClient>;
  const open: Followed[] = [];

  before(async () => {
    api = await startTestApi({ apis: servedApis([]) });
    for (const role of ['viewer', 'support', 'admin'] as const) {
      await newOperator(api.core, `the.${role}`, role);
      clients[role] = new OperatorClient(api.url);
      await clients[role].signIn(`the.${role}`);
    }
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((feed) => feed.close()));
  });
  after(() => api.close());

  async function follow(client: OperatorClient, params = {}, headers = {}): Promise<Followed> {
    const feed = await Followed.open(client, params, headers);
    open.push(feed);
    return feed;
  }

  let grants = 0;
  /** Grants gold once more; returns the position of that event. */
  async function grant(amountGold = 1): Promise<number> {
    grants++;
    const command = {
      type: 'GrantGold',
      userId: PERSON,
      amountGold,
      source: `test ${grants}`,
    } as const;
    await api.run(walletDecider, walletStream(APP, PERSON), command);
    return api.log.all.at(-1)!.position;
  }

  it('tells what happens as it happens, to each role what it may know, and counts it', async () => {
    const [viewer, support, admin] = await Promise.all([
      follow(clients.viewer, { appId: APP }),
      follow(clients.support),
      follow(clients.admin, { type: 'GoldGranted' }),
    ]);
    const position = await grant(740);
    for (const feed of [viewer, support, admin]) await until(() => feed.events.length > 0, 'the grant');
    const { at } = api.log.all.at(-1)!.meta;
    expect(viewer.events).to.deep.equal([{ position, type: 'GoldGranted', tenant: APP, at }]);
    const stream = walletStream(APP, PERSON);
    expect(support.events[0]).to.deep.include({ position, stream, revision: 0, actor: 0 });
    expect(support.events[0]!.data).to.include({ userId: PERSON, amountGold: 740 });
    expect(admin.events[0]!.data).to.include({ amountGold: 740 });
    await until(() => viewer.counts.length > 0, 'counts');
    expect(viewer.counts[0]!.types).to.deep.equal({ GoldGranted: 1 });
    expect(viewer.counts[0]!.position).to.equal(position);
  });

  it('withholds secrets from everybody, and from all but admins what people said of themselves', async () => {
    const [support, admin] = await Promise.all([follow(clients.support), follow(clients.admin)]);
    await newOperator(api.core, 'the.latest', 'viewer');
    for (const feed of [support, admin]) await until(() => feed.events.length > 0, 'the operator');
    const said = JSON.stringify([support.events, admin.events]);
    expect(said).to.include('"passwordHash":"…"');
    expect(JSON.stringify(api.log.all)).to.match(/"passwordHash":"[^…]/);
  });

  it('goes on from a position without a gap or a double, by parameter or as a browser comes back', async () => {
    const first = await follow(clients.admin);
    const before = await grant();
    await until(() => first.events.length === 1, 'the first grant');
    await first.close();
    const missed = [await grant(), await grant()];
    const byParameter = await follow(clients.admin, { after: before });
    const byHeader = await follow(clients.admin, {}, { 'Last-Event-ID': String(before) });
    const next = await grant();
    for (const feed of [byParameter, byHeader]) {
      await until(() => feed.events.length === 3, 'what was missed, and the next one');
      expect(feed.events.map(({ position }) => position)).to.deep.equal([...missed, next]);
      expect(feed.isComplete).to.equal(true);
    }
    const another = await clients.admin.get('session/me');
    expect(another.status).to.equal(200);
    for (const sent of ['x', '1e3', '99999999999999999999']) {
      const headers = { Cookie: clients.admin.cookie, 'Last-Event-ID': sent };
      expect((await fetch(`${api.url}/operator/v1/feed`, { headers })).status, sent).to.equal(400);
    }
    const fromNowOn = await follow(clients.admin, { after: Number.MAX_SAFE_INTEGER });
    const last = await grant();
    await until(() => fromNowOn.events.length === 1, 'what came after another log’s position');
    expect(fromNowOn.events[0]!.position).to.equal(last);
  });

  it('tells so many at a time, says that there were more, and counts all', async () => {
    const feed = await follow(clients.viewer, { appId: APP });
    const events = 3 * MAX_EVENTS_PER_TICK;
    const { meta, type, data } = api.log.all.at(-1)!;
    const written = Array.from({ length: events }, (_, n) => {
      const id = `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
      return { id, type, data, meta } as never;
    });
    await api.log.append('wallet-heihei.5', written, { expected: 'none' });
    const counted = () => feed.counts.reduce((sum, { types }) => sum + (types[type] ?? 0), 0);
    await until(() => counted() === events, 'all of them counted');
    expect(feed.events.length).to.equal(MAX_EVENTS_PER_TICK);
    expect(feed.isComplete).to.equal(false);
    const page = await clients.admin.get('events/list', { after: feed.events.at(-1)!.position, limit: 200 });
    expect(page.body.events).to.have.length(events - MAX_EVENTS_PER_TICK);
  });

  it('ends with the session, and says so', async () => {
    const client = new OperatorClient(api.url);
    await client.signIn('the.viewer');
    const [ends, stays] = await Promise.all([follow(client), follow(clients.viewer)]);
    await client.act('session/sign-out');
    await until(() => ends.ended === 'signed-out', 'the end');
    await ends.whenClosed;
    expect(stays.ended).to.equal(null);
    expect((await fetch(`${api.url}/operator/v1/feed`)).status).to.equal(401);
  });

  it('is open so many times for one operator', async () => {
    for (let n = 0; n < MAX_FEEDS_OF_OPERATOR; n++) await follow(clients.support);
    const headers = { Cookie: clients.support.cookie };
    const refused = await fetch(`${api.url}/operator/v1/feed`, { headers });
    expect([refused.status, ((await refused.json()) as { error: string }).error]).to.deep.equal([429, 'TooOften']);
    await open.pop()!.close();
    await until(async () => {
      const again = await fetch(`${api.url}/operator/v1/feed`, { headers });
      await again.body!.cancel();
      return again.status === 200;
    }, 'a place');
  });

  it('keeps no place for a request that was answered otherwise, because the log was slow', async () => {
    const slow = await startTestApi({ apis: servedApis([]), underWay: new RequestsUnderWay(2_000) });
    try {
      await newOperator(slow.core, 'the.viewer', 'viewer');
      const client = new OperatorClient(slow.url);
      await client.signIn('the.viewer');
      const head = slow.log.head.bind(slow.log);
      let release = () => {};
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      slow.log.head = () => held.then(head);
      const headers = { Cookie: client.cookie };
      const late = Array.from({ length: MAX_FEEDS_OF_OPERATOR }, () =>
        fetch(`${slow.url}/operator/v1/feed`, { headers }),
      );
      for (const { status } of await Promise.all(late)) expect(status).to.equal(503);
      slow.log.head = head;
      release();
      const feed = await Followed.open(client);
      await feed.close();
    } finally {
      await slow.close();
    }
  });
});
