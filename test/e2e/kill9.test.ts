import { rmSync } from 'node:fs';
import { expect } from 'chai';
import { DEV_APPS } from '../../server/served-apis.ts';
import { Client, type Message } from '../support/client.ts';
import { auditLetters, LetterWriter, unreadOf } from '../support/letters.ts';
import { type Acknowledged, auditLog, settledLog } from '../support/log-audit.ts';
import { OpenimClient } from '../support/openim-client.ts';
import { until } from '../support/promises.ts';
import { runMain, ServerProcess, temporaryFolder } from '../support/server-process.ts';

/** `.ci/run` asks for more. */
const LOOPS = Number(process.env.KILL9_LOOPS ?? 4);
const VIEWERS = 4;
const GRANT_GOLD = 1_000_000;
/** The server is killed this long after the first gifts and messages of a round were acknowledged, at a random moment. */
const LOAD_MS = { least: 0, most: 400 };

/** Sends gifts, texts and messages, one after the other, until the server is gone. */
async function load(writer: LetterWriter, live: { liveId: number; giftId: number }, sent: Acknowledged, round: number) {
  const viewer = writer.client;
  const { liveId } = live;
  try {
    await writer.repeat();
    for (let n = 0; ; n++) {
      const name = `${viewer.name}-${round}-${n}`;
      if (n % 4 === 0) {
        const answer = await viewer.call('/api/live/buy-gift', { ...live, amount: 1, gift_uuid: name });
        if (answer.errorcode === 0) sent.gifts.add(name);
      } else if (n % 4 === 2) {
        const answer = await viewer.call('/api/msg/send-msg', { liveId, roomId: liveId, text: name });
        if (answer.errorcode === 0) sent.texts.add(name);
      } else await writer.write(n % 4 === 1 ? 'partner' : 'group');
    }
  } catch {
    return; // the connection is gone with the server
  }
}

/** Puts the host and the viewers into a group, as a server of the app does: heihei itself has no call for it. */
async function groupOf(host: Client, viewers: readonly Client[]): Promise<number> {
  const app = DEV_APPS.find(({ dialect, tenant }) => dialect === 'openim' && tenant === 'heihei')!;
  const openim = new OpenimClient(host.baseUrl, app);
  const memberList = [host, ...viewers].map(({ userId }) => ({
    uid: String(userId),
    setRole: userId === host.userId ? 1 : 0,
  }));
  const answer = await openim.call('/group/create_group', await openim.managerToken(), {
    memberList,
    groupName: 'group',
  });
  if (!answer.data) throw new Error(`no group: ${answer.text}`);
  return Number((answer.data as { groupID: string }).groupID);
}

/** Has each person's last message sent again, then compares what all of them read, list and are told is unread. */
async function checkLetters(writers: readonly LetterWriter[], host: Client): Promise<void> {
  for (const writer of writers) await writer.repeat();
  for (const { client } of writers) await client.connect();
  await writers[0]!.writeUntilShown('group');
  for (const writer of writers) await writer.writeUntilShown('partner');
  const letters = await auditLetters(writers, [host]);
  const written = writers.reduce((sum, { acknowledged }) => sum + acknowledged.size, 0);
  console.log(`KILL9 messages acked=${written} lost=${letters.lost.length} twice=${letters.twice.length}`);
  expect(letters).to.deep.equal({ lost: [], twice: [], answeredAnew: [], disordered: [], miscounted: [] });
  for (const { client } of writers) {
    const unread = await unreadOf(client);
    const isCount = (message: Message) => message.action === 'message-unread-count' && message.count === unread;
    await client.waitFor(`that ${unread} messages are unread`, isCount);
    client.close();
  }
}

