import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { TEST_DEV_KEY } from '../support/client.ts';
import { ROOT } from '../support/script.ts';
import { ServerProcess, temporaryFolder } from '../support/server-process.ts';

const FOLDER = join(ROOT, 'examples');
/** What the examples share, which is none. */
const SHARED = ['dev-apps.mjs'];
/** It is called by Salon: test/unit/workers/webhooks.test.ts runs it. */
const RECEIVER = 'webhook-receiver.mjs';
const EXAMPLES = readdirSync(FOLDER).filter((name) => name.endsWith('.mjs') && ![...SHARED, RECEIVER].includes(name));

describe('the examples', () => {
  let server: ServerProcess;
  const folder = temporaryFolder('examples');
  before(async () => {
    server = await ServerProcess.start({ DATA_DIR: folder });
  });
  after(async () => {
    expect(await server.end('SIGTERM')).to.equal(0);
    rmSync(folder, { recursive: true });
  });

  it('are one a dialect', () => {
    expect(EXAMPLES).to.include.members(['heihei.mjs', 'lanying.mjs', 'linkv-im.mjs', 'linkv-live.mjs', 'openim.mjs']);
  });

  for (const name of EXAMPLES) {
    it(`${name} shows its first five minutes, as written`, async () => {
      const child = spawn(process.execPath, [join(FOLDER, name), server.url], {
        env: { ...process.env, DEV_KEY: TEST_DEV_KEY },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let said = '';
      for (const output of [child.stdout, child.stderr])
        output.on('data', (chunk) => {
          said += chunk;
        });
      const [code] = (await once(child, 'close')) as [number | null];
      expect(code, said).to.equal(0);
      expect(said.trimEnd().split('\n').at(-1)).to.equal('done');
    });
  }
});
