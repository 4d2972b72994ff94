import { expect } from 'chai';
import { io, type Socket } from 'socket.io-client';
import type { Client, Message } from '../support/client.ts';
import { PATIENCE_MS } from '../support/promises.ts';
import { Arena } from './arena.ts';
import { type Attack, attacks } from './attacks.ts';

/** Sockets that one user may have (docs/operations.md). */
const SOCKETS_PER_USER = 10;

describe('attacks: sockets', () => {
  let arena: Arena;
  let host: Client;
  let attacker: Client;
  let liveId: number;
  let channel: string;
  const opened: Socket[] = [];

  before(async () => {
    arena = await Arena.open('sockets');
    host = await arena.person('主播');
    attacker = await arena.person('坏人');
    liveId = await arena.room(host);
    channel = `live:heihei.${liveId}`;
    await host.connect();
  });
  after(async () => {
    for (const socket of opened) socket.close();
    expect(await arena.close()).to.equal('sound');
  });

  function open(auth: object, path = '', options: object = {}): Socket {
    const socket = io(`${arena.url}${path}`, {
      auth,
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
      ...options,
    });
    opened.push(socket);
    return socket;
  }

  /** What a connection with this handshake comes to: `connected`, the refusal's code, or how it ended. */
  const handshake =
    (auth: () => object, path = '') =>
    () =>
      new Promise((resolve) => {
        const socket = open(auth(), path);
        socket.once('ready', () => resolve('connected'));
        socket.once('connect_error', (error: Error & { data?: { code: number } }) =>
          resolve(error.data?.code ?? error.message),
        );
        socket.once('disconnect', () => resolve('cut off'));
      });

  const token = () => attacker.token;
  const bad: [string, () => object, unknown][] = [
    ['no token', () => ({}), 720],
    ['an empty token', () => ({ token: '' }), 720],
    ['a token of another kind', () => ({ token: { $ne: null } }), 720],
    ['a list of tokens', () => ({ token: [token()] }), 720],
    ['a forged token', () => ({ token: `${host.token.slice(0, -4)}AAAA` }), 720],
    ['another’s number beside the token', () => ({ token: `${token()}`, userId: host.userId, since: 'x' }), 700],
    ['a since that is a list', () => ({ token: token(), since: [1] }), 700],
    ['a since below zero', () => ({ token: token(), since: { [channel]: -1 } }), 700],
    ['a since of 1e300', () => ({ token: token(), since: { [channel]: 1e300 } }), 700],
    [
      'a since of 10,000 channels',
      () => ({
        token: token(),
        since: Object.fromEntries(Array.from({ length: 10_000 }, (_, n) => [`live:heihei.${n}`, 1])),
      }),
      'refused',
    ],
  ];
  attacks('a handshake', [
    ...bad.map(
      ([what, auth, must]): Attack => [
        what,
        async () => {
          const came = await handshake(auth)();
          return must === 'refused' && came !== 'connected' ? 'refused' : came;
        },
        must,
      ],
    ),
    ['another namespace', handshake(() => ({ token: token() }), '/admin'), 'Invalid namespace'],
    [
      'a polling session that somebody made up',
      async () => (await fetch(`${arena.url}/socket.io/?EIO=4&transport=polling&sid=AAAAAAAAAAAAAAAAAAAA`)).status,
      400,
    ],
    [
      'a transport that does not exist',
      async () => (await fetch(`${arena.url}/socket.io/?EIO=4&transport=flash`)).status,
      400,
    ],
  ]);

  let said = 0;
  /** The host says something in the room, and then something to the listener alone: what the listener heard of the former. */
  async function overheard(listener: Client): Promise<number> {
    const from = listener.received.length;
    const text = `只有房间里听得到 ${said++}`;
    await host.must('/api/msg/send-msg', { liveId, roomId: liveId, text });
    await host.waitFor('the own text', (message) => message.text === text);
    await host.must('/api/live/invite-user', { liveId, userId: listener.userId });
    await listener.waitFor('the invitation', ({ action }) => action === 'live-invite', from);
    return listener.received.slice(from).filter((message) => message.channel === channel).length;
  }

  /** A person in the room, and what they still hear of it after `end`. */
  const staying = (end: (person: Client) => Promise<unknown>) => async () => {
    const person = await arena.person('赖着不走的');
    await arena.enter(person, liveId);
    await person.connect();
    await end(person);
    return overheard(person);
  };

  attacks('listening where one is not', [
    [
      'joining by word',
      async () => {
        await attacker.connect();
        for (const word of ['join', 'subscribe', 'joinRoom', 'room', 'enter']) attacker.socket!.emit(word, channel);
        return overheard(attacker);
      },
      0,
    ],
    [
      'resuming another’s channels',
      async () => {
        await attacker.connect({ [channel]: 0, [`user:heihei.${host.userId}`]: 0, [`fans:heihei.${host.userId}`]: 0 });
        await attacker.until('no answer to the resume', () => attacker.resumed);
        const recovered = Object.values(attacker.resumed!).filter((one) => one.recovered).length;
        return [recovered, await overheard(attacker)];
      },
      [0, 0],
    ],
    ['staying after leaving', staying((person) => person.must('/api/live/quit-live', { liveId })), 0],
    [
      'staying after a kick',
      staying((person) => host.must('/api/live/kick-out-user', { liveId, userId: person.userId })),
      0,
    ],
    [
      'a resume after a kick',
      async () => {
        const person = await arena.person('被踢的');
        await arena.enter(person, liveId);
        await person.connect();
        await host.must('/api/live/kick-out-user', { liveId, userId: person.userId });
        await person.connect({ [channel]: 1 });
        await person.until('no answer to the resume', () => person.resumed);
        return [person.resumed![channel]!.recovered, await overheard(person)];
      },
      [false, 0],
    ],
  ]);

  const cutOff = (client: Client) => client.until('it was not cut off', () => client.disconnectReason !== '');
  const ended = (end: (person: Client) => Promise<unknown>) => async () => {
    const person = await arena.person('赖着不走的');
    await person.connect();
    await end(person);
    return (await cutOff(person)) && 'cut off';
  };
  attacks('staying connected', [
    ['after sign-out', ended((person) => person.must('/api/user/sign-out')), 'cut off'],
    ['after a ban', ended((person) => person.dev('POST', `/dev/users/${person.userId}/ban`)), 'cut off'],
    [
      'while emitting without end',
      ended(async (person) => {
        for (let n = 0; n < 5_000; n++) person.socket!.emit('flood', n);
      }),
      'cut off',
    ],
    [
      'while sending 1 MB at a time',
      ended(async (person) => person.socket!.emit('x', 'x'.repeat(1_000_000))),
      'cut off',
    ],
    [
      'while sending binary',
      ended(async (person) => {
        for (let n = 0; n < 500; n++) person.socket!.emit('x', Buffer.alloc(1_000));
      }),
      'cut off',
    ],
    [
      'with three times as many sockets as a user may have',
      async () => {
        const person = await arena.person('很多设备的');
        const sockets = Array.from({ length: 3 * SOCKETS_PER_USER }, () => open({ token: person.token }));
        const settled = sockets.map(
          (socket) => new Promise<void>((done) => socket.once('ready', done).once('connect_error', () => done())),
        );
        await Promise.all(settled);
        const connected = () => sockets.filter((socket) => socket.connected).length;
        const deadline = Date.now() + PATIENCE_MS;
        while (connected() > SOCKETS_PER_USER && Date.now() < deadline)
          await new Promise((look) => setTimeout(look, 50));
        return connected() <= SOCKETS_PER_USER;
      },
      true,
    ],
  ]);

  attacks('speaking as the server', [
    [
      'emitting messages, gifts and notices',
      async () => {
        const member = await arena.person('成员');
        await arena.enter(member, liveId);
        await member.connect();
        const from = host.received.length;
        const forged = { msgType: 'gift', text: 'forged', channel, msgId: 1, position: 1 };
        for (const word of ['msg', 'message', 'ready', 'gap', 'closing']) member.socket!.emit(word, forged);
        await overheard(member);
        return host.received.slice(from).filter((message: Message) => message.text === 'forged').length;
      },
      0,
    ],
  ]);
});
