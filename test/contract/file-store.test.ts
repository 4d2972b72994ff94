import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { pathOf } from '../../domain/file/path.ts';
import { StoreUnavailableError } from '../../event-store/event-store.ts';
import { Folder } from '../../files/local/folder.ts';
import { FileRoutes } from '../../files/local/http.ts';
import { LocalFileStore } from '../../files/local/local-file-store.ts';
import { S3FileStore } from '../../files/s3/s3-file-store.ts';
import { FakeS3 } from '../fakes/s3/server.ts';
import { describeFileStore } from './file-store.contract.ts';

const BUCKET = 'salon-files';
const KEY = { id: 'AKIDEXAMPLE', secret: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYzzzzzzKEY', region: 'eu-test-1' };

describeFileStore({
  name: 'a folder of this machine',
  async open() {
    const dir = mkdtempSync(join(tmpdir(), 'salon-files-'));
    let nowMs = 1_000_000;
    let isAway = false;
    /** A disk that has room, or none. */
    const folder = new Folder({ dir, minFreeBytes: 0, roomLeft: async () => (isAway ? -1 : Number.MAX_SAFE_INTEGER) });
    const secret = 'a secret for files, long enough';
    const clock = { now: () => nowMs } as never;
    const routes = new FileRoutes({ folder, secret, clock, addressOf: () => 'here' });
    const server = createServer((request, response) => void routes.handle(request, response, {}, () => {}));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return {
      store: new LocalFileStore({ folder, secret, baseUrl: () => baseUrl }),
      now: () => nowMs,
      pass: (ms) => {
        nowMs += ms;
      },
      setAway: async (away) => {
        isAway = away;
      },
      async close() {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
        rmSync(dir, { recursive: true, force: true });
      },
    };
  },
});

describeFileStore({
  name: 'a bucket of an S3-compatible store',
  async open() {
    let nowMs = Date.UTC(2026, 0, 1);
    const fake = await FakeS3.start(BUCKET, KEY, () => nowMs);
    const publicUrl = `${fake.url}/${BUCKET}`;
    const { id: keyId, secret, region } = KEY;
    const options = { url: fake.url, bucket: BUCKET, keyId, secret, region, publicUrl, nowMs: () => nowMs };
    return {
      store: new S3FileStore(options),
      now: () => nowMs,
      pass: (ms) => {
        nowMs += ms;
      },
      setAway: async (away) => {
        fake.failsWith = away ? 503 : null;
      },
      close: () => fake.stop(),
    };
  },
});

describe('the bucket', () => {
  it('does nothing for another key, and its trouble says nothing of what was asked', async () => {
    const fake = await FakeS3.start(BUCKET, KEY, () => Date.now());
    try {
      const options = { url: fake.url, bucket: BUCKET, keyId: KEY.id, secret: 'another', region: KEY.region };
      const store = new S3FileStore({ ...options, publicUrl: '', nowMs: () => Date.now() });
      const path = pathOf({ module: 'record', userId: 7, fileId: 'a'.repeat(24), format: 'mp3', grantedAt: 0 });
      const outcome = await store.head(path).then(
        () => null,
        (error: Error) => error,
      );
      expect(outcome).to.be.instanceOf(StoreUnavailableError);
      expect(outcome!.message).to.equal('the file store answers HEAD with 403');
      const ticket = await store.ticket(path, {
        contentType: 'audio/mpeg',
        maxBytes: 9,
        expiresAt: Date.now() + 60_000,
      });
      const { status } = await fetch(ticket.url, { method: 'PUT', headers: ticket.headers, body: 'x' });
      expect(status).to.equal(403);
    } finally {
      await fake.stop();
    }
  });

  it('that is gone is a store that does not answer', async () => {
    const fake = await FakeS3.start(BUCKET, KEY, () => Date.now());
    const { url } = fake;
    await fake.stop();
    const options = { url, bucket: BUCKET, keyId: KEY.id, secret: KEY.secret, region: KEY.region, publicUrl: '' };
    const store = new S3FileStore({ ...options, nowMs: () => Date.now() });
    const path = pathOf({ module: 'record', userId: 7, fileId: 'a'.repeat(24), format: 'mp3', grantedAt: 0 });
    const outcome = await store.remove(path).then(
      () => null,
      (error: Error) => error,
    );
    expect(outcome).to.be.instanceOf(StoreUnavailableError);
  });
});
