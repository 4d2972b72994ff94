import { rmSync } from 'node:fs';
import { expect } from 'chai';
import { Client, type Message, nameOf } from '../support/client.ts';
import { wholeLog } from '../support/log-audit.ts';
import { ServerProcess, temporaryFolder } from '../support/server-process.ts';

/** How long a process stands still: longer than a slow machine takes for what a test does before and after. */
const SUSPENDED_MS = 8_000;

const isAction = (action: string) => (message: Message) => message.action === action;
const isStatus = (status: number) => (message: Message) =>
  message.action === 'conference-status' && message.status === status;
const isTip = (title: string) => (message: Message) =>
  message.action === 'show-tip' && (message.message as { title: string }).title === title;

describe('what falls due, by the clock of the real server', () => {
  let server: ServerProcess;
  let dataDir: string;
  let host: Client;
  let guest: Client;
  let watcher: Client;
  let liveId: number;
  const everyone = () => [host, guest, watcher];

  before(async () => {
    dataDir = temporaryFolder('timers');
    server = await ServerProcess.start({ DATA_DIR: dataDir });
    host = await new Client(server.url, 'host').signIn('13600000000', { displayName: 'host' });
    guest = await new Client(server.url, 'guest').signIn('13600000001', { displayName: 'guest' });
    watcher = await new Client(server.url, 'watcher').signIn('13600000002', { displayName: 'watcher' });
  });
  after(async () => {
    for (const client of everyone()) client.close();
    await server.end('SIGKILL');
    rmSync(dataDir, { recursive: true });
  });

  beforeEach(async () => {
    liveId = (
      (await host.must('/api/live/create-live', { title: '时间到' })) as unknown as { live: { liveId: number } }
    ).live.liveId;
    await host.must('/api/live/start-live', { liveId });
    for (const viewer of [guest, watcher]) await viewer.must('/api/live/join-live', { liveId });
    for (const client of everyone()) {
      client.received.length = 0;
      await client.connect();
    }
  });

  const advance = (ms: number) => host.dev('POST', '/dev/clock', { advanceMs: ms });
  const beat = (client: Client) => client.must('/api/live/heart-beat', { liveId, isCreator: client === host ? 1 : 0 });
  /** Stops the process for some time; whoever calls it lets it go on. */
  const suspended = async () => {
    process.kill(server.pid, 'SIGSTOP');
    await new Promise((resolve) => setTimeout(resolve, SUSPENDED_MS));
  };
  const codeOf = async (client: Client, name: string, params: Record<string, number> = {}) =>
    (await client.call(`/api/live/${name}`, { liveId, ...params })).errorcode;

  it('a call that nobody answers is over after 30 s; an answer comes too late', async () => {
    expect((await guest.must('/api/live/call-request', { liveId })).expireTime).to.equal(30);
    await host.waitFor('the call', isTip('guest申请连线'));
    await advance(29_000);
    await beat(guest);
    await advance(1_000);
    await guest.waitFor('that nobody answered', isTip('主播没有应答'));
    expect(await codeOf(host, 'accept-conference', { userId: guest.userId })).to.equal(409);
  });

  it('an invitation that is not answered is over after 30 s, for both sides', async () => {
    await host.must('/api/live/call-request', { liveId, userId: guest.userId });
    const { expireTime } = await guest.waitFor('the invitation', isAction('conference-notify'));
    expect(expireTime).to.equal(30);
    await advance(30_000);
    await guest.waitFor('the end of the invitation', isTip('连线邀请已过期'));
    await host.waitFor('that nobody answered', isTip('对方没有应答'));
    expect(await codeOf(guest, 'accept-conference')).to.equal(409);
  });

  it('who waits in the queue when the process is killed is let go in time all the same', async () => {
    await guest.must('/api/live/call-request', { liveId });
    await server.end('SIGKILL');
    server = await ServerProcess.start({ DATA_DIR: dataDir });
    for (const client of everyone()) client.baseUrl = client.socketUrl = server.url;
    await guest.connect();
    await advance(30_000);
    await guest.waitFor('that nobody answered', isTip('主播没有应答'));
  });

  it('a conference that is not connected 6 s after the first side joined is over, and everybody is told', async () => {
    await guest.must('/api/live/call-request', { liveId });
    await host.must('/api/live/accept-conference', { liveId, userId: guest.userId });
    for (const side of [host, guest]) await side.waitFor('join-conference', isAction('join-conference'));
    await advance(5_000);
    await host.must('/api/live/join-conference', { liveId });
    await watcher.waitFor('that they connect', isStatus(0));
    // Far from the end of the 6 s: real time passes as well.
    await advance(1_000);
    await guest.must('/api/live/join-conference', { liveId });
    await host.must('/api/live/conference-success', { liveId });
    await advance(5_000);
    for (const side of [host, guest]) await side.waitFor('stop-conference', isAction('stop-conference'));
    for (const client of everyone()) await client.waitFor('that it is over', isStatus(2));
    expect(watcher.received.filter(isAction('stop-conference'))).to.deep.equal([]);
    expect(await codeOf(guest, 'join-conference')).to.equal(750);
  });

  it('a conference that is connected in time goes on, and who comes later is told of it', async () => {
    await guest.must('/api/live/call-request', { liveId });
    await host.must('/api/live/call-request', { liveId, userId: guest.userId });
    for (const side of [host, guest]) await side.must('/api/live/join-conference', { liveId });
    for (const side of [host, guest]) await side.must('/api/live/conference-success', { liveId });
    await watcher.waitFor('that they are connected', isStatus(1));
    await watcher.must('/api/live/quit-live', { liveId });
    await advance(20_000);
    const before = watcher.received.length;
    await watcher.must('/api/live/join-live', { liveId });
    await watcher.waitFor('that a conference goes on', isStatus(1), before);
    expect(await codeOf(host, 'quit-conference')).to.equal(0);
    await guest.waitFor('stop-conference', isAction('stop-conference'));
    for (const client of everyone()) expect(client.received.filter(isStatus(2)).length).to.be.at.most(1);
  });

  it('a process that is suspended takes nobody out for its own absence, and calls still wait', async () => {
    await guest.must('/api/live/call-request', { liveId });
    await advance(20_000);
    for (const client of everyone()) await beat(client);
    await advance(4_000);
    // With what a suspension lasts, everybody would be silent for longer than 45 s, and the call older than 30 s; without it seconds are left.
    await advance(0);
    await suspended();
    const accepted = codeOf(host, 'accept-conference', { userId: guest.userId });
    process.kill(server.pid, 'SIGCONT');
    expect(await accepted).to.equal(0);
    await advance(14_000);
    for (const client of everyone()) await beat(client);
    await advance(14_000);
    await suspended();
    process.kill(server.pid, 'SIGCONT');
    await advance(25_000);
    for (const client of everyone()) await beat(client);
    const left = (await wholeLog(host)).filter(({ stream }) => stream.endsWith(`.${liveId}`));
    expect(left.filter(({ data }) => data.reason === 'missed-heartbeats')).to.deep.equal([]);
    expect(everyone().map(({ disconnectReason }) => disconnectReason)).to.deep.equal(['', '', '']);
  });

  it('who misses three heartbeats has left; the live of a host who does is over', async () => {
    for (let n = 0; n < 4; n++) {
      await advance(15_000);
      for (const client of [host, watcher]) await beat(client);
    }
    await host.waitFor('counters without the guest', (m) => nameOf(m) === 'counters' && m.totalCount === 2);
    expect(await codeOf(guest, 'heart-beat', { isCreator: 0 })).to.equal(506);
    for (let n = 0; n < 4; n++) {
      await advance(15_000);
      const answer = await watcher.call('/api/live/heart-beat', { liveId, isCreator: 0 });
      expect(answer.errorcode).to.be.oneOf([0, 725]);
    }
    await watcher.waitFor('the end of the live', isAction('stop-live'));
    const left = (await wholeLog(host)).filter(({ stream }) => stream.endsWith(`.${liveId}`));
    const reasons = left.flatMap(({ type, data }) =>
      data.reason ? [`${type} ${data.reason} ${data.userId ?? ''}`] : [],
    );
    expect(reasons).to.deep.equal([`ViewerLeft missed-heartbeats ${guest.userId}`, 'LiveStopped missed-heartbeats ']);
  });
});
