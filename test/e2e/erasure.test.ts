import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { pino } from 'pino';
import { readConfig } from '../../config.ts';
import { devicesDecider } from '../../domain/devices/decider.ts';
import { devicesStream, userStream } from '../../domain/streams.ts';
import { userDecider } from '../../domain/user/decider.ts';
import { backUpLog } from '../../event-store/embedded/backup.ts';
import { LOG_FILE } from '../../event-store/embedded/log-file.ts';
import { StoreOpenError } from '../../event-store/store-open-error.ts';
import { EmbeddedReadModelStore } from '../../projections/embedded/store.ts';
import { rebuildViews } from '../../projections/rebuild.ts';
import { verifyLedger, verifyReadModels, verifyStreams } from '../../projections/verify.ts';
import { allViews } from '../../projections/views/all.ts';
import { runCommandLine } from '../../server/cli/run.ts';
import { openEngines } from '../../server/engines.ts';
import { type Salon, startSalon } from '../../server/salon.ts';
import { Client, TEST_DEV_KEY } from '../support/client.ts';
import { rejection, until } from '../support/promises.ts';
import { temporaryFolder } from '../support/server-process.ts';

const APP = 'heihei';
const PHONE = '13712345678';
const logger = pino({ level: 'silent' });
/** Everything that the person says of themselves, or says at all. */
const SAID = {
  phone: PHONE,
  name: '柳暗花明',
  address: '又一村胡同七号',
  description: '山重水复疑无路',
  title: '今夜听雨的直播',
  text: '窗外芭蕉窗里人',
  bullet: '分明叶上心头滴',
  letter: '纸短情长勿念',
  device: 'uuid-of-a-phone-7a1f',
  pushToken: 'getui-token-0f1e2d3c4b5a',
};

