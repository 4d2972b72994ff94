import { expect } from 'chai';
import { benchAbuse } from './abuse.ts';
import { measureAppends } from './append.ts';
import { benchBackup } from './backup.ts';
import { benchCalls } from './calls.ts';
import { benchConsole } from './console.ts';
import { comparisonTable } from './engines/comparison.ts';
import { measureEngines } from './engines/main.ts';
import { benchFanout } from './fanout.ts';
import { benchGifts } from './gifts.ts';
import { measureGrowth } from './growth.ts';
import { measureIm } from './im.ts';
import { measurePushes } from './push.ts';
import { type Figure, markdown } from './report.ts';
import { measureSealing } from './sealing.ts';
import { soak, soakReport } from './soak.ts';
import { benchUploads } from './uploads.ts';

/** Each part runs, for a very short time, and says what limited each figure; the figures themselves are not checked. */
function expectFigures(figures: Figure[], count: number): void {
  expect(figures).to.have.length(count);
  for (const { name, ours, bare = 1, ratio = 1, note } of figures) {
    expect(ours, name).to.be.greaterThan(0);
    expect(bare, name).to.be.greaterThan(0);
    expect(ratio, name).to.be.greaterThan(0);
    expect(note, name).to.not.equal('');
  }
  expect(markdown(figures)).to.not.contain('undefined');
}

describe('npm run bench, each part in little', function () {
  // Each starts many threads and processes: no time limit.
  this.timeout(0);
  it('appends', async () => expectFigures(await measureAppends({ runs: 1, runMs: 20, warmUpMs: 20 }), 3));
  it('gifts', async () => {
    const figures = await benchGifts({ runs: 1, rooms: 2, viewersEach: 3, fullMs: 50, openMs: 50 });
    // Without a PostgreSQL it is left out, and it is said.
    expectFigures(figures, figures.some(({ name }) => name.includes('PostgreSQL')) ? 12 : 10);
  });
  it('backups', async () => {
    const short = { grownMs: 50, perSecond: 100, leadMs: 0, turnMs: 50 };
    expectFigures(await benchBackup({ rounds: 1, rooms: 2, viewersEach: 3, ...short }), 2);
  });
  it('the console', async () => {
    const gifts = { runs: 1, rooms: 2, viewersEach: 3, fullMs: 300, openMs: 0 };
    expectFigures(await benchConsole({ gifts, pages: { events: 3_000, samples: 5 } }), 3);
  });
  it('fan-out', async () => {
    expectFigures(await benchFanout({ clients: 20, rounds: 1, floodMs: 50, steadyMs: 100 }), 2);
  });
  it('growth', async () => {
    expectFigures(await measureGrowth({ sizes: [1_500, 3_000], runs: 1, rounds: 1, samples: 2 }), 12);
  });
  it('uploads', async () => {
    expectFigures(await benchUploads({ runs: 1, uploads: 4, bytes: 100_000 }), 3);
  });
  it('push', async () => {
    const figures = await measurePushes({ runs: 1, people: 20 });
    // Without a Redis BullMQ is left out, and it is said.
    expectFigures(figures, figures.some(({ name }) => name.includes('BullMQ')) ? 2 : 1);
  });
  it('calls', async () => {
    const figures = await benchCalls({ runs: 1, pairs: 3, calls: 6, atOnce: 2 });
    // Without a Redis those over engines are left out, and it is said.
    expectFigures(figures, figures.some(({ name }) => name.includes('two api processes')) ? 3 : 1);
  });
  it('messages', async () => {
    const fanOut = { clients: 20, rounds: 1, floodMs: 500, steadyMs: 100 };
    const small = {
      runs: 1,
      pairs: 3,
      sent: 10,
      samples: 3,
      conversations: 5,
      messageCounts: [30],
      memberCounts: [10],
    };
    expectFigures(await measureIm({ ...small, fanOut }), 11);
  });
  it('sealing', async () =>
    expectFigures(
      await measureSealing({
        runs: 1,
        events: 300,
        maxUsers: 20,
        served: { gifts: 20, texts: 20, rooms: 1, textsEach: 10 },
      }),
      7,
    ));
  it('soak', async () => {
    const soaked = await soak({ minutes: 0.02, rooms: 2, pauseMs: 5, vanishEvery: 3 });
    expect(soaked.violations).to.deep.equal([]);
    expect(soaked.load.evenings).to.be.at.least(2);
    expect(soaked.events).to.be.greaterThan(100);
    expect(soaked.after).to.deep.equal(soaked.before).and.to.include({ connections: 0, channels: 0 });
    expect(soakReport(soaked)).to.match(/^SOAK minutes=\S+ events=\d+ .* violations=0\n/);
  });
  it('abuse', async () => {
    const { floods, line } = await benchAbuse({ rounds: 1, leadMs: 50, turnMs: 200, pauseMs: 25 });
    expect(floods).to.have.length(8);
    for (const { name, times } of floods) {
      for (const { httpMs, deliveryMs } of Object.values(times)) {
        expect(httpMs, name).to.not.deep.equal([]);
        expect(deliveryMs, name).to.not.deep.equal([]);
      }
    }
    expect(line)
      .to.match(/^ABUSE p99_http=\S+ /)
      .and.to.contain('\nraw p99_http=');
  });
  it('engines', async () => {
    const plan = { runs: 1, runMs: 20, readEvents: 100, projectedEvents: 100, queries: 3 };
    const { comparisons, text } = await measureEngines(plan);
    // Without a Redis the two of its jobs are left out, and it is said.
    expect(comparisons).to.have.length(text.includes('Redis: NOT MEASURED') ? 12 : 14);
    expect(text).to.contain('EventStoreDB: ').and.to.contain('MongoDB: ').and.to.contain(comparisonTable(comparisons));
    for (const { name, embedded, engine } of comparisons) {
      for (const runs of [embedded, engine]) expect(runs[0]!.perSecond, name).to.be.greaterThan(0);
    }
  });
});
