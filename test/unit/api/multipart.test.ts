import type { IncomingMessage } from 'node:http';
import { PassThrough, Readable } from 'node:stream';
import { expect } from 'chai';
import { type MultipartRules, readMultipart } from '../../../api/http/multipart.ts';
import { GivenFile } from '../../../api/http/params.ts';
import { REPEATED } from '../../../api/http/received.ts';
import { RefusedRequest } from '../../../api/http/refusals.ts';
import { DomainError } from '../../../domain/kernel/errors.ts';
import { StoreUnavailableError } from '../../../event-store/event-store.ts';
import type { Spool } from '../../../files/spool.ts';

/** Keeps what comes in memory, and counts what is left. */
class TestSpool implements Spool {
  kept = 0;
  isFull = false;

  async begin() {
    if (this.isFull) throw new StoreUnavailableError('no room');
    this.kept++;
    const chunks: Uint8Array[] = [];
    let isGone = false;
    return {
      write: async (chunk: Uint8Array) => void chunks.push(chunk),
      finish: async (isTooLarge: boolean) => {
        const bytes = Buffer.concat(chunks);
        return { sizeBytes: bytes.length, md5: '', isTooLarge, open: () => Readable.from([bytes]) };
      },
      discard: async () => {
        if (!isGone) this.kept--;
        isGone = true;
      },
    };
  }
}

const BOUNDARY = 'x-boundary';
const field = (name: string, value: string) =>
  `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
const file = (bytes: string, name = 'file') =>
  `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"; filename="a.mp3"\r\nContent-Type: audio/mpeg\r\n\r\n${bytes}\r\n`;
const END = `--${BOUNDARY}--\r\n`;

describe('multipart forms', () => {
  let spool: TestSpool;
  beforeEach(() => {
    spool = new TestSpool();
  });

  const requestOf = (body: Readable, type = `multipart/form-data; boundary=${BOUNDARY}`) => {
    const request = Object.assign(body, { headers: { 'content-type': type }, complete: false });
    body.on('end', () => {
      request.complete = true;
    });
    return request as unknown as IncomingMessage;
  };
  const rules = (more: Partial<MultipartRules> = {}): MultipartRules => ({
    fileName: 'file',
    maxFileBytes: 100,
    spool,
    mayBegin: async () => {},
    ...more,
  });
  /** Sent byte by byte and all at once. */
  const read = async (parts: string[], more: Partial<MultipartRules> = {}, type?: string) => {
    const bytes = Buffer.from(parts.join(''));
    const body = Readable.from(bytes.length < 2_000 ? [...bytes].map((byte) => Buffer.from([byte])) : [bytes]);
    return readMultipart(requestOf(body, type), rules(more));
  };
  const refusal = async (promise: Promise<unknown>) => {
    const outcome = await promise.then(
      () => null,
      (error: Error) => error,
    );
    expect(spool.kept, 'files left').to.equal(0);
    return outcome;
  };
  const bad = async (promise: Promise<unknown>) => {
    const outcome = await refusal(promise);
    expect(outcome).to.be.instanceOf(DomainError);
    return (outcome as DomainError).field;
  };

  it('give their texts and their file, in any order', async () => {
    for (const parts of [
      [field('a', '你好'), file('hello'), field('b', '2'), END],
      [file('hello'), field('b', '2'), field('a', '你好'), END],
    ]) {
      const { form, discard } = await read(parts);
      expect(form.get('a')).to.equal('你好');
      expect(form.get('b')).to.equal('2');
      const given = form.get('file') as GivenFile;
      expect(given).to.be.instanceOf(GivenFile);
      expect(given.file).to.include({ sizeBytes: 5, isTooLarge: false });
      await discard();
      expect(spool.kept).to.equal(0);
    }
  });

  it('know a field that comes twice, and may have no file', async () => {
    const { form } = await read([field('a', '1'), field('a', '2'), END]);
    expect(form.get('a')).to.equal(REPEATED);
    expect(form.has('file')).to.equal(false);
  });

  it('keep of a file what it may have, and say that there was more', async () => {
    const { form, discard } = await read([file('x'.repeat(101)), field('a', '1'), END]);
    expect((form.get('file') as GivenFile).file).to.include({ sizeBytes: 100, isTooLarge: true });
    expect(form.get('a')).to.equal('1');
    await discard();
  });

  it('that are far too large are refused before their end', async () => {
    const outcome = await refusal(read([file('x'.repeat(200_000)), END]));
    expect(outcome).to.be.instanceOf(RefusedRequest).with.property('status', 413);
  });

  it('that are malformed are refused, and leave nothing', async () => {
    expect(await bad(read([field('a', '1'), file('hello')]))).to.equal('body');
    expect(await bad(read(['no form at all']))).to.equal('body');
    expect(await bad(read([file('one'), file('two'), END]))).to.equal('file');
    expect(await bad(read([file('one', 'other'), END]))).to.equal('other');
    expect(await bad(read([field('file', 'text'), file('one'), END]))).to.equal('file');
    expect(await bad(read([field('a', 'x'.repeat(70_000)), END], { maxFileBytes: 10_000 }))).to.equal('a');
    expect(await bad(read([...Array(101).fill(field('a', '1')), END]))).to.equal('body');
    expect(await bad(read([END], {}, 'multipart/form-data; boundary='))).to.equal('Content-Type');
  });

  it('are asked about with the fields before their file, and a refusal ends them', async () => {
    const asked: string[][] = [];
    const mayBegin = async (fields: ReadonlyMap<string, unknown>) => {
      asked.push([...fields.keys()]);
      throw new DomainError('SessionInvalid');
    };
    const outcome = await refusal(read([field('token', 't'), file('hello'), field('b', '2'), END], { mayBegin }));
    expect((outcome as DomainError).code).to.equal('SessionInvalid');
    expect(asked).to.deep.equal([['token']]);
  });

  it('find no room on a full disk: temporary', async () => {
    spool.isFull = true;
    expect(await refusal(read([file('hello'), END]))).to.be.instanceOf(StoreUnavailableError);
  });

  it('leave nothing when their client goes away', async () => {
    const body = new PassThrough();
    const reading = readMultipart(requestOf(body), rules());
    body.write(field('a', '1') + file('hel').slice(0, -2));
    while (spool.kept === 0) await new Promise((resolve) => setImmediate(resolve));
    body.destroy();
    expect(await refusal(reading)).to.be.instanceOf(RefusedRequest);
  });
});
