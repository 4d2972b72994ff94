import { expect } from 'chai';
import { StoreUnavailableError } from '../../event-store/event-store.ts';
import { FollowedReadModels } from '../../projections/followed-read-models.ts';
import { checkNotAhead } from '../../projections/log-match.ts';
import { tableOf } from '../../projections/query.ts';
import { DamagedReadModelsError } from '../../projections/read-models.ts';
import { userCards } from '../../projections/views/user-cards.ts';
import { MemoryReadModelStore } from '../support/memory-read-models.ts';
import { rejection, until } from '../support/promises.ts';

const [table, beside] = [tableOf(userCards), tableOf(userCards, 1)];
const views = [userCards as never];
const card = { id: 'a', body: '{"displayName":"Ann"}', position: 7 };

describe('read models that another process keeps', () => {
  let store: MemoryReadModelStore;
  let models: FollowedReadModels;
  const faults: Error[] = [];
  const fill = async (name: string, displayName: string) => {
    await store.prepare(name, userCards as never);
    const document = { ...card, body: JSON.stringify({ displayName }) };
    await store.write([{ table: name, documents: [document], checkpoint: 7 }]);
  };
  const nameOfA = async () => (await models.get(userCards, 'a'))?.displayName;
  beforeEach(() => {
    faults.length = 0;
    store = new MemoryReadModelStore();
    models = new FollowedReadModels({ store, views, onFault: (error) => faults.push(error) });
  });
  afterEach(() => models.stop());

  it('cannot be asked before they are built, which passes', async () => {
    await models.start();
    expect(models.status().ready).to.equal(false);
    expect(await rejection(nameOfA())).to.be.instanceOf(StoreUnavailableError);
    await fill(table, 'Ann');
    await store.switchTo(userCards.name, table);
    await until(() => models.status().ready);
    expect(await nameOfA()).to.equal('Ann');
  });

  it('are asked in the table that a rebuild has put in the place of another, as soon as that is dropped', async () => {
    await fill(table, 'Ann');
    await store.switchTo(userCards.name, table);
    await models.start();
    expect(await nameOfA()).to.equal('Ann');
    await fill(beside, 'Ann the second');
    await store.switchTo(userCards.name, beside);
    await store.drop(table);
    expect(await nameOfA()).to.equal('Ann the second');
  });

  it('are not ready while their store fails, which is told once, nor while it is silent', async () => {
    await fill(table, 'Ann');
    await store.switchTo(userCards.name, table);
    await models.start();
    const { checkpoint } = store;
    store.checkpoint = () => Promise.reject(new StoreUnavailableError('away'));
    await until(() => !models.status().ready);
    expect(models.status().error).to.be.instanceOf(StoreUnavailableError);
    expect(faults).to.have.length(1);
    store.checkpoint = checkpoint;
    await until(() => models.status().ready);
    let answer = () => {};
    store.checkpoint = async (name) => {
      await new Promise<void>((resolve) => {
        answer = resolve;
      });
      return checkpoint.call(store, name);
    };
    await until(() => models.status().error instanceof StoreUnavailableError);
    store.checkpoint = checkpoint;
    answer();
    await until(() => models.status().ready);
    expect(faults).to.have.length(1);
  });
});

describe('a log that was put back to an earlier state', () => {
  it('is noticed by the read models, and by the checkpoints of others', async () => {
    const store = new MemoryReadModelStore();
    await store.prepare(table, userCards as never);
    await store.write([{ table, documents: [], checkpoint: 7 }]);
    await store.switchTo(userCards.name, table);
    await store.saveCheckpoint('reactors.core', 9);
    const check = (head: number, names: string[] = []) =>
      checkNotAhead({ head: async () => head }, store, views, names);
    await check(7);
    await check(9, ['reactors.core', 'never saved']);
    for (const late of [check(6), check(8, ['reactors.core'])]) {
      const error = await rejection(late);
      expect(error).to.be.instanceOf(DamagedReadModelsError);
      expect(error.message).to.match(/^[^\n]+: [^\n]+ delete the read models [^\n]+\.$/);
    }
  });
});
