import { Readable } from 'node:stream';
import { expect } from 'chai';
import { pathOf } from '../../domain/file/path.ts';
import { StoreUnavailableError } from '../../event-store/event-store.ts';
import { type FileStore, MAX_FIRST_BYTES, type UploadTicket } from '../../files/file-store.ts';

export interface FileStoreHarness {
  name: string;
  open(): Promise<{
    store: FileStore;
    now(): number;
    /** Lets tickets' time pass. */
    pass(ms: number): void;
    /** From now on the store answers nothing, or again. */
    setAway(isAway: boolean): Promise<void>;
    close(): Promise<void>;
  }>;
}

const HOUR_MS = 3600_000;

/** What every file store must do. */
export function describeFileStore({ name, open }: FileStoreHarness): void {
  describe(`file store: ${name}`, () => {
    let world: Awaited<ReturnType<FileStoreHarness['open']>>;
    let n = 0;
    beforeEach(async () => {
      world = await open();
    });
    afterEach(() => world.close());

    const fresh = () =>
      pathOf({ module: 'message', userId: 7, fileId: String(++n).padStart(24, '0'), format: 'png', grantedAt: 0 });
    const ticketFor = (path: string, more: { maxBytes?: number } = {}) =>
      world.store.ticket(path, {
        contentType: 'image/png',
        maxBytes: 1_000,
        expiresAt: world.now() + HOUR_MS,
        ...more,
      });
    const send = async ({ method, url, headers }: UploadTicket, body: string | Uint8Array, more: object = {}) =>
      (await fetch(url, { method, headers: { ...headers, ...more }, body: new Uint8Array(Buffer.from(body)) })).status;
    const source = (text: string) => ({
      sizeBytes: Buffer.byteLength(text),
      contentType: 'image/png',
      open: () => Readable.from([Buffer.from(text)]),
    });

    it('takes an upload with its ticket, and gives it to everybody under its address', async () => {
      const path = fresh();
      expect(await world.store.head(path)).to.equal(null);
      expect(await send(await ticketFor(path), 'hello')).to.equal(200);
      expect(await world.store.head(path)).to.equal(5);
      expect(Buffer.from(await world.store.firstBytes(path)).toString()).to.equal('hello');
      const read = await fetch(world.store.url(path));
      expect([read.status, read.headers.get('content-type'), await read.text()]).to.deep.equal([
        200,
        'image/png',
        'hello',
      ]);
    });

    it('takes one file with a ticket: what lies there stays', async () => {
      const path = fresh();
      const ticket = await ticketFor(path);
      expect(await send(ticket, 'first')).to.equal(200);
      expect(await send(ticket, 'second')).to.be.within(400, 499);
      expect(await send(await ticketFor(path), 'third')).to.be.within(400, 499);
      await world.store.put(path, source('fourth'));
      expect(await (await fetch(world.store.url(path))).text()).to.equal('first');
    });

    it('takes one of several uploads at the same moment', async () => {
      const path = fresh();
      const ticket = await ticketFor(path);
      const texts = ['aaa', 'bbb', 'ccc', 'ddd'];
      const statuses = await Promise.all(texts.map((text) => send(ticket, text)));
      expect(statuses.filter((status) => status === 200)).to.have.length(1);
      const first = texts[statuses.indexOf(200)];
      expect(await (await fetch(world.store.url(path))).text()).to.equal(first);
    });

    it('takes nothing under another path, as another type, without a ticket, or after its time', async () => {
      const [path, other] = [fresh(), fresh()];
      const ticket = await ticketFor(path);
      const refused = [
        await send({ ...ticket, url: ticket.url.replace(path, other) }, 'x'),
        await send(ticket, 'x', { 'Content-Type': 'text/html' }),
        await send({ ...ticket, url: ticket.url.split('?')[0]! }, 'x'),
        await send({ ...ticket, url: ticket.url.replace(/[0-9a-f]{8}$/, '00000000') }, 'x'),
      ];
      world.pass(HOUR_MS + 1_000);
      refused.push(await send(ticket, 'x'));
      for (const status of refused) expect(status).to.be.within(400, 403);
      expect(await world.store.head(path)).to.equal(null);
      expect(await world.store.head(other)).to.equal(null);
    });

    it('refuses what is larger than the ticket allows, or tells how large it is', async () => {
      const path = fresh();
      const status = await send(await ticketFor(path, { maxBytes: 4 }), '12345');
      expect([413, 200]).to.include(status);
      expect(await world.store.head(path)).to.equal(status === 200 ? 5 : null);
    });

    it('keeps what the server puts there, and gives its first bytes', async () => {
      const path = fresh();
      const text = 'x'.repeat(3 * MAX_FIRST_BYTES);
      await world.store.put(path, source(text));
      expect(await world.store.head(path)).to.equal(text.length);
      expect((await world.store.firstBytes(path)).length).to.equal(MAX_FIRST_BYTES);
      expect((await world.store.firstBytes(fresh())).length).to.equal(0);
    });

    it('removes a file, and nothing where there is none', async () => {
      const path = fresh();
      await world.store.put(path, source('x'));
      await world.store.remove(path);
      await world.store.remove(path);
      expect(await world.store.head(path)).to.equal(null);
      expect((await fetch(world.store.url(path))).status).to.equal(404);
    });

    it('knows no path but ours', async () => {
      const { store } = world;
      const names = [
        '',
        '/etc/passwd',
        '../x',
        'message/20260101/../../x',
        'message/20260101/7_x.png',
        `${fresh()}/..`,
      ];
      for (const path of [
        ...names,
        fresh().replace('.png', '.html'),
        fresh().replace('.png', '.svg'),
        `x/${fresh()}`,
      ]) {
        for (const act of [
          () => store.head(path),
          () => store.firstBytes(path),
          () => store.put(path, source('x')),
          () => store.remove(path),
          () => ticketFor(path),
          async () => store.url(path),
        ]) {
          const outcome = await act().then(
            () => null,
            (error: unknown) => error,
          );
          expect(outcome, path).to.be.instanceOf(RangeError);
        }
      }
    });

    it('says that it is temporary when it does not answer', async () => {
      const path = fresh();
      await world.setAway(true);
      const outcome = await world.store.put(path, source('x')).then(
        () => null,
        (error: unknown) => error,
      );
      expect(outcome).to.be.instanceOf(StoreUnavailableError);
      await world.setAway(false);
      await world.store.put(path, source('x'));
      expect(await world.store.head(path)).to.equal(1);
    });
  });
}
