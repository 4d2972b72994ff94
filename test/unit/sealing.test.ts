import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type { SalonEvent } from '../../domain/events.ts';
import type { PersonCard } from '../../domain/user/events.ts';
import type { LoggedEvent, NewEvent } from '../../event-store/event-store.ts';
import { userSubject } from '../../event-store/keys/key-store.ts';
import { Keyring } from '../../event-store/keys/keyring.ts';
import { sealText } from '../../event-store/keys/sealed-text.ts';
import { type SealedLog, sealLog } from '../../event-store/sealing/seal-log.ts';
import { type Document, rulesOf } from '../../projections/read-models.ts';
import { allViews } from '../../projections/views/all.ts';
import { eventFixtures } from '../support/event-fixtures.ts';
import { MemoryEventStore } from '../support/memory-event-store.ts';
import { MemoryKeyStore } from '../support/memory-key-store.ts';
import { MemorySnapshotStore } from '../support/memory-snapshots.ts';
import { rejection } from '../support/promises.ts';

const APP = 'heihei';
const card: PersonCard = { userId: 7, displayName: '小红', gender: 'Female', birthDay: '1996-07-08', coverUrl: '' };

function said(text: string, from = card): NewEvent {
  const event: SalonEvent = { type: 'TextSaid', data: { liveId: 5, roomId: 5, from, text } };
  return { ...event, id: randomUUID(), meta: { appId: APP, actor: from.userId, at: 1, commandId: randomUUID() } };
}

