import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { io } from 'socket.io-client';
import { MAX_EVENTS_PER_APPEND, type NewEvent } from '../../event-store/event-store.ts';
import { openEmbeddedLog } from '../support/embedded-log.ts';
import { freePort } from '../support/free-port.ts';
import { until } from '../support/promises.ts';
import { ServerProcess, temporaryFolder } from '../support/server-process.ts';

/** Enough that the views take more than a moment to build, on any machine. */
const EVENTS = 60_000;

async function growLog(dir: string): Promise<void> {
  const log = await openEmbeddedLog(dir);
  const follow = (userId: number): NewEvent => {
    const hex = createHash('sha1').update(String(userId)).digest('hex');
    const id = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
    const meta = { appId: 'heihei', actor: userId, at: 1_700_000_000_000, commandId: id };
    return { id, type: 'UserFollowed', data: { userId, targetId: 1 }, meta };
  };
  for (let from = 0; from < EVENTS; from += MAX_EVENTS_PER_APPEND) {
    const events = Array.from({ length: MAX_EVENTS_PER_APPEND }, (_, n) => follow(from + n + 2));
    await log.append(`relations-heihei.${from}`, events, { expected: 'none' });
  }
  await log.close();
}

describe('a start that has to catch up with a long log', () => {
  let folder: string;
  let starting: Promise<ServerProcess> | null = null;
  beforeEach(() => {
    folder = temporaryFolder('catching-up');
  });
  afterEach(async () => {
    const server = await starting?.catch(() => null);
    await server?.end('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  it('listens first: alive, not ready with its progress, 503 with a time to come back; then it serves', async () => {
    const dir = join(folder, 'data');
    await growLog(dir);
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    starting = ServerProcess.start({ DATA_DIR: dir, PORT: String(port) });
    let isStarted = false;
    starting.then(
      () => {
        isStarted = true;
      },
      () => {},
    );
    const seen = { healthz: new Set<number>(), readyz: new Set<number>(), endpoint: new Set<number>() };
    let reasons = '';
    let retryAfter: string | null = null;
    let envelope: { errorcode?: number } = {};
    let turnedAway: Error | null = null;
    await until(async () => {
      if (isStarted) return true;
      try {
        seen.healthz.add((await fetch(`${url}/healthz`)).status);
        const ready = await fetch(`${url}/readyz`);
        seen.readyz.add(ready.status);
        if (ready.status === 503) reasons = ((await ready.json()) as { reasons: string[] }).reasons.join();
        const asked = await fetch(`${url}/api/user/info?token=x`);
        seen.endpoint.add(asked.status);
        if (asked.status !== 503) return isStarted;
        retryAfter = asked.headers.get('retry-after');
        envelope = (await asked.json()) as { errorcode: number };
        if (turnedAway) return isStarted;
        const socket = io(url, { auth: { token: 'x' }, transports: ['websocket'], reconnection: false });
        turnedAway = await new Promise((resolve) => socket.once('connect_error', resolve));
        socket.close();
      } catch {
        // It does not listen yet.
      }
      return isStarted;
    });
    const server = await starting;
    expect([...seen.healthz]).to.deep.equal([200]);
    expect([...seen.readyz]).to.include(503);
    expect(reasons).to.match(/the read models are (building|following): position \d+ of \d+ \(\d+ %\)/);
    expect([...seen.endpoint]).to.include(503);
    expect(retryAfter).not.to.equal(null);
    expect(envelope.errorcode).to.equal(503);
    expect(turnedAway).not.to.equal(null);
    expect((await fetch(`${url}/readyz`)).status).to.equal(200);
    expect((await (await fetch(`${url}/api/user/info?token=x`)).json()) as object).to.include({ errorcode: 720 });
    expect(await server.end('SIGTERM')).to.equal(0);
  });
});
