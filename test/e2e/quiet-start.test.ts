import { rmSync } from 'node:fs';
import { expect } from 'chai';
import { Client } from '../support/client.ts';
import { ServerProcess, temporaryFolder } from '../support/server-process.ts';

/** On each supported Node.js (.ci/run): its warnings differ. */
describe(`the server on Node.js ${process.versions.node}`, () => {
  it('starts, answers and stops without a warning', async () => {
    const dataDir = temporaryFolder('quiet');
    const server = await ServerProcess.start({ DATA_DIR: dataDir });
    expect((await fetch(`${server.url}/readyz`)).status).to.equal(200);
    const client = await new Client(server.url, 'somebody').signIn('13900000001', { displayName: '某人' });
    await client.connect();
    client.close();
    expect(await server.end('SIGTERM')).to.equal(0);
    expect(server.text).to.not.match(/warning|\(node:\d+\)/i);
    rmSync(dataDir, { recursive: true });
  });
});
