import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { FakeProcess as EventStoreDbFake } from '../fakes/eventstoredb/fake-process.ts';
import { MongoFakeProcess } from '../fakes/mongodb/fake.ts';
import { OddServers } from '../support/odd-servers.ts';
import { runMain, temporaryFolder } from '../support/server-process.ts';

describe('start-up with engines and roles', () => {
  const odd = new OddServers();
  let folder: string;
  let eventStore: EventStoreDbFake;
  let mongo: MongoFakeProcess;
  before(async () => {
    folder = temporaryFolder('start-up-engines');
    [eventStore, mongo] = await Promise.all([EventStoreDbFake.start(), MongoFakeProcess.start()]);
  });
  after(async () => {
    await Promise.all([eventStore.dispose(), mongo.kill(), odd.close()]);
    rmSync(folder, { recursive: true, force: true });
  });

  /** It ended with one sentence for the operator, without a stack and without a password. */
  async function expectSentence(args: string[], env: Record<string, string>, says: RegExp): Promise<void> {
    const { code, stdout, stderr } = await runMain(args, { DATA_DIR: join(folder, 'unused'), PORT: '0', ...env });
    // A command line that makes no sense is told from settings that do.
    expect(code, stderr).to.equal(args.length === 1 && args[0]!.startsWith('--roles') ? 2 : 1);
    expect(stderr.trim(), stderr).to.match(says);
    expect(stderr.trim().split('\n'), stderr).to.have.length(1);
    expect(stdout + stderr).not.to.include('hunter2');
  }

  it('refuses an engine that it cannot use, in one sentence that holds no password', async () => {
    const closed = await odd.nobody();
    const engines = {
      EVENTSTORE_URL: eventStore.url,
      MONGODB_URL: mongo.url,
      REDIS_URL: `redis://:hunter2@127.0.0.1:${closed}`,
    };
    const address = `127.0.0.1:${closed}`;
    await expectSentence(
      ['--roles', 'api'],
      { ...engines, EVENTSTORE_URL: `esdb://admin:hunter2@${address}?tls=false` },
      /^EventStoreDB at .* cannot be reached \(connect ECONNREFUSED [\d.:]+\): start it/,
    );
    await expectSentence(
      [],
      { ...engines, EVENTSTORE_URL: `esdb://admin:hunter2@${address}?tsl=false` },
      /^EVENTSTORE_URL has the option tsl/,
    );
    await expectSentence(
      ['verify'],
      { ...engines, MONGODB_URL: `mongodb://root:hunter2@${mongo.address}/?replicaSet=rs0` },
      /^MongoDB at .* refuses this user/,
    );
    await expectSentence(['--roles', 'workers'], engines, /^Redis cannot be reached at REDIS_URL/);
  });

  it('refuses roles that there are not, none at all, and some alone on stores in files', async () => {
    for (const roles of [['--roles', 'api,cook'], ['--roles'], ['--roles='], ['--roles', 'api,']]) {
      const engines = { EVENTSTORE_URL: eventStore.url, MONGODB_URL: mongo.url, REDIS_URL: 'redis://127.0.0.1:1' };
      await expectSentence(roles, engines, /^--roles takes api, realtime, projections, workers/);
    }
    await expectSentence(['--roles', 'api'], {}, /^A process with some roles alone needs the engines that they share/);
  });
});
