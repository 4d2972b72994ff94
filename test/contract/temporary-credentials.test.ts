import { AwsV4Signer } from 'aws4fetch';
import { expect } from 'chai';
import { pathOf } from '../../domain/file/path.ts';
import { StoreUnavailableError } from '../../event-store/event-store.ts';
import type { UploadCredentials } from '../../files/file-store.ts';
import { S3FileStore } from '../../files/s3/s3-file-store.ts';
import { FakeS3 } from '../fakes/s3/server.ts';
import { FakeTokens } from '../fakes/s3/tokens.ts';

const BUCKET = 'salon-files';
const KEY = { id: 'AKIDEXAMPLE', secret: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYzzzzzzKEY', region: 'eu-test-1' };
const PATH = pathOf({ module: 'avatar', userId: 7, fileId: 'a'.repeat(24), format: 'png', grantedAt: 0 });
const OTHER_PATH = pathOf({ module: 'avatar', userId: 7, fileId: 'b'.repeat(24), format: 'png', grantedAt: 0 });
const HOUR_MS = 3600_000;

describe('credentials for one upload, from a token service', () => {
  let nowMs: number;
  let fake: FakeS3;

  beforeEach(async () => {
    nowMs = Date.UTC(2026, 0, 1);
    fake = await FakeS3.start(BUCKET, KEY, () => nowMs);
  });
  afterEach(() => fake.stop());

  function storeWith({ role = FakeTokens.ROLE, secret = KEY.secret } = {}) {
    const { id: keyId, region } = KEY;
    const options = { url: fake.url, bucket: BUCKET, keyId, secret, region, publicUrl: `${fake.url}/${BUCKET}` };
    return new S3FileStore({ ...options, tokenService: { url: fake.url, role }, nowMs: () => nowMs });
  }
  const ticketOf = (store: S3FileStore) =>
    store.ticket(PATH, { contentType: 'image/png', maxBytes: 100, expiresAt: nowMs + HOUR_MS });

  /** What a client's own library sends. */
  async function send(
    method: string,
    { keyId, secret, token }: UploadCredentials,
    {
      place = `${BUCKET}/${PATH}`,
      type = 'image/png',
      ...more
    }: { place?: string; type?: string; overwrites?: boolean } = {},
  ): Promise<number> {
    const signed = await new AwsV4Signer({
      url: `${fake.url}/${place}`,
      method,
      headers: { 'Content-Type': type, ...(!more.overwrites && { 'If-None-Match': '*' }) },
      ...{ accessKeyId: keyId, secretAccessKey: secret, sessionToken: token, region: KEY.region, service: 's3' },
      datetime: new Date(nowMs).toISOString().replace(/[:-]|\.\d{3}/g, ''),
      allHeaders: true,
    }).sign();
    const body = method === 'PUT' ? 'the bytes' : undefined;
    return (await fetch(signed.url, { method, headers: signed.headers, body })).status;
  }

  it('put that file once, and can do nothing else', async () => {
    const { credentials } = await ticketOf(storeWith());
    expect(credentials!.place).to.equal(`${BUCKET}/${PATH}`);
    expect(await send('PUT', credentials!, { place: `${BUCKET}/${OTHER_PATH}` }), 'another file').to.equal(403);
    expect(await send('PUT', credentials!, { overwrites: true }), 'over what may lie there').to.equal(403);
    expect(await send('PUT', { ...credentials!, token: 'another' }), 'without their token').to.equal(403);
    expect(await send('PUT', { ...credentials!, secret: 'another' }), 'signed otherwise').to.equal(403);
    expect(await send('PUT', credentials!)).to.equal(200);
    expect(await send('PUT', credentials!), 'once more').to.equal(412);
    expect(await send('DELETE', credentials!), 'a removal').to.equal(403);
    expect(await storeWith().head(PATH)).to.equal('the bytes'.length);
  });

  it('end with the ticket, though a session lasts longer', async () => {
    const { credentials } = await storeWith().ticket(PATH, {
      contentType: 'image/png',
      maxBytes: 100,
      expiresAt: nowMs + 60_000,
    });
    expect(fake.tokens.asked[0]!.get('DurationSeconds')).to.equal('900');
    nowMs += 60_000;
    expect(await send('PUT', credentials!)).to.equal(403);
  });

  it('make no page of a picture: what says another type than its path counts as none', async () => {
    const store = storeWith();
    const { credentials } = await ticketOf(store);
    expect(await send('PUT', credentials!, { type: 'text/html' })).to.equal(200);
    expect(await store.head(PATH)).to.equal(null);
  });

  it('are asked for with a signature that the service checks; its refusal says nothing of what it answered', async () => {
    for (const [wrong, message] of [
      [{ secret: 'another' }, 'the token service answers 403'],
      [{ role: 'arn:aws:iam::123456789012:role/another' }, 'the token service answers 403'],
    ] as const) {
      const failure = await ticketOf(storeWith(wrong)).catch((error: Error) => error);
      expect(failure).to.be.instanceOf(StoreUnavailableError).with.property('message', message);
    }
    fake.failsWith = 500;
    const failure = await ticketOf(storeWith()).catch((error: Error) => error);
    expect(failure).to.be.instanceOf(StoreUnavailableError);
  });

  it('stay away without a role: clients then have the presigned address alone, as they always have', async () => {
    const { id: keyId, secret, region } = KEY;
    const options = { url: fake.url, bucket: BUCKET, keyId, secret, region, publicUrl: '' };
    const store = new S3FileStore({ ...options, tokenService: null, nowMs: () => nowMs });
    expect(await ticketOf(store)).to.have.keys('method', 'url', 'headers');
    const withRole = await ticketOf(storeWith());
    const { status } = await fetch(withRole.url, { method: 'PUT', headers: withRole.headers, body: 'the bytes' });
    expect(status).to.equal(200);
  });
});
