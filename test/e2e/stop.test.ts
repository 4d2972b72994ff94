import { rmSync } from 'node:fs';
import { Agent, type IncomingMessage, request } from 'node:http';
import { json } from 'node:stream/consumers';
import { expect } from 'chai';
import { type Answer, Client } from '../support/client.ts';
import { type Acknowledged, auditLog, settledLog } from '../support/log-audit.ts';
import { runMain, ServerProcess, temporaryFolder } from '../support/server-process.ts';

const CLIENTS = 16;
/** Requests answered before the signal comes. */
const WARM_UP = 200;

describe('a stop under load', () => {
  it('answers what it took, closes the rest cleanly, and loses nothing that it acknowledged', async () => {
    const dataDir = temporaryFolder('stop');
    let server = await ServerProcess.start({ DATA_DIR: dataDir });
    const host = await new Client(server.url, 'host').signIn('13700000000', { displayName: 'host' });
    const viewer = await new Client(server.url, 'viewer').signIn('13700000001', { displayName: 'viewer' });
    await viewer.dev('POST', `/dev/wallets/${viewer.userId}/grant`, { gold: 1_000_000 });
    const { liveId } = (await host.must('/api/live/create-live', { title: '停' })).live as { liveId: number };
    await host.must('/api/live/start-live', { liveId });
    await viewer.must('/api/live/join-live', { liveId });
    await viewer.connect();

    const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS });
    const sent: Acknowledged = { gifts: new Set(), texts: new Set() };
    const unclean: string[] = [];
    let answered = 0;
    let serial = 0;
    let warm: () => void;
    const warmedUp = new Promise<void>((resolve) => {
      warm = resolve;
    });

    /** One purchase over a connection that is kept; false when the server takes no more. */
    async function buy(): Promise<boolean> {
      const name = `stop-${serial++}`;
      const body = new URLSearchParams({ token: viewer.token, liveId: String(liveId), giftId: '101', gift_uuid: name });
      const outgoing = request(`${server.url}/api/live/buy-gift`, { method: 'POST', agent });
      outgoing.setHeader('Content-Type', 'application/x-www-form-urlencoded');
      outgoing.end(body.toString());
      let incoming: IncomingMessage;
      try {
        incoming = await new Promise((resolve, reject) => outgoing.on('response', resolve).on('error', reject));
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        // Nobody listens any more; or a kept connection was closed before this request was read.
        if (code !== 'ECONNREFUSED' && !outgoing.reusedSocket) unclean.push(`${name}: ${code}`);
        return false;
      }
      const answer = (await json(incoming).catch((error) => ({ errormsg: String(error) }))) as Answer;
      if (answer.errorcode === 0) sent.gifts.add(name);
      else unclean.push(`${name}: ${incoming.statusCode} ${answer.errormsg}`);
      if (++answered === WARM_UP) warm();
      return true;
    }
    const clients = Array.from({ length: CLIENTS }, async () => {
      while (await buy());
    });
    await warmedUp;
    expect(await server.end('SIGTERM')).to.equal(0);
    await Promise.all(clients);
    agent.destroy();
    expect(unclean).to.deep.equal([]);
    expect(server.text).to.match(/Stopped/);
    await viewer.until('the socket was not closed', () => viewer.disconnectReason !== '');

    server = await ServerProcess.start({ DATA_DIR: dataDir });
    host.baseUrl = server.url;
    expect(auditLog(await settledLog(host, sent), sent)).to.deep.equal({ lost: [], twice: [], unfinished: [] });
    expect(await server.end('SIGTERM')).to.equal(0);
    const verified = await runMain(['verify'], { DATA_DIR: dataDir });
    expect(verified, verified.stdout + verified.stderr).to.include({ code: 0 });
    rmSync(dataDir, { recursive: true });
  });
});
