import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { expect } from 'chai';
import { Client, TEST_DEV_KEY } from '../support/client.ts';
import { OddServers } from '../support/odd-servers.ts';
import { until } from '../support/promises.ts';
import { RawTcp } from '../support/raw-client.ts';
import { ROOT, runs } from '../support/script.ts';
import { ServerProcess, temporaryFolder } from '../support/server-process.ts';

describe('the process, its signals and its output', () => {
  const odd = new OddServers();
  let folder: string;
  beforeEach(() => {
    folder = temporaryFolder('signals');
  });
  afterEach(async () => {
    await odd.close();
    rmSync(folder, { recursive: true, force: true });
  });

  function start(env: Record<string, string>, output: 'ignore' | number = 'ignore') {
    return spawn(process.execPath, runs('main.ts'), {
      cwd: ROOT,
      env: { PATH: process.env.PATH, DATA_DIR: folder, DEV_MODE: '1', DEV_KEY: TEST_DEV_KEY, ...env },
      stdio: ['ignore', output, output],
    });
  }

  it('two signals, as Ctrl-C under npm sends them, are one wish: the stop comes to its end', async () => {
    const server = await ServerProcess.start({ DATA_DIR: folder });
    const deaf = new RawTcp(Number(new URL(server.url).port)).upgrade();
    try {
      await until(() => deaf.received.includes('0{"sid"'));
      deaf.deafen();
      process.kill(server.pid, 'SIGINT');
      await until(() => server.text.includes('SIGINT: finishing'));
      process.kill(server.pid, 'SIGINT');
      expect(await server.end('SIGTERM')).to.equal(0);
      expect(server.text).to.match(/Stopped\./);
    } finally {
      deaf.tcp.destroy();
      await server.end('SIGKILL');
    }
  });

  it('a signal while it starts ends it, whatever the start is waiting for', async () => {
    let asked = false;
    const silent = createServer(() => {
      asked = true;
    }).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as { port: number };
    const child = start({
      EVENTSTORE_URL: `esdb://127.0.0.1:${port}?tls=false`,
      MONGODB_URL: `mongodb://127.0.0.1:${port}/salon`,
      REDIS_URL: `redis://127.0.0.1:${port}`,
    });
    try {
      await until(() => asked || child.exitCode !== null);
      const closed = once(child, 'close');
      child.kill('SIGTERM');
      expect(await closed).to.deep.equal([0, null]);
    } finally {
      child.kill('SIGKILL');
      silent.close();
    }
  });

  it('goes on when nothing can be written to its output, as on a full disk', async () => {
    const port = await odd.nobody();
    const url = `http://127.0.0.1:${port}`;
    const child = start({ PORT: String(port), LOG_LEVEL: 'info', PROT: 'misspelt' }, openSync('/dev/full', 'w'));
    try {
      const isReady = () =>
        fetch(`${url}/readyz`).then(
          ({ ok }) => ok,
          () => false,
        );
      await until(async () => child.exitCode !== null || (await isReady()));
      expect(child.exitCode, 'ended at its start').to.equal(null);
      // A sign-in in dev mode writes a log line.
      await new Client(url, 'somebody').signIn('13700000001', { displayName: 'somebody' });
      const closed = once(child, 'close');
      child.kill('SIGTERM');
      expect(await closed).to.deep.equal([0, null]);
    } finally {
      child.kill('SIGKILL');
    }
  });
});
