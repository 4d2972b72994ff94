import { expect } from 'chai';
import { StoreUnavailableError } from '../../../event-store/event-store.ts';
import { Keyring } from '../../../event-store/keys/keyring.ts';
import { openLogKey } from '../../../event-store/keys/log-key.ts';
import { watchLog } from '../../../server/watch-log.ts';
import { MemoryEventStore } from '../../support/memory-event-store.ts';
import { MemoryKeyStore } from '../../support/memory-key-store.ts';
import { until } from '../../support/promises.ts';

describe('a log that is replaced under a process', () => {
  /** The log that answers now. */
  let log: MemoryEventStore;
  let looks = 0;
  const answering = new Proxy({} as MemoryEventStore, {
    get(_, name) {
      if (name === 'head') looks++;
      const member = Reflect.get(log, name);
      return typeof member === 'function' ? member.bind(log) : member;
    },
  });
  const opened = async () => {
    log = new MemoryEventStore();
    return openLogKey(log, new Keyring(new MemoryKeyStore()));
  };
  const looked = async () => {
    const from = looks;
    await until(() => looks > from + 2);
  };
  let told: string | null = null;
  const watch = async () => {
    told = null;
    const watched = watchLog({ log: answering, logKey: await opened(), lookMs: 1 });
    void watched.replaced.then((sentence) => {
      told = sentence;
    });
    await looked();
    expect(told).to.equal(null);
    return watched;
  };

  it('has it stop, with a sentence, whether the other one is empty or somebody else’s', async () => {
    const empty = async () => {
      log = new MemoryEventStore();
    };
    for (const other of [empty, opened]) {
      const watched = await watch();
      await other();
      await until(() => told !== null);
      expect(told).to.match(/^The log was replaced by another one/);
      await watched.stop();
    }
  });

  it('has it stop when a copy was put back that ends before what it has seen', async () => {
    const watched = await watch();
    const copy = log;
    const longer = new Proxy(copy, {
      get: (target, name) => (name === 'head' ? async () => 1_000 : Reflect.get(target, name)),
    });
    log = longer;
    await looked();
    log = copy;
    await until(() => told !== null);
    expect(told).to.match(/put back to an earlier state/);
    await watched.stop();
  });

  it('concludes nothing while the log does not answer', async () => {
    const watched = await watch();
    const answer = log;
    let asked = 0;
    const away = new MemoryEventStore();
    away.read = async () => {
      asked++;
      throw new StoreUnavailableError('away');
    };
    log = away;
    await until(() => asked > 5);
    log = answer;
    await looked();
    expect(told).to.equal(null);
    await watched.stop();
  });
});
