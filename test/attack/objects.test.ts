import { expect } from 'chai';
import type { Answer, Client } from '../support/client.ts';
import { Arena, codeOf, type Params } from './arena.ts';
import { attack, attacks } from './attacks.ts';

/** Names under which a client may try to say who it is, or what it may do. */
const IDENTITIES = [
  'userId',
  'uid',
  'cuid',
  'curUserId',
  'targetId',
  'actor',
  'caller',
  'from',
  'fromUserId',
  'hostId',
];

describe('attacks: what belongs to somebody else', () => {
  let arena: Arena;
  let victim: Client;
  let attacker: Client;
  let host: Client;
  let liveId: number;

  before(async () => {
    arena = await Arena.open('objects');
    victim = await arena.person('阿一', 4_242);
    attacker = await arena.person('坏人', 100);
    host = await arena.person('主播');
    await victim.must('/api/user/block-user', { userId: host.userId });
    await victim.must('/api/user/unblock-user', { targetId: host.userId });
    liveId = await arena.room(host, victim, attacker);
  });
  after(async () => expect(await arena.close()).to.equal('sound'));

  /** The attacker asks, with the victim's number under every name that there is. */
  const posing = (path: string, params: Params = {}): Promise<Answer> => {
    const victims = IDENTITIES.map((name) => [name, victim.userId]);
    return attacker.call(path, {
      ...Object.fromEntries(victims),
      role: 'admin',
      isAdmin: 1,
      sid: 'x',
      app: 'x',
      ...params,
    });
  };

  for (const path of ['/api/user/user-gold', '/api/payment/statistic', '/api/live/unclosed-live']) {
    const what = `${path} with the victim's number under ten names: the attacker's own answer`;
    it(what, () =>
      attack(
        what,
        async () => {
          const [own, posed] = [await attacker.must(path), await posing(path)];
          return JSON.stringify(own) === JSON.stringify(posed);
        },
        true,
      ),
    );
  }

  /** Whether somebody is in the room: only who is gets its card. */
  const isInside = async (who: Client) => (await who.call('/api/live/get-live', { liveId })).errorcode === 0;
  const nameOf = async (who: Client) =>
    ((await host.must('/api/user/info', { uid: who.userId })).result as { displayName: string }).displayName;

  attacks('acting as somebody else', [
    [
      'leaving the room for the victim: the attacker leaves',
      async () => {
        await posing('/api/live/quit-live', { liveId });
        const inside = [await isInside(victim), await isInside(attacker)];
        await arena.enter(attacker, liveId);
        return inside;
      },
      [true, false],
    ],
    [
      'renaming the victim',
      async () => {
        await posing('/api/user/update', {
          displayName: '坏名',
          gender: 'Male',
          birthDay: '1990-01-01',
          gold: 9,
          heiNum: 1,
        });
        return [await nameOf(victim), await nameOf(attacker)];
      },
      ['阿一', '坏名'],
    ],
    [
      'signing the victim out: the attacker’s own session ends',
      async () => {
        const twin = await arena.person('替身');
        await twin.call('/api/user/sign-out', { userId: victim.userId, uid: victim.userId, sid: 'x', sessionId: 'x' });
        return [await codeOf(victim.call('/api/user/user-gold')), await codeOf(twin.call('/api/user/user-gold'))];
      },
      [0, 720],
    ],
    [
      'spending the victim’s gold',
      async () => {
        await posing('/api/live/buy-gift', { liveId, giftId: 103, walletId: victim.userId, wallet: victim.userId });
        return [await arena.gold(victim), await arena.gold(attacker)];
      },
      [4_242, 90],
    ],
    [
      'speaking in the victim’s name',
      async () => {
        await victim.connect();
        await posing('/api/msg/send-msg', { liveId, roomId: liveId, text: '我是阿一', fromUserName: '阿一' });
        const heard = await victim.waitFor(
          'the text',
          ({ msgType, text }) => msgType === 'text' && text === '我是阿一',
        );
        victim.close();
        return [heard.fromUserId === attacker.userId, heard.fromUserName];
      },
      [true, '坏名'],
    ],
    [
      'stopping the host’s live as `host`',
      () => codeOf(posing('/api/live/stop-live', { liveId, hostId: 1, role: 'host' })),
      711,
    ],
    ['going on air in the host’s live', () => codeOf(posing('/api/live/start-live', { liveId })), 711],
  ]);

  attacks('a place in the conference', [
    [
      'the guest accepts itself',
      async () => {
        await attacker.must('/api/live/call-request', { liveId });
        return [
          await codeOf(attacker.call('/api/live/accept-conference', { liveId, userId: attacker.userId })),
          await codeOf(posing('/api/live/accept-conference', { liveId, userId: attacker.userId })),
        ];
      },
      [742, 742],
    ],
    [
      'the guest joins before anybody accepted',
      () => codeOf(attacker.call('/api/live/join-conference', { liveId })),
      742,
    ],
    [
      'another viewer accepts',
      () => codeOf(victim.call('/api/live/accept-conference', { liveId, userId: attacker.userId })),
      742,
    ],
    [
      'another viewer joins in the guest’s place',
      () => codeOf(victim.call('/api/live/join-conference', { liveId })),
      742,
    ],
    [
      'another viewer hangs up for the guest',
      () => codeOf(victim.call('/api/live/quit-conference', { liveId, userId: attacker.userId })),
      742,
    ],
  ]);

  attacks('reading what is not for everybody', [
    [
      'the phone of a user: neither in a card nor in a search',
      async () => {
        const phone = String(Number(arena.nextPhone()) - 4);
        const seen: Answer[] = [
          await attacker.must('/api/user/info', { uid: victim.userId }),
          await attacker.must('/api/user/search', { queryParameter: phone }),
          await attacker.must('/api/live/list-live-users', { liveId }),
        ];
        return seen.some((answer) => /"1[3-9]\d{9}"|"phone/i.test(JSON.stringify(answer)));
      },
      false,
    ],
    [
      'the address to which the host pushes: in no answer to a viewer',
      async () => {
        const answers: Answer[] = [];
        for (const path of ['get-live', 'join-live', 'share-live', 'list-live-by-recommend', 'unclosed-live'])
          answers.push(await attacker.call(`/api/live/${path}`, { liveId }));
        answers.push(await attacker.call('/api/live/list-live-by-user', { userId: host.userId }));
        return answers.some((answer) => /rtmp:|push/i.test(JSON.stringify(answer)));
      },
      false,
    ],
    [
      'whom the victim blocks',
      async () => {
        await victim.must('/api/user/block-user', { userId: host.userId });
        const { errorcode, ...answer } = await posing('/api/user/list-blocked-user');
        await victim.must('/api/user/unblock-user', { targetId: host.userId });
        return [errorcode, JSON.stringify(answer).includes(`"${await nameOf(host)}"`)];
      },
      [0, false],
    ],
    [
      'everybody by a wildcard',
      async () =>
        Object.values(await attacker.must('/api/user/search', { queryParameter: '%' }))
          .flat()
          .filter((it) => typeof it === 'object').length,
      0,
    ],
  ]);
});