describe('a sealed log (event-store/sealing/)', () => {
  let stored: MemoryEventStore;
  let keys: MemoryKeyStore;
  let sealed: SealedLog;
  beforeEach(async () => {
    stored = new MemoryEventStore();
    keys = new MemoryKeyStore();
    sealed = await sealLog(stored, keys);
  });

  const atRest = () => JSON.stringify(stored.all);
  const textsOf = async (log = sealed) =>
    (await log.log.read('feed-heihei.5')).map(({ data }) => (data as { text: string }).text);

  it('keeps nothing readable, and gives out what it was given', async () => {
    const event = said('只有房间里听得到');
    const given = structuredClone(event.data);
    await sealed.log.append('feed-heihei.5', [event], { expected: 'none' });
    expect(event.data).to.deep.equal(given);
    for (const word of ['小红', 'Female', '1996', '只有房间里']) expect(atRest()).not.to.include(word);
    const [read] = await sealed.log.read('feed-heihei.5');
    expect(read!.data).to.deep.equal(given);
    const another = await sealLog(stored, keys);
    expect((await another.log.read('feed-heihei.5'))[0]!.data).to.deep.equal(given);
  });

  it('seals why an operator acted under the key of whom it is about', async () => {
    const reason = '冒充小红，见投诉';
    const byOperator = (data: object, type: string) => {
      const meta = { appId: APP, actor: 0, operator: 3, reason, at: 1, commandId: randomUUID() };
      return { type, data, id: randomUUID(), meta } as NewEvent;
    };
    await sealed.log.append('wallet-heihei.7', [byOperator({ userId: 7 }, 'WalletUnfrozen')], { expected: 'none' });
    await sealed.log.append('live-heihei.5', [byOperator({ liveId: 5, hostId: 7, reason }, 'LiveBanned')], {
      expected: 'none',
    });
    expect(atRest()).not.to.include('冒充');
    const reasons = async () => {
      const another = (await sealLog(stored, keys)).log;
      const read = await Promise.all(['wallet-heihei.7', 'live-heihei.5'].map((stream) => another.read(stream)));
      return read.flat().map(({ meta }) => [meta.operator, meta.reason]);
    };
    expect(await reasons()).to.deep.equal([
      [3, reason],
      [3, reason],
    ]);
    await sealed.forget(APP, 7, []);
    expect(await reasons()).to.deep.equal([
      [3, ''],
      [3, ''],
    ]);
  });

  it('seals the same card once, as one text, and every app’s and person’s under another key', async () => {
    for (const text of ['a', 'b']) await sealed.log.append('feed-heihei.5', [said(text)], { expected: 'any' });
    await sealed.log.append('feed-heihei.5', [said('c', { ...card, userId: 8 })], { expected: 'any' });
    await sealed.log.append('feed-heihei.5', [said('d', { ...card, displayName: '小紅' })], { expected: 'any' });
    const cards = stored.all.slice(1).map(({ data }) => (data as unknown as { from: { sealed: string } }).from);
    for (const each of cards) expect(each).to.have.all.keys('userId', 'sealed');
    expect(new Set(cards.map((each) => each.sealed)).size).to.equal(3);
    expect(cards[0]).to.deep.equal(cards[1]);
  });

  it('gives views the same as unsealed events do, once their documents are opened', async () => {
    for (const [type, events] of Object.entries(eventFixtures)) {
      for (const { stream, data, meta } of events) {
        const event = { id: randomUUID(), type, data, meta } as NewEvent;
        await sealed.log.append(stream, [event], { expected: 'any' });
      }
    }
    const raw = await sealed.viewLog.readAll({ after: 0 });
    const opened = await sealed.viewLog.openEvents(raw);
    const documentsOf = async (events: readonly LoggedEvent[]) => {
      const documents = new Map<string, Document | null>();
      for (const view of allViews) {
        for (const [n, event] of events.entries()) {
          const rule = rulesOf(view).get(event.type);
          for (const id of rule?.ids(event) ?? []) {
            const name = `${view.name} ${id}`;
            documents.set(name, rule!.evolve(documents.get(name) ?? null, structuredClone(event), id, opened[n]!));
          }
        }
      }
      const all = structuredClone([...documents.values()]);
      await sealed.documents.open(all);
      return new Map([...documents.keys()].map((name, n) => [name, all[n]]));
    };
    expect(await documentsOf(raw)).to.deep.equal(await documentsOf(opened));
  });

  it('seals what is about several people under the key of each', async () => {
    const [event] = eventFixtures.ChatJoined;
    const chat = { ...event, type: 'ChatJoined', id: randomUUID() } as unknown as NewEvent;
    const given = structuredClone(chat.data);
    await sealed.log.append(event!.stream, [chat], { expected: 'none' });
    const [first, second] = event!.data.users;
    for (const { person } of [first!, second!]) expect(atRest()).not.to.include(person.displayName);
    const another = await sealLog(stored, keys);
    expect((await another.log.read(event!.stream))[0]!.data).to.deep.equal(given);
    await keys.destroy(APP, [userSubject(first!.person.userId)]);
    const after = (await (await sealLog(stored, keys)).log.read(event!.stream))[0]!.data as NonNullable<
      typeof event
    >['data'];
    expect(after.users.map(({ person }) => person.displayName)).to.deep.equal([
      '已注销用户',
      second!.person.displayName,
    ]);
  });

  it('gives back what looks sealed as it was written', async () => {
    const keyring = new Keyring(keys);
    const mine = (await keyring.keysOf(APP, ['u7'])).get('u7')!;
    const other = (await keyring.keysOf(APP, ['u8'])).get('u8')!;
    const real = sealText({ id: other.id, secret: other.secret! }, 'text', '八的秘密');
    const forged = `~st${mine.id}${'A'.repeat(60)}`;
    const texts = [real, forged, real.slice(0, -1), `~st${'B'.repeat(80)}`, '~s', '~st!!!!'];
    for (const text of texts) await sealed.log.append('feed-heihei.5', [said(text)], { expected: 'any' });
    expect(await textsOf()).to.deep.equal(texts);
    expect(await textsOf(await sealLog(stored, keys))).to.deep.equal(texts);
    const document = { text: forged };
    await sealed.documents.open([document]);
    expect(document).to.deep.equal({ text: forged });
  });

  it('shows of an erased person the placeholders, and of others all; nothing of them is ever written again', async () => {
    await sealed.log.append('feed-heihei.5', [said('vorher'), said('von acht', { ...card, userId: 8 })], {
      expected: 'none',
    });
    const other = await sealLog(stored, keys, { recheckMs: 0 });
    await other.log.read('feed-heihei.5');
    await sealed.forget(APP, 7, []);
    await sealed.log.append('feed-heihei.5', [said('nachher')], { expected: 'any' });
    const gone = { ...card, displayName: '已注销用户', gender: 'Unspecified', birthDay: '' };
    for (const log of [sealed, other, await sealLog(stored, keys)]) {
      expect(await textsOf(log)).to.deep.equal(['', 'von acht', '']);
      const [first, second] = await log.log.read('feed-heihei.5');
      expect((first!.data as { from: PersonCard }).from).to.deep.equal(gone);
      expect((second!.data as { from: PersonCard }).from).to.deep.equal({ ...card, userId: 8 });
    }
    expect(atRest()).not.to.include('nachher');
    expect((await keys.keysOf(APP, [userSubject(7)])).get(userSubject(7))!.secret).to.equal(null);
  });

  it('opens documents in place, with all that is in them', async () => {
    await sealed.log.append('feed-heihei.5', [said('hallo')], { expected: 'none' });
    const { data } = stored.all[1]!;
    const document = structuredClone({ last: data, texts: [(data as { text: string }).text], count: 1, none: null });
    await (await sealLog(stored, keys)).documents.open([document, null]);
    expect(document).to.deep.equal({ last: said('hallo').data, texts: ['hallo'], count: 1, none: null });
  });

  it('keeps the order of appends while a key is made', async () => {
    const appended = [1, 2, 3].map((n) => {
      const from = { ...card, userId: 100 + n };
      return sealed.log.append('feed-heihei.5', [said(String(n), from)], { expected: n === 1 ? 'none' : n - 2 });
    });
    await Promise.all(appended);
    expect(await textsOf()).to.deep.equal(['1', '2', '3']);
  });

  it('forgets snapshots that may hold names at an erasure, and keeps the others', async () => {
    const store = new MemorySnapshotStore();
    const snapshots = sealed.snapshots(store);
    const body = Buffer.from('der Zustand mit 小红');
    const versions = { deciderVersion: 1, formatVersion: 1, revision: 5, position: 9 };
    for (const stream of ['live-heihei.5', 'wallet-heihei.7'])
      await snapshots.saveSnapshot(stream, { ...versions, body });
    for (const { body: kept } of store.all.values()) expect(Buffer.from(kept).includes('小红')).to.equal(false);
    const bodyOf = async (stream: string) => {
      const found = await snapshots.loadSnapshot(stream);
      return found && Buffer.from(found.body).toString();
    };
    expect(await bodyOf('live-heihei.5')).to.equal(body.toString());
    await sealed.forget(APP, 7, []);
    expect(await bodyOf('live-heihei.5')).to.equal(null);
    expect(await bodyOf('wallet-heihei.7')).to.equal(body.toString());
  });

  it('refuses keys that are not the log’s, and a log from before there were any', async () => {
    expect((await rejection(sealLog(stored, new MemoryKeyStore()))).message).to.match(/key store is not this log's/);
    const old = new MemoryEventStore();
    await old.append('feed-heihei.5', [said('offen')], { expected: 'none' });
    expect((await rejection(sealLog(old, keys))).message).to.match(/begin with an empty log/);
    const both = await Promise.all([sealLog(stored, keys), sealLog(stored, keys)]);
    expect(new Set(both.map(({ logKey }) => logKey.proof())).size).to.equal(1);
  });

  it('hashes names of each kind and app apart from each other', () => {
    const { logKey } = sealed;
    const hashes = [
      logKey.hashOf(APP, 'phone', '13800000001'),
      logKey.hashOf(APP, 'uid', '13800000001'),
      logKey.hashOf('other', 'phone', '13800000001'),
    ];
    expect(new Set(hashes).size).to.equal(3);
    for (const hash of hashes) expect(hash).to.match(/^[\w-]{22}$/);
  });
});