describe('erasing a person', () => {
  const dataDir = temporaryFolder('erasure');
  const backup = join(dataDir, '..', `${dataDir.split('/').pop()}-backup.db`);
  const configOf = (DATA_DIR: string) =>
    readConfig({ DATA_DIR, PORT: '0', DEV_MODE: '1', DEV_KEY: TEST_DEV_KEY, RATE_LIMITS: 'off' });
  const config = configOf(dataDir);
  let salon: Salon;
  let erased: { userId: number; liveId: number };
  let other: Client;

  async function start() {
    salon = await startSalon(config, logger);
    await salon.ready;
  }
  after(async () => {
    await salon.stop();
    rmSync(dataDir, { recursive: true });
    rmSync(backup, { force: true });
  });

  const pushesTo = async (userId: number) =>
    (await new Client(salon.url, 'operator').dev('GET', `/dev/pushes?userId=${userId}`)).pushes as unknown[];

  /** What of `SAID` stands in the files of a folder, by file. */
  function foundIn(folder: string): string[] {
    return readdirSync(folder, { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .flatMap((file) => foundInFile(file).map((what) => `${what} in ${file}`));
  }

  function foundInFile(file: string): string[] {
    const bytes = readFileSync(file);
    return Object.entries(SAID).flatMap(([what, text]) => (bytes.includes(text) ? [what] : []));
  }

  /** The documents of every view. */
  async function documents(): Promise<string> {
    const store = await EmbeddedReadModelStore.openSnapshot({ dir: dataDir });
    try {
      const all: unknown[] = [];
      for (const { name } of allViews) {
        const table = (await store.current(name))!;
        for (let after = ''; ; ) {
          const page = await store.scan(table, after);
          if (page.length === 0) break;
          all.push(name, ...page.map(({ id, body }) => [id, body]));
          after = page[page.length - 1]!.id;
        }
      }
      return JSON.stringify(all);
    } finally {
      await store.close();
    }
  }

  it('begins with somebody who says much, and a backup of the log', async () => {
    await start();
    const { address, description, name, title, text, bullet, letter, device, pushToken } = SAID;
    const me = await new Client(salon.url, name).signIn(PHONE, { displayName: name });
    await me.must('/api/user/update', {
      displayName: name,
      gender: 'Male',
      birthDay: '1990-01-02',
      address,
      description,
    });
    other = await new Client(salon.url, '旁人').signIn('13787654321', { displayName: '旁人' });
    await other.must('/api/user/follow', { userId: me.userId });
    await me.dev('POST', `/dev/wallets/${me.userId}/grant`, { gold: 500 });
    const { liveId } = (await me.must('/api/live/create-live', { title })).live as { liveId: number };
    await me.must('/api/live/start-live', { liveId });
    await other.must('/api/live/join-live', { liveId });
    await me.must('/api/msg/send-msg', { liveId, roomId: liveId, text });
    const room = (await other.must('/api/live/create-live', { title: '别人的' })).live as { liveId: number };
    await other.must('/api/live/start-live', { liveId: room.liveId });
    await me.must('/api/live/join-live', { liveId: room.liveId });
    await me.must('/api/live/buy-bullet', { liveId: room.liveId, message: bullet });
    await me.must('/api/live/buy-gift', { liveId: room.liveId, giftId: 101, amount: 1 });
    await me.must('/api/msg/send-im', { toUserId: other.userId, msgType: 'text', text: letter });
    const phone = { uuid: device, apnsType: 'getui', apnsToken: pushToken, deveiceType: 'android' };
    await me.must('/api/user/push-device-info', phone);
    // Nobody has a socket open, so it rings.
    await other.must('/api/live/invite-user', { liveId: room.liveId, userId: me.userId });
    await until(async () => (await pushesTo(me.userId)).length === 1, 'the notification');
    erased = { userId: me.userId, liveId };
    await salon.stop();
    const engines = await openEngines(config, logger);
    await backUpLog(dataDir, backup);
    await engines.stop();
    expect(foundInFile(backup), 'sealed in the backup').to.deep.equal([]);
    await start();
    other.baseUrl = salon.url;
    const found = foundIn(dataDir).map((what) => what.replace(/ in .*-wal$| in .*\.db$/, ''));
    expect([...new Set(found)], 'readable before, for searches alone').to.deep.equal(['name']);
  });

  it('leaves nothing of them in the whole data directory, while the server runs and after it', async () => {
    const { userId } = erased;
    const operator = new Client(salon.url, 'operator');
    await operator.dev('POST', `/dev/users/${userId}/erase`, { reason: 'request' });
    const isCompleted = async () =>
      (await salon.core.commands.load(userDecider, userStream(APP, userId))).state.erasureCompleted;
    await until(isCompleted, 'the erasure');
    const devices = devicesStream(APP, userId);
    const phones = async () => (await salon.core.commands.load(devicesDecider, devices)).state.devices.size;
    await until(async () => (await phones()) === 0, 'a phone less');
    expect(foundIn(dataDir), 'while it runs').to.deep.equal([]);
  });

  it('shows 已注销用户 to others, and gives the phone to whoever comes next', async () => {
    const { userId, liveId } = erased;
    expect((await other.call('/api/user/info', { uid: userId })).errorcode).to.equal(710);
    for (const path of ['/api/live/share-live', '/api/live/get-live', '/api/live/list-live-by-recommend']) {
      const shown = JSON.stringify(await other.must(path, { liveId, type: 1 }));
      expect(shown, path).to.contain('已注销用户');
      for (const text of Object.values(SAID)) expect(shown, path).not.to.contain(text);
    }
    const following = await other.must('/api/user/list-following', { userId: other.userId, offset: 0, limit: 20 });
    expect(following).to.deep.include({ totalSize: 0, result: [] });
    const history = JSON.stringify(await other.must('/api/msg/im-history', { userId }));
    expect(history).to.contain(String(userId));
    for (const text of Object.values(SAID)) expect(history).not.to.contain(text);
    await other.dev('POST', '/dev/clock', { advanceMs: 60_000 });
    const next = await new Client(salon.url, '新来的').signIn(PHONE, { displayName: '新来的' });
    expect(next.userId).not.to.equal(userId);
    // The same telephone, in the hands of somebody else.
    const phone = { uuid: SAID.device, apnsType: 'getui', apnsToken: SAID.pushToken, deveiceType: 'android' };
    await next.must('/api/user/push-device-info', phone);
    await other.must('/api/user/follow', { userId: next.userId });
    await other.must('/api/msg/send-im', { toUserId: next.userId, msgType: 'text', text: '你好' });
    await until(async () => (await pushesTo(next.userId)).length === 1, 'the notification');
    expect(await pushesTo(userId)).to.deep.equal([]);
  });

  it('keeps the ledger, every stream and every view whole, and a rebuild makes the same bytes', async () => {
    await salon.stop();
    expect(foundIn(dataDir), 'after the stop').to.deep.equal([]);
    const engines = await openEngines(config, logger);
    const before = await documents();
    const models = await verifyReadModels(engines.sealed.viewLog, engines.store, allViews);
    const ledger = await verifyLedger(engines.log);
    const streams = await verifyStreams(engines.log);
    await rebuildViews(engines.store, engines.sealed.viewLog, [...allViews]);
    const rebuilt = await documents();
    await engines.stop();
    expect(models.differences).to.deep.equal([]);
    expect(ledger.violations).to.deep.equal([]);
    expect(streams.violations).to.deep.equal([]);
    expect(rebuilt).to.equal(before);
    expect(foundIn(dataDir), 'after the rebuild').to.deep.equal([]);
    const bytes = Buffer.byteLength(before);
    console.log(
      `ERASE left=0/${Object.keys(SAID).length} ledger=whole streams=${streams.streams} rebuild=equal (${bytes} bytes)`,
    );
  });

  it('leaves backups that say nothing: without keys they do not open, with today’s keys they are forgotten there, too', async () => {
    const folder = temporaryFolder('restored');
    mkdirSync(folder, { recursive: true });
    copyFileSync(backup, join(folder, LOG_FILE));
    const failed = await rejection(openEngines(configOf(folder), logger));
    expect(failed).to.be.instanceOf(StoreOpenError);
    copyFileSync(join(dataDir, 'people.keys'), join(folder, 'people.keys'));
    const engines = await openEngines(configOf(folder), logger);
    let text = '';
    for (let after = 0; ; ) {
      const page = await engines.log.readAll({ after });
      if (page.length === 0) break;
      text += JSON.stringify(page);
      after = page[page.length - 1]!.position;
    }
    await engines.stop();
    rmSync(folder, { recursive: true });
    expect(text).to.contain('旁人');
    expect(Object.values(SAID).filter((said) => text.includes(said))).to.deep.equal([]);
    await start();
  });

  it('is done by the command line as well, with all that follows', async () => {
    await salon.stop();
    const env = { DATA_DIR: dataDir, DEV_MODE: '1', LOG_LEVEL: 'silent' };
    const printed: string[] = [];
    const { log } = console;
    console.log = (line: string) => void printed.push(line);
    try {
      for (let time = 1; time <= 2; time++)
        expect(await runCommandLine(['people', 'erase', APP, String(other.userId), 'underage'], env)).to.equal(0);
    } finally {
      console.log = log;
    }
    expect(printed).to.have.length(2);
    expect(printed[1]).to.match(/^Erased \d+ of heihei/);
    await start();
    const { state } = await salon.core.commands.load(userDecider, userStream(APP, other.userId));
    expect(state).to.include({ erased: true, erasureCompleted: true });
    const events = await salon.core.log.read(userStream(APP, other.userId), {});
    expect(events.filter(({ type }) => type === 'ErasureCompleted')).to.have.length(1);
  });
});
