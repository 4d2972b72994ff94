import { expect } from 'chai';
import { pino } from 'pino';
import { asOnlyOne } from '../../../server/elected.ts';
import type { Engines } from '../../../server/engines.ts';
import { type Part, Parts, startInOrder } from '../../../server/parts.ts';
import type { Lease } from '../../../workers/lease.ts';
import { until } from '../../support/promises.ts';

describe('parts of the process', () => {
  let stopped: string[];
  beforeEach(() => {
    stopped = [];
  });
  const part = (name: string): Part => ({ stop: async () => void stopped.push(name) });
  const stuck = (name: string): Part => ({
    async stop() {
      stopped.push(name);
      throw new Error(`${name} is stuck`);
    },
  });
  const rejection = (promise: Promise<unknown>) => promise.then(String, ({ message }) => message as string);

  it('stop in the reverse order of their start, those of a group as well, and once', async () => {
    const parts = new Parts();
    parts.add(part('log'));
    const group = parts.add(new Parts());
    parts.add(part('http'));
    group.add(part('reactors'));
    group.add(part('jobs'));
    await Promise.all([parts.stop(), parts.stop()]);
    expect(stopped).to.deep.equal(['http', 'jobs', 'reactors', 'log']);
    expect(() => parts.add(part('late'))).to.throw(/after the stop/);
  });

  it('stop though one of them cannot, and tell of it then', async () => {
    const parts = new Parts();
    for (const each of [part('log'), stuck('models'), stuck('http')]) parts.add(each);
    expect(await rejection(parts.stop())).to.equal('http is stuck');
    expect(stopped).to.deep.equal(['http', 'models', 'log']);
  });

  it('tell what each says now, while they stop as well', async () => {
    let text = 'away';
    const parts = new Parts();
    parts.add({ ...part('log'), notReady: () => [text], warnings: () => ['old'] });
    parts.add(part('silent')).stop = async () => expect(parts.notReady()).to.deep.equal(['still away']);
    expect([parts.notReady(), parts.warnings()]).to.deep.equal([['away'], ['old']]);
    text = 'still away';
    await parts.stop();
  });

  it('that run are stopped when a later one cannot start, whose error is told', async () => {
    const starting = startInOrder(async (parts) => {
      parts.add(part('log'));
      parts.add(stuck('models'));
      throw new Error('the port is in use');
    });
    expect(await rejection(starting)).to.equal('the port is in use');
    expect(stopped).to.deep.equal(['models', 'log']);
  });

  it('are one part together, beside what they offer', async () => {
    const { url, ...whole } = await startInOrder(async (parts) => {
      parts.add({ ...part('http'), warnings: () => ['slow'] });
      return { url: 'http://salon' };
    });
    expect([url, whole.warnings(), whole.notReady()]).to.deep.equal(['http://salon', ['slow'], []]);
    await whole.stop();
    expect(stopped).to.deep.equal(['http']);
  });
});

describe('a part that one process runs', () => {
  const logger = pino({ level: 'silent' });
  const lease: Lease = { acquire: async () => true, release: async () => {} };

  it('is told of while it runs, and no longer when it has stopped', async () => {
    const engines = { lease: () => lease } as unknown as Engines;
    const part = { stop: async () => {}, warnings: () => ['parked'], notReady: () => ['waits'] };
    const elected = await asOnlyOne('workers', { engines, logger }, async () => part);
    await until(() => elected.warnings!().length > 0);
    expect([elected.warnings!(), elected.notReady!()]).to.deep.equal([['parked'], ['waits']]);
    await elected.stop();
    expect([elected.warnings!(), elected.notReady!()]).to.deep.equal([[], []]);
  });

  it('says why it cannot start, with a lease; rejects with that, alone', async () => {
    const fails = async () => {
      throw new Error('broken');
    };
    const engines = { lease: () => lease } as unknown as Engines;
    const elected = await asOnlyOne('workers', { engines, logger }, fails);
    await until(() => elected.notReady!().length > 0);
    expect(elected.notReady!()).to.deep.equal(['workers fails: broken']);
    await elected.stop();
    const alone = asOnlyOne('workers', { engines: { lease: null } as Engines, logger }, fails);
    expect(await alone.catch(({ message }) => message)).to.equal('broken');
  });
});
