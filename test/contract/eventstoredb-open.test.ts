import { expect } from 'chai';
import { START } from '../../event-store/event-store.ts';
import { EventStoreDbEventStore } from '../../event-store/eventstoredb/eventstoredb-event-store.ts';
import { StoreOpenError } from '../../event-store/store-open-error.ts';
import { FakeProcess } from '../fakes/eventstoredb/fake-process.ts';
import { Collector, event } from '../support/log-events.ts';
import { OddServers } from '../support/odd-servers.ts';
import { PrivateAuthority } from '../support/private-authority.ts';
import { PATIENCE_MS, rejection } from '../support/promises.ts';

/** For what is not answered. */
const SHORT_MS = 1_500;

describe('EventStoreDB: opening', () => {
  const refusal = async (url: string, openDeadlineMs = PATIENCE_MS, says = '') => {
    const error = await rejection(EventStoreDbEventStore.open({ url, openDeadlineMs, readDeadlineMs: openDeadlineMs }));
    expect(error).to.be.instanceOf(StoreOpenError);
    expect(error.message)
      .to.match(/^[^\n]+: [^\n]+\.$/)
      .and.include(says)
      .and.not.match(/secret|someone:|ret@/);
    return (error as StoreOpenError).problem;
  };
  const withFake = async (args: string[], use: (fake: FakeProcess) => Promise<void>) => {
    const fake = await FakeProcess.start(...args);
    try {
      await use(fake);
    } finally {
      await fake.dispose();
    }
  };

  it('says what is wrong with the address, and never what may be its password', async () => {
    const said = console.warn;
    console.warn = (...words: unknown[]) => expect.fail(`the client says ${words.join(' ')}`);
    try {
      for (const url of [
        'http://127.0.0.1',
        'esdb://',
        'esdb://someone:secret@',
        'esdb://someone:sec@ret@127.0.0.1:1',
        'esdb://someone:secret@127.0.0.1:port',
        'esdb://someone:secret',
        'esdb://someone:secret@127.0.0.1?nonsense=1',
        'esdb://someone:secret@127.0.0.1?tls=perhaps',
        'esdb://someone:secret@127.0.0.1?tlsVerifyCert=false',
        'esdb://someone:secret@127.0.0.1?nodePreference=follower',
        'esdb://someone:secret@127.0.0.1?nodePreference=random',
        'esdb://someone:secret@127.0.0.1?tlsCAFile=/nowhere/ca.crt',
      ]) {
        expect(await refusal(url), url).to.equal('bad-url');
      }
    } finally {
      console.warn = said;
    }
  });

  it('says that nobody answers there, and what to look at when only one side takes TLS', async () => {
    const odd = new OddServers();
    const user = 'esdb://someone:secret@127.0.0.1';
    try {
      const closed = await odd.nobody();
      for (const url of [
        `${user}:${closed}?tls=false`,
        `${user}:${closed},127.0.0.1:${await odd.nobody()}?tls=false`,
      ]) {
        expect(await refusal(url), url).to.equal('unreachable');
      }
      expect(await refusal(`${user}:${await odd.web()}?tls=false`)).to.equal('unreachable');
      expect(await refusal(`${user}:${await odd.silent()}?tls=false`, SHORT_MS)).to.equal('unreachable');
      expect(await refusal(`${user}:${await odd.web()}`, PATIENCE_MS, 'takes TLS')).to.equal('unreachable');
      expect(await refusal(`${user}:${await odd.tls()}?tls=false`, PATIENCE_MS, 'no TLS')).to.equal('unreachable');
    } finally {
      await odd.close();
    }
  });

  it('says that the server does not answer', () =>
    withFake([], async (fake) => {
      await fake.set({ frozen: true });
      expect(await refusal(fake.url, SHORT_MS)).to.equal('unreachable');
    }));

  it('says that the server refuses the credentials', () =>
    withFake([], async (fake) => {
      await fake.set({ denied: true });
      expect(await refusal(fake.url)).to.equal('access-denied');
    }));

  it('says that the server is too old', async () => {
    await withFake(['--version', '21.10.9'], async (fake) => {
      expect(await refusal(fake.url)).to.equal('unsupported-server');
    });
    await withFake(['--no-batch-append'], async (fake) => {
      expect(await refusal(fake.url)).to.equal('unsupported-server');
    });
  });

  it('works over TLS, by an authority that the address names, on a server whose commits take their time', async () => {
    const authority = new PrivateAuthority();
    const fake = await FakeProcess.overTls(authority, '--commit-ms', '5');
    try {
      expect(await refusal(fake.url.replace(/&tlsCAFile=.*/, ''), PATIENCE_MS)).to.equal('unreachable');
      const store = await EventStoreDbEventStore.open({ url: fake.url, openDeadlineMs: PATIENCE_MS });
      const collector = new Collector();
      const subscription = store.subscribe({ after: START, onBatch: collector.onBatch });
      for (let n = 0; n < 20; n++)
        await store.append('live-heihei.1', [event()], { expected: n === 0 ? 'none' : n - 1 });
      expect(await store.read('live-heihei.1')).to.have.length(20);
      await collector.reaches(20);
      await subscription.stop();
      await store.close();
    } finally {
      await fake.dispose();
      authority.dispose();
    }
  });

  it('finds the leader of a cluster', () =>
    withFake([], async (fake) => {
      const url = fake.url.replace('?', `,127.0.0.1:1?`);
      const store = await EventStoreDbEventStore.open({ url, openDeadlineMs: PATIENCE_MS });
      await store.append('live-heihei.1', [event()], { expected: 'none' });
      expect(await store.head()).to.be.greaterThan(START);
      await store.close();
    }));
});
