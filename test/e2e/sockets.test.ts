import { spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { expect } from 'chai';
import { TOPIC_PAUSE_MS } from '../../domain/chat/limits.ts';
import { Client, type Message, nameOf } from '../support/client.ts';
import { ROOT, runs } from '../support/script.ts';
import { ServerProcess, temporaryFolder } from '../support/server-process.ts';

const documented: { message: Record<string, unknown> }[] = JSON.parse(
  readFileSync(new URL('../fixtures/heihei-messages.json', import.meta.url), 'utf8'),
);
const MESSAGE_SERVER_SECRET = 'h4Wq8zT1nB6yK3vX9cR5pL2mD7fG0sJe';
const isAction = (action: string) => (message: Message) => message.action === action;

describe('sockets of the real server', () => {
  let server: ServerProcess;
  let dataDir: string;
  const clients: Client[] = [];
  let phones = 13_300_000_000;

  before(async () => {
    dataDir = temporaryFolder('sockets');
    server = await ServerProcess.start({ DATA_DIR: dataDir, MESSAGE_SERVER_SECRET });
  });
  after(async () => {
    for (const client of clients) client.close();
    await server.end('SIGKILL');
    rmSync(dataDir, { recursive: true });
  });

  async function person(displayName: string): Promise<Client> {
    const client = await new Client(server.url, displayName).signIn(String(phones++), { displayName });
    clients.push(client);
    return client.connect();
  }

  async function room(host: Client, ...viewers: Client[]): Promise<number> {
    const { live } = await host.must('/api/live/create-live', { title: '听' });
    const { liveId } = live as { liveId: number };
    await host.must('/api/live/start-live', { liveId });
    for (const viewer of viewers) await viewer.must('/api/live/join-live', { liveId });
    return liveId;
  }

  const closed = (client: Client) =>
    client.until(`${client.name} stayed connected`, () => client.disconnectReason === 'io server disconnect');
  /** The channels that a client comes into and leaves, from now on. */
  const comingsOf = ({ socket }: Client) => {
    const events: string[] = [];
    socket!.on('joined', (told: { channel: string }) => events.push(`joined ${told.channel}`));
    socket!.on('left', (told: { channel: string; reason: string }) =>
      events.push(`left ${told.channel}: ${told.reason}`),
    );
    return events;
  };
  const refused = async (client: Client) => {
    const error = await client.connect().then(
      () => null,
      (reason: Error & { data?: { code: number } }) => reason,
    );
    return error?.data?.code;
  };

  it('bring everything documented in an evening (npm run demo)', async () => {
    const demo = spawn(process.execPath, runs('bench/demo.ts'), {
      cwd: ROOT,
      env: { ...process.env, SALON_URL: server.url, DATA_DIR: dataDir },
    });
    const [[code], said, complaints] = await Promise.all([once(demo, 'close'), text(demo.stdout), text(demo.stderr)]);
    expect(code, said.slice(-2_000) + complaints).to.equal(0);
    expect(said)
      .to.match(/the ledger adds up/)
      .and.to.match(/\(150 by LinkV\b/)
      .and.to.match(/Four APIs, one group, one list and one wallet/)
      .and.not.to.match(/MISSING/);
  });

  it('tell the host of a knock, by the documented tip', async () => {
    const [host, outsider] = [await person('knock-host'), await person('knocker')];
    const liveId = await room(host);
    await outsider.must('/api/live/knock-live-room', { liveId });
    const tip = await host.waitFor('the knock', isAction('show-tip'));
    const { msgId, position, channel, ...body } = tip;
    const example = documented.find(({ message }) => message.action === 'show-tip')!.message;
    expect(Object.keys(body).sort()).to.deep.equal(Object.keys(example).sort());
    expect(body.message).to.have.all.keys(Object.keys(example.message as object));
    expect(body.message).to.deep.include({ title: 'knocker敲门', type: 'alert' });
    expect([msgId, position].every(Number.isSafeInteger)).to.equal(true);
    expect(channel).to.equal(`user:heihei.${host.userId}`);
  });

  it('bring what a server of one’s own sends, to a person and to a room, also to who comes back', async () => {
    const [host, viewer] = [await person('told-host'), await person('told')];
    const liveId = await room(host, viewer);
    await viewer.waitFor('the room', (message) => nameOf(message) === 'counters');
    const send = async (target: object, text: string) => {
      const { now } = await host.dev('GET', '/dev/clock');
      const data = JSON.stringify({ timeStamp: now, ...target, msg: { msgType: 'toast', text, expireTime: 3 } });
      const signature = createHmac('sha256', MESSAGE_SERVER_SECRET).update(`data=${data}`).digest('hex');
      const body = new URLSearchParams({ data, signature });
      const response = await fetch(`${server.url}/messageserver/api/msg/send-msg.action`, { method: 'POST', body });
      expect(await response.json()).to.deep.equal({ errorcode: 0, errormsg: 'success' });
    };
    const says = (text: string) => (message: Message) => message.text === text;
    await send({ type: 'tosingle', targetUserId: viewer.userId }, 'to one');
    expect(await viewer.waitFor('the message', says('to one'))).to.include({
      ...{ msgType: 'toast', expireTime: 3, channel: `user:heihei.${viewer.userId}` },
    });
    await send({ type: 'toLive', liveId }, 'to all');
    for (const one of [host, viewer]) {
      expect(await one.waitFor('the message', says('to all'))).to.include({ channel: `live:heihei.${liveId}` });
    }
    expect(host.received.some(says('to one'))).to.equal(false);
    viewer.close();
    await send({ type: 'toLive', liveId }, 'while away');
    await viewer.connect({ ...viewer.positions });
    await viewer.waitFor('what came meanwhile', says('while away'));
  });

  it('name what is over by the addresses that the room may know', async () => {
    const [host, viewer] = [await person('over-host'), await person('over')];
    const liveId = await room(host, viewer);
    await host.must('/api/live/stop-live', { liveId });
    const { live } = (await viewer.waitFor('the end', isAction('stop-live'))) as unknown as {
      live: { shareAddr: string; streamAddr: string; pushAddr: string };
    };
    expect(live.pushAddr).to.equal('');
    expect(live.streamAddr).to.match(new RegExp(`/live/${liveId}\\.flv\\?user=0&expires=\\d+&sign=[0-9a-f]{32}$`));
    const page = await fetch(live.shareAddr);
    expect([page.status, await page.text()]).to.deep.include(200);
  });

  it('end with the session, for that session alone', async () => {
    const phone = String(phones);
    const client = await person('two-devices');
    await client.dev('POST', '/dev/clock', { advanceMs: 61_000 });
    const other = await new Client(server.url, 'second-device').signIn(phone, { displayName: 'two-devices' });
    clients.push(await other.connect());
    await client.must('/api/user/sign-out');
    await closed(client);
    expect(await refused(client)).to.equal(720);
    expect(other.disconnectReason).to.equal('');
    await other.must('/api/user/sign-out');
    await closed(other);
  });

  it('end with a ban, wherever the user is, and the room sees them go', async () => {
    const [host, viewer] = [await person('ban-host'), await person('banned')];
    const liveId = await room(host, viewer);
    await host.waitFor('both', (message) => nameOf(message) === 'counters' && message.totalCount === 2);
    await host.dev('POST', `/dev/users/${viewer.userId}/ban`, { reason: 'test' });
    await closed(viewer);
    expect(await refused(viewer)).to.equal(720);
    await host.waitFor('one less', (message) => nameOf(message) === 'counters' && message.totalCount === 1);
    const answer = await viewer.call('/api/live/join-live', { liveId });
    expect(answer.errorcode).to.equal(720);
  });

  for (const how of ['kick-out-user', 'block-user'] as const) {
    it(`bring nothing of a room to whom ${how} put out of it`, async () => {
      const [host, viewer, witness] = [await person(`${how} h`), await person(`${how} v`), await person(`${how} w`)];
      const liveId = await room(host, viewer, witness);
      if (how === 'kick-out-user') await host.must('/api/live/kick-out-user', { liveId, userId: viewer.userId });
      else await host.must('/api/user/block-user', { userId: viewer.userId });
      const { channel } = await viewer.waitFor('quit-live', isAction('quit-live'));
      expect(channel).to.equal(`user:heihei.${viewer.userId}`);
      await witness.waitFor('the notice', (message) => message.text === `${viewer.name}被请出直播间`);
      const before = viewer.received.length;
      await host.must('/api/msg/send-msg', { liveId, roomId: liveId, text: '只给在的人' });
      await witness.waitFor('the text', (message) => message.text === '只给在的人');
      // What the viewer would have got came before what is theirs alone; nobody invites whom they block.
      if (how === 'block-user') await host.must('/api/user/unblock-user', { targetId: viewer.userId });
      await host.must('/api/live/invite-user', { liveId, userId: viewer.userId });
      await viewer.waitFor('the invitation', isAction('live-invite'), before);
      const ofRooms = viewer.received.slice(before).filter((message) => message.channel.startsWith('live:'));
      expect(ofRooms).to.deep.equal([]);
      expect(viewer.disconnectReason).to.equal('');
    });
  }

  it('tell both of a call how it stands in their lists, again when it is repeated, as the lists themselves say it', async () => {
    const [ann, bob] = [await person('vain-ann'), await person('vain-bob')];
    const example = documented.find(({ message }) => message.action === 'message')!.message;
    const listed = async (client: Client) => {
      const { messages } = await client.must('/api/msg/message-list');
      const [{ data, ...entry }] = messages as [{ data: Record<string, unknown> }];
      return { ...entry, data: { count: data.count, type: data.type } };
    };
    for (const count of [1, 2]) {
      const { chatId } = await ann.must('/api/chat/due-chat', { userId: bob.userId });
      await bob.must('/api/chat/cancel-due-chat', { chatId: Number(chatId) });
      for (const [client, other, type] of [
        [ann, bob, 'post'],
        [bob, ann, 'calling'],
      ] as const) {
        const isNews = ({ action, data }: Message) =>
          action === 'message' && (data as { count: number }).count === count;
        const { msgId: _, position: __, channel, ...body } = await client.waitFor(`list entry ${count}`, isNews);
        expect(channel).to.equal(`user:heihei.${client.userId}`);
        expect(body).to.have.all.keys(Object.keys(example));
        expect(body).to.deep.include({ fromUserId: other.userId, data: { count, type }, text: null });
        expect(await listed(client)).to.deep.equal(body);
      }
    }
    const ids = ann.received.filter(isAction('message')).map(({ msgId }) => msgId);
    expect(new Set(ids).size).to.equal(2);
  });

  it('carry a talk to its two sides alone: joining, what is said, what was missed, who is lost, and its end', async () => {
    const [ann, bob, third] = [await person('talk-ann'), await person('talk-bob'), await person('talk-third')];
    const pair = [ann, bob];
    const comings = pair.map((client) => comingsOf(client));
    const { chatId } = await ann.must('/api/chat/due-chat', { userId: bob.userId });
    const ofTalk = { chatId: Number(chatId) };
    const channel = `chat:heihei.${chatId}`;
    const status = (number: number) => (message: Message) =>
      message.action === 'chat-user-status' && message.status === number;
    await bob.waitFor('the ring', isAction('due-chat-notify'));
    await bob.must('/api/chat/accept-chat', { ...ofTalk, userId: ann.userId, type: 0 });
    for (const [n, one] of pair.entries()) {
      await one.waitFor('join-chat', isAction('join-chat'));
      await one.until(`${one.name} did not come in`, () => comings[n]!.includes(`joined ${channel}`));
      await one.must('/api/chat/join-chat', ofTalk);
    }
    await ann.must('/api/chat/change-topic', ofTalk);
    for (const one of pair) {
      const messages = [await one.waitFor('both', status(1)), await one.waitFor('the topic', isAction('chat-topic'))];
      expect(messages.map((message) => message.channel)).to.deep.equal([channel, channel]);
    }
    await ann.must('/api/chat/pause-chat', ofTalk);
    expect((await bob.waitFor('the pause', isAction('pause-chat'))).channel).to.equal(`user:heihei.${bob.userId}`);

    bob.close();
    await ann.dev('POST', '/dev/clock', { advanceMs: TOPIC_PAUSE_MS });
    await ann.must('/api/chat/change-topic', ofTalk);
    const before = bob.received.length;
    await bob.connect({ ...bob.positions });
    comings[1] = comingsOf(bob);
    const missed = await bob.waitFor('the topic that was missed', isAction('chat-topic'), before);
    await bob.until('no word about the resume', () => bob.resumed);
    expect([missed.channel, bob.resumed![channel]!.recovered]).to.deep.equal([channel, true]);

    // Ann beats, Bob does not. The clock goes on a second at a time, so that each limit is seen to pass.
    const passUntil = async (what: string, look: () => boolean) => {
      for (let second = 0; !look(); second++) {
        if (second > 300) throw new Error(`never came: ${what}`);
        await ann.call('/api/chat/heart-beat', ofTalk);
        await ann.dev('POST', '/dev/clock', { advanceMs: 1_000 });
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    };
    const toldOfLoss = () => ann.received.filter(status(3));
    await passUntil('who is lost', () => toldOfLoss().length > 0);
    const users = toldOfLoss()[0]!.users as { id: number; status: number }[];
    expect(users.find(({ id }) => id === bob.userId)!.status).to.equal(3);
    await passUntil('the end', () => comings.every((events) => events.includes(`left ${channel}: chat-stopped`)));
    expect(toldOfLoss().at(-1)!.channel).to.equal(channel);
    for (const one of pair) expect((await one.call('/api/chat/heart-beat', ofTalk)).errorcode).to.equal(732);
    expect(third.received.filter((message) => message.channel === channel)).to.deep.equal([]);
    // Both can be called again.
    await bob.must('/api/chat/due-chat', { userId: ann.userId });
  });

  it('take no foreign origin outside dev mode', async () => {
    const production = await ServerProcess.start({
      NODE_ENV: 'production',
      DATA_DIR: `${dataDir}-production`,
    });
    const handshake = (origin: string) =>
      fetch(`${production.url}/socket.io/?EIO=4&transport=polling`, { headers: { origin } });
    expect((await handshake('https://evil.example')).status).to.equal(403);
    expect((await handshake('null')).status).to.equal(403);
    expect((await handshake(production.url)).status).to.equal(200);
    expect(await production.end('SIGTERM')).to.equal(0);
    rmSync(`${dataDir}-production`, { recursive: true });
  });
});
