import { expect } from 'chai';
import { laterMinima, type Point, slopePerHour } from '../../../bench/support/slope.ts';

const HOUR_MS = 3_600_000;
const everyMinute = (count: number, value: (minute: number) => number): Point[] =>
  Array.from({ length: count }, (_, minute) => ({ atMs: minute * 60_000, value: value(minute) }));

describe('slope of a soak run', () => {
  it('is in units an hour, by least squares', () => {
    expect(slopePerHour(everyMinute(30, (minute) => 100 + minute))).to.be.closeTo(60, 1e-9);
    expect(slopePerHour(everyMinute(30, () => 100))).to.equal(0);
    const around = [
      { atMs: 0, value: 1 },
      { atMs: HOUR_MS, value: 0 },
      { atMs: 2 * HOUR_MS, value: 5 },
    ];
    expect(slopePerHour(around)).to.be.closeTo(2, 1e-9);
  });

  it('is nothing where there are no two moments', () => {
    expect(slopePerHour([])).to.be.NaN;
    expect(slopePerHour([{ atMs: 1, value: 1 }])).to.be.NaN;
  });

  it('is of the lowest points of the second half', () => {
    // Grows in the first half; later every second sample stands on what a moment's work holds.
    const points = everyMinute(41, (minute) => (minute < 20 ? minute : 20 + (minute % 2) * 50));
    const later = laterMinima(points, 20);
    expect(later).to.have.length(10);
    expect(later.every(({ value }) => value === 20)).to.equal(true);
    expect(later[0]!.atMs).to.equal(20 * 60_000);
    expect(later.at(-1)!.atMs).to.be.at.least(38 * 60_000);
  });

  it('leaves out stretches in which nobody looked', () => {
    const points = everyMinute(41, (minute) => minute).filter(({ atMs }) => atMs < 25 * 60_000 || atMs > 30 * 60_000);
    expect(laterMinima(points, 20).map(({ value }) => value)).to.deep.equal([20, 22, 24, 31, 32, 34, 36, 38]);
    expect(laterMinima([], 20)).to.deep.equal([]);
  });
});