describe('kill -9 under load', () => {
  let server: ServerProcess | null = null;
  afterEach(() => server?.end('SIGKILL'));

  it('loses nothing that was acknowledged and doubles nothing', async function () {
    this.timeout(0);
    const dataDir = temporaryFolder('kill9');
    server = await ServerProcess.start({ DATA_DIR: dataDir });
    const host = await new Client(server.url, 'host').signIn('13900000000', { displayName: 'host' });
    const created = await host.must('/api/live/create-live', { title: 'kill -9' });
    const { liveId } = created.live as { liveId: number };
    await host.must('/api/live/start-live', { liveId });
    const viewers: Client[] = [];
    for (let n = 0; n < VIEWERS; n++) {
      const viewer = await new Client(server.url, `v${n}`).signIn(`1390000000${n + 1}`, { displayName: `viewer${n}` });
      await viewer.dev('POST', `/dev/wallets/${viewer.userId}/grant`, { gold: GRANT_GOLD });
      await viewer.must('/api/live/join-live', { liveId });
      viewers.push(viewer);
    }
    const gifts = (await host.must('/api/live/gift-info')).gifts as { id: number; gold: number }[];
    const giftId = gifts.find((gift) => gift.gold === 1)!.id;
    const groupId = await groupOf(host, viewers);
    // Two and two write to each other.
    const writers = viewers.map((viewer, n) => new LetterWriter(viewer, viewers[n ^ 1]!, groupId));
    const answers = () => writers.reduce((sum, writer) => sum + writer.answers, 0);

    const sent: Acknowledged = { gifts: new Set(), texts: new Set() };
    const recoveries: number[] = [];
    for (let round = 0; round < LOOPS; round++) {
      // After a slow start on a busy machine nobody is to be taken for absent.
      await host.must('/api/live/heart-beat', { liveId, isCreator: 1 });
      for (const viewer of viewers) await viewer.must('/api/live/heart-beat', { liveId, isCreator: 0 });
      const giftsBefore = sent.gifts.size;
      const answersBefore = answers();
      const loads = writers.map((writer) => load(writer, { liveId, giftId }, sent, round));
      await until(() => sent.gifts.size >= giftsBefore + VIEWERS && answers() >= answersBefore + 2 * VIEWERS);
      await new Promise((resolve) =>
        setTimeout(resolve, LOAD_MS.least + Math.random() * (LOAD_MS.most - LOAD_MS.least)),
      );
      await server.end('SIGKILL');
      await Promise.all(loads);
      const startedAt = performance.now();
      server = await ServerProcess.start({ DATA_DIR: dataDir });
      recoveries.push(performance.now() - startedAt);
      for (const client of [host, ...viewers]) client.baseUrl = client.socketUrl = server.url;
    }

    // A client whose answer was lost sends the same gift again: it counts once.
    for (const name of [...sent.gifts].slice(-VIEWERS)) {
      const viewer = viewers.find((candidate) => name.startsWith(`${candidate.name}-`))!;
      await viewer.must('/api/live/buy-gift', { liveId, giftId, amount: 1, gift_uuid: name });
    }
    const audit = auditLog(await settledLog(host, sent), sent);
    recoveries.sort((a, b) => a - b);
    const p99 = Math.round(recoveries[Math.ceil(recoveries.length * 0.99) - 1]!);
    const acked = sent.gifts.size + sent.texts.size;
    console.log(
      `KILL9 loops=${LOOPS} acked=${acked} acked_lost=${audit.lost.length} gifts_twice=${audit.twice.length} recover_p99_ms=${p99}`,
    );
    expect(audit).to.deep.equal({ lost: [], twice: [], unfinished: [] });
    expect(sent.gifts.size, 'gifts acknowledged').to.be.greaterThan(LOOPS);

    await checkLetters(writers, host);

    expect(await server.end('SIGTERM')).to.equal(0);
    const verified = await runMain(['verify'], { DATA_DIR: dataDir });
    expect(verified, verified.stdout + verified.stderr).to.include({ code: 0 });
    rmSync(dataDir, { recursive: true });
  });
});
