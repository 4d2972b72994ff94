import { mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { Client } from '../support/client.ts';
import { until } from '../support/promises.ts';
import { runMain, ServerProcess, temporaryFolder } from '../support/server-process.ts';

const NAMES = ['守口如瓶', '三人成虎'];
const PHONES = ['13412345678', '13412345679'];
const SAID = {
  title: '悄悄话一场',
  text: '只有房间里听得到',
  bullet: '弹幕里的秘密',
  description: '一九九五年生',
  address: '外滩十八号',
  phoneToken: 'cid-3c34858b82918f7e38b0f3f1f71677dd',
  phoneUuid: '8f14e45f-ceea-467f-a9b1-7e2d3c4b5a69',
};
const TEXTS = Object.values(SAID);

/** What the files of a folder hold that tells who somebody is or what they said. */
function tellingIn(folder: string, leaveOut: RegExp, words: readonly string[]): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !leaveOut.test(entry.name))
    .flatMap(({ name, parentPath }) => {
      const bytes = readFileSync(join(parentPath, name));
      return words.filter((word) => bytes.includes(word)).map((word) => `${name}: ${word}`);
    });
}

describe('what Salon keeps of people (docs/guarantees.md)', () => {
  let folder: string;
  let dataDir: string;
  before(() => {
    folder = temporaryFolder('sealed');
    dataDir = join(folder, 'data');
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  /** An evening of two people, with all that they can say. */
  async function evening(server: ServerProcess): Promise<Client[]> {
    const [host, guest] = (await Promise.all(
      PHONES.map((phone, at) => new Client(server.url, phone).signIn(phone, { displayName: NAMES[at]! })),
    )) as [Client, Client];
    const { title, text, bullet, description, address, phoneToken: apnsToken, phoneUuid: uuid } = SAID;
    await host.must('/api/user/update', {
      displayName: NAMES[0]!,
      description,
      address,
      birthDay: '1995-03-13',
      gender: 'Female',
    });
    const { liveId } = (await host.must('/api/live/create-live', { title })).live as { liveId: number };
    await host.must('/api/live/start-live', { liveId });
    await guest.must('/api/live/join-live', { liveId });
    await guest.dev('POST', `/dev/wallets/${guest.userId}/grant`, { gold: 500 });
    await guest.must('/api/msg/send-msg', { liveId, roomId: liveId, text });
    await guest.must('/api/live/buy-bullet', { liveId, message: bullet });
    await guest.must('/api/live/buy-gift', { liveId, giftId: 101, amount: 1 });
    // The guest has no socket open: their phone is notified.
    await guest.must('/api/user/push-device-info', { uuid, apnsType: 'getui', apnsToken, deveiceType: 'android' });
    await host.must('/api/live/invite-user', { liveId, userId: guest.userId });
    let pushes: unknown[] = [];
    await until(async () => {
      ({ pushes } = (await guest.dev('GET', `/dev/pushes?userId=${guest.userId}`)) as { pushes: unknown[] });
      return pushes.length > 0;
    });
    expect(JSON.stringify(pushes)).to.include(apnsToken);
    const info = await guest.must('/api/user/info', { uid: host.userId });
    expect(JSON.stringify(info)).to.include(NAMES[0]).and.to.include(description);
    return [host, guest];
  }

  it('can be read through the API alone, and of an erased person not at all', async () => {
    const server = await ServerProcess.start({ DATA_DIR: dataDir });
    const [host, guest] = (await evening(server)) as [Client, Client];
    const everything = [...NAMES, ...PHONES, ...TEXTS];
    expect(tellingIn(dataDir, /^(people\.keys|read-models\.db)/, everything)).to.deep.equal([]);
    // The search by name needs names; all else is sealed there, too.
    expect(tellingIn(dataDir, /^people\.keys/, [...PHONES, ...TEXTS])).to.deep.equal([]);

    await host.dev('POST', `/dev/users/${guest.userId}/erase`, { reason: 'request' });
    // Of the guest's own files nothing is left while the server runs, once their erasure is carried out.
    await until(() => tellingIn(dataDir, /^people\.keys/, [NAMES[1]!]).length === 0);
    const shown = JSON.stringify(await host.call('/api/user/info', { uid: guest.userId }));
    expect(shown).not.to.include(NAMES[1]);
    expect(await server.end('SIGTERM')).to.equal(0);
    const backup = join(folder, 'salon.db');
    const keys = join(folder, 'elsewhere', 'people.keys');
    mkdirSync(join(folder, 'elsewhere'));
    expect((await runMain(['backup', backup, keys], { DATA_DIR: dataDir })).code).to.equal(0);
    expect(statSync(keys).mode & 0o77).to.equal(0);
    expect(tellingIn(folder, /^(people\.keys|read-models\.db)/, everything)).to.deep.equal([]);
    const verified = await runMain(['verify'], { DATA_DIR: dataDir });
    expect(verified.code, verified.stdout).to.equal(0);
    expect((await runMain(['rebuild'], { DATA_DIR: dataDir })).code).to.equal(0);
    expect(tellingIn(folder, /^people\.keys/, [NAMES[1]!, PHONES[1]!])).to.deep.equal([]);
  });
});
