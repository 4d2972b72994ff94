import { expect } from 'chai';
import type { Answer, Client } from '../support/client.ts';
import { Arena, codeOf } from './arena.ts';
import { type Attack, attacks } from './attacks.ts';

const GIFT = '/api/live/buy-gift';
const BULLET = '/api/live/buy-bullet';
const UPDATE = '/api/user/update';
const ROSE = { giftId: 103, gold: 10 };
const CROWN = { giftId: 106 };

describe('attacks: money', () => {
  let arena: Arena;
  let host: Client;
  let liveId: number;
  const inside: Client[] = [];

  before(async () => {
    arena = await Arena.open('money');
    host = await arena.person('主播', 500);
    liveId = await arena.room(host);
  });
  after(async () => expect(await arena.close()).to.equal('sound'));

  /** Somebody in the room. The oldest leaves when there are four: seats are few. */
  async function buyer(gold: number): Promise<Client> {
    const client = await arena.person('金主', gold);
    if (inside.length === 4) await inside.shift()!.call('/api/live/quit-live', { liveId });
    await arena.enter(client, liveId);
    inside.push(client);
    return client;
  }

  /** As JSON, where values keep their types. */
  async function send(client: Client, path: string, params: object, headers = {}): Promise<Answer> {
    const body = JSON.stringify({ token: client.token, liveId, ...params });
    const all = { 'content-type': 'application/json', ...headers };
    return (await (await fetch(arena.url + path, { method: 'POST', body, headers: all })).json()) as Answer;
  }
  const buy = (client: Client, params: object = {}, headers = {}) =>
    send(client, GIFT, { giftId: ROSE.giftId, ...params }, headers);

  /** Somebody with 100 gold tries: how it was answered, and what they have left. */
  const tried =
    (params: object, path = GIFT) =>
    async (): Promise<number[]> => {
      const client = await buyer(100);
      const all = path === GIFT ? { giftId: ROSE.giftId, ...params } : params;
      const { errorcode } = await send(client, path, all);
      return [errorcode, await arena.gold(client)];
    };

  const REFUSED = [700, 100];
  const absurd: unknown[] = [
    ...[0, -1, -1e9, 1.5, 1e-7, 1e300, 10_000, 2 ** 31, 2 ** 53, Number.MIN_SAFE_INTEGER],
    ...['0', '-1', '1.0', '1e3', '1e309', '1 ', ' 1', '+1', '0x10', '١', 'NaN', 'Infinity', '9007199254740993', '1\0'],
    ...[true, [], [1], {}, { $gt: 0 }, { valueOf: 1 }],
  ];
  attacks(
    'an amount that is none: refused, and nothing is paid',
    absurd.map((amount): Attack => [`amount=${JSON.stringify(amount)}`, tried({ amount }), REFUSED]),
  );
  attacks('a gift, a room or a text that is none: refused, and nothing is paid', [
    ...([1.5, '1e309', '103 ', '', true, [103], { $ne: 0 }] as unknown[]).map(
      (giftId): Attack => [`giftId=${JSON.stringify(giftId)}`, tried({ giftId }), REFUSED],
    ),
    ...[-1, 0, 999, 2 ** 31].map((giftId): Attack => [`giftId=${giftId}`, tried({ giftId }), [730, 100]]),
    ...['', 0, -1, '9007199254740993', [1], { $ne: 0 }].map(
      (room): Attack => [`liveId=${JSON.stringify(room)}`, tried({ liveId: room }), REFUSED],
    ),
    ...['', ['x'], { $ne: 0 }, 'x'.repeat(5_000)].map(
      (message): Attack => [
        `a barrage of ${JSON.stringify(message).slice(0, 20)}`,
        tried({ message }, BULLET),
        REFUSED,
      ],
    ),
  ]);

  attacks('a price that the client says: the catalogue’s is paid, by whoever asked', [
    ['price, gold, cost', tried({ price: 0, priceGold: 0, gold: -5, cost: 1, costGold: 0, units: 0 }), [0, 90]],
    ['role and free', tried({ role: 'admin', free: true, discount: 1, isTest: true, vip: 9 }), [0, 90]],
    ['a payment that was made already', tried({ paymentId: 'p', hasPaid: true, paid: 1, orderId: 1 }), [0, 90]],
    ['__proto__ and constructor', tried({ ['__proto__']: { priceGold: 0 }, constructor: { priceGold: 0 } }), [0, 90]],
    [
      'somebody else’s purse',
      async () => {
        const [poor, rich] = [await buyer(100), await buyer(1_000)];
        await buy(poor, { userId: rich.userId, from: rich.userId, buyerId: rich.userId, uid: rich.userId });
        return [await arena.gold(poor), await arena.gold(rich)];
      },
      [90, 1_000],
    ],
    [
      'gold given to oneself by /api/user/update',
      tried({ gold: 1e6, displayName: '富', role: 'admin' }, UPDATE),
      [700, 100],
    ],
  ]);

  attacks('spending twice what one has', [
    [
      '300 gold, 60 purchases of 10 at once: 30 succeed, nothing is left',
      async () => {
        const client = await buyer(300);
        const answers = await Promise.all(Array.from({ length: 60 }, () => buy(client)));
        return [answers.filter(({ errorcode }) => errorcode === 0).length, await arena.gold(client)];
      },
      [30, 0],
    ],
    [
      'gifts and barrages at once: never below zero',
      async () => {
        const client = await buyer(50);
        const answers = await Promise.all(
          Array.from({ length: 40 }, (_, n) => (n % 2 ? buy(client) : send(client, BULLET, { message: `${n}` }))),
        );
        const left = await arena.gold(client);
        return answers.some(({ errorcode }) => errorcode === 740) && left >= 0 && left < 50;
      },
      true,
    ],
    ['more than one has', tried({ ...CROWN, amount: 99 }), [740, 100]],
  ]);

  attacks('keys', [
    [
      'the same purchase twenty times at once under one key: paid once',
      async () => {
        const client = await buyer(100);
        const key = { 'Idempotency-Key': 'one' };
        const answers = await Promise.all(Array.from({ length: 20 }, () => buy(client, {}, key)));
        return [new Set(answers.map((answer) => JSON.stringify(answer))).size, await arena.gold(client)];
      },
      [1, 90],
    ],
    [
      'another purchase under the same key: refused',
      async () => {
        const client = await buyer(100);
        const key = { 'Idempotency-Key': 'one' };
        await buy(client, {}, key);
        return [await codeOf(buy(client, { amount: 5 }, key)), await arena.gold(client)];
      },
      [700, 90],
    ],
    [
      'another gift and another room under the same gift_uuid: refused',
      async () => {
        const client = await buyer(1_000);
        await buy(client, { gift_uuid: 'one', amount: 1 });
        const other = await arena.room(await arena.person('另一个主播'), client);
        const codes = [
          await codeOf(buy(client, { gift_uuid: 'one', amount: 2, ...CROWN })),
          await codeOf(buy(client, { gift_uuid: 'one', amount: 2, liveId: other })),
        ];
        return [...codes, await arena.gold(client)];
      },
      [700, 700, 990],
    ],
    [
      'a key that somebody else used: everybody’s is their own',
      async () => {
        const [one, two] = [await buyer(100), await buyer(50)];
        const key = { 'Idempotency-Key': 'ours' };
        return [(await buy(one, {}, key)).gold, (await buy(two, {}, key)).gold];
      },
      [90, 40],
    ],
    [
      'a key of 5,000 characters',
      async () => codeOf(buy(await buyer(100), {}, { 'Idempotency-Key': 'k'.repeat(5_000) })),
      700,
    ],
  ]);

  attacks('where nothing can be bought', [
    [
      'the own room',
      async () => [
        await codeOf(buy(host)),
        await codeOf(send(host, BULLET, { message: '我' })),
        await arena.gold(host),
      ],
      [710, 710, 500],
    ],
    [
      'a room that has closed',
      async () => {
        const closing = await arena.person('要下播的');
        const client = await arena.person('金主', 100);
        const closed = await arena.room(closing, client);
        await closing.must('/api/live/stop-live', { liveId: closed });
        const codes = [await codeOf(buy(client, { liveId: closed }))];
        codes.push(await codeOf(send(client, BULLET, { message: '在吗', liveId: closed })));
        return [...codes, await arena.gold(client)];
      },
      [731, 731, 100],
    ],
    [
      'with a frozen wallet',
      async () => {
        const client = await buyer(100);
        await client.dev('POST', `/dev/wallets/${client.userId}/freeze`);
        const codes = [await codeOf(buy(client)), await codeOf(send(client, BULLET, { message: '冻住了' }))];
        return [...codes, await arena.gold(client)];
      },
      [721, 721, 100],
    ],
    [
      'after a ban',
      async () => {
        const client = await buyer(100);
        await client.dev('POST', `/dev/users/${client.userId}/ban`);
        return codeOf(buy(client));
      },
      720,
    ],
  ]);

  /** What dev mode shows of a callback. */
  interface Callback {
    path: string;
    headers: Record<string, string>;
    body: string;
  }
  const callback = async (client: Client, orderId: string, change: object = {}) =>
    (await client.dev('POST', `/dev/payments/${orderId}/callback`, change)) as unknown as Callback;
  const order = async (client: Client, packageId: number, channel: string) =>
    String((await client.must('/api/payment/create-order', { packageId, channel })).order);
  async function deliver({ path, headers, body }: Callback): Promise<boolean> {
    const response = await fetch(arena.url + path, { method: 'POST', headers, body });
    const text = await response.text();
    return response.status === 200 && /success/i.test(text);
  }
  async function typesOf(client: Client, orderId: string): Promise<string[]> {
    const page = await client.dev('GET', `/dev/events?stream=topup-heihei.${orderId}`);
    return (page.events as { type: string }[]).map(({ type }) => type);
  }
  const ORDERED = { wechat: 122, alipay: 112 } as const;
  /** Orders gold, and delivers what a provider would send, changed: how many were taken, and how many orders are paid then. */
  const paying =
    (channel: keyof typeof ORDERED, change: (own: Callback, other: Callback) => Callback[], said: object = {}) =>
    async () => {
      const client = await arena.person('买家');
      const orderId = await order(client, ORDERED[channel], channel);
      const dearer = await order(client, ORDERED[channel] + 2, channel);
      const own = await callback(client, orderId, said);
      const taken = await Promise.all(change(own, await callback(client, dearer)).map(deliver));
      const paid = [...(await typesOf(client, orderId)), ...(await typesOf(client, dearer))];
      return [taken.filter(Boolean).length, paid.filter((type) => type === 'OrderPaid').length];
    };
  const channels = ['wechat', 'alipay'] as const;
  attacks('gold that nobody paid for: no order is paid, and a paid one once', [
    ...channels.flatMap((channel): Attack[] => [
      [`${channel}: as it was sent, ten times at once`, paying(channel, (own) => Array(10).fill(own)), [10, 1]],
      [`${channel}: a byte more`, paying(channel, (own) => [{ ...own, body: `${own.body}+` }]), [0, 0]],
      [
        `${channel}: without a signature`,
        paying(channel, (own) => [{ ...own, headers: {}, body: own.body.replace(/sign=[^&]*/, '') }]),
        [0, 0],
      ],
      [`${channel}: without a body`, paying(channel, (own) => [{ ...own, body: '' }]), [0, 0]],
      [`${channel}: a cent too little`, paying(channel, (own) => [own, own], { payCents: 9_699 }), [0, 0]],
      [`${channel}: not paid yet`, paying(channel, (own) => [own], { status: 'pending' }), [1, 0]],
      [
        `${channel}: at the other provider's door`,
        paying(channel, (own) => [
          { ...own, path: own.path.replace(/alipay|wepay/, (name) => (name === 'alipay' ? 'wepay' : 'alipay')) },
        ]),
        [0, 0],
      ],
      [
        `${channel}: at Apple's door`,
        paying(channel, (own) => [{ ...own, path: '/api/payment/applecallback' }]),
        [0, 0],
      ],
      [`${channel}: for two orders by one trade`, paying(channel, (own) => [own], { tradeNo: 'same' }), [1, 1]],
      [`${channel}: for another order by that trade`, paying(channel, (own) => [own], { tradeNo: 'same' }), [0, 0]],
    ]),
  ]);

  attacks('more than a wallet can hold', [
    [
      'gold past the limit: refused, and what was there stays',
      async () => {
        const client = await arena.person('富翁', 1_000);
        const grant = (gold: unknown) =>
          client.dev('POST', `/dev/wallets/${client.userId}/grant`, { gold }).then(
            () => 'granted',
            () => 'refused',
          );
        const said: string[] = [];
        for (const gold of [2 ** 53, 1e300, -1, 0, 1.5, null]) said.push(await grant(gold));
        return [...new Set(said), await arena.gold(client)];
      },
      ['refused', 1_000],
    ],
  ]);
});
