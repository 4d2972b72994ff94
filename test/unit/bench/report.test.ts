import { expect } from 'chai';
import { type Figure, markdown, median, pairedRatio, percentile, short } from '../../../bench/report.ts';

const figure = (more: Partial<Figure>): Figure => ({ name: 'f', unit: '/s', ours: 60_000, note: 'the disk', ...more });
const verdict = (more: Partial<Figure>) =>
  markdown([figure(more)])
    .split('\n')
    .at(-1)!
    .split(' | ')[4];

describe('bench report', () => {
  it('says of which number a verdict is', () => {
    expect(verdict({})).to.equal('');
    expect(verdict({ bare: 70_000, ratio: 0.9, target: 0.8 })).to.equal('ratio ≥ 0.8 met');
    expect(verdict({ bare: 70_000, ratio: 0.7, target: 0.8 })).to.equal('ratio ≥ 0.8 MISSED');
    expect(verdict({ valueTarget: 50_000 })).to.equal('≥ 50k /s met');
    expect(verdict({ ours: 40_000, valueTarget: 50_000 })).to.equal('≥ 50k /s MISSED');
  });

  it('compares each target with its own number', () => {
    const both = { bare: 70_000, ratio: 0.85, target: 0.9, valueTarget: 50_000 };
    expect(verdict(both)).to.equal('ratio ≥ 0.9 MISSED; ≥ 50k /s met');
    expect(verdict({ bare: 70_000, ratio: 0.85, valueTarget: 50_000 })).to.equal('≥ 50k /s met');
  });

  it('knows where less is better', () => {
    const opening = { unit: 'ms', ours: 900, valueTarget: 2_000, smaller: true };
    expect(verdict(opening)).to.equal('≤ 2000 ms met');
    expect(verdict({ ...opening, ours: 2_100 })).to.equal('≤ 2000 ms MISSED');
    expect(verdict({ ...opening, valueTarget: undefined, bare: 1, ratio: 1.31, target: 1.3 })).to.equal(
      'ratio ≤ 1.3 MISSED',
    );
  });

  it('never takes a number that was not measured for a good one', () => {
    expect(verdict({ bare: 0, ratio: Number.NaN, target: 0.8 })).to.equal('ratio ≥ 0.8 MISSED');
    expect(() => verdict({ target: 0.8 })).to.throw('no ratio');
  });

  it('counts percentiles and pairs', () => {
    const values = Array.from({ length: 100 }, (_, i) => 100 - i);
    expect(median([3, 1, 2])).to.equal(2);
    expect(percentile(values, 0.99)).to.equal(100);
    expect(percentile([], 0.5)).to.be.NaN;
    expect(pairedRatio([10, 1, 30], [10, 2, 10])).to.equal(1);
    expect([0.123, 12.345, 123.4, 12_345, 1_000_000, Number.NaN].map(short)).to.deep.equal([
      '0.12',
      '12.35',
      '123',
      '12k',
      '1M',
      '–',
    ]);
  });
});
