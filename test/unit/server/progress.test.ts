import { expect } from 'chai';
import { lineOf, Progress } from '../../../server/cli/progress.ts';

describe('progress of long work', () => {
  it('says the share, how much of what, the rate, and the time left', () => {
    const bar = `${'█'.repeat(12)}${'░'.repeat(12)} 50 %`;
    expect(lineOf(500_000, 1_000_000, 2, 'events')).to.equal(
      `${bar}  500,000 of 1,000,000 events  250,000/s  2 s left`,
    );
    expect(lineOf(50e6, 100e6, 100, 'bytes')).to.equal(`${bar}  50.0 MB of 100.0 MB  0.5 MB/s  1 min 40 s left`);
    expect(lineOf(100, 200, 5, 'requests')).to.equal(`${bar}  100 of 200 requests  20/s  5 s left`);
  });

  it('says no time left before it can tell, nor at the end', () => {
    expect(lineOf(1, 1_000, 1, 'events')).not.to.include('left');
    expect(lineOf(7, 0, 1, 'events')).to.include('0 %  7 events');
    expect(lineOf(1_000, 1_000, 4, 'events'))
      .to.include('100 %')
      .and.not.to.include('left');
  });

  it('is drawn on a terminal alone, not too often, and taken away', () => {
    const drawn: string[] = [];
    let now = 0;
    const on = (isTTY: boolean) =>
      new Progress('verify', {
        unit: 'events',
        stream: { isTTY, columns: 200, write: (text: string) => drawn.push(text) > 0 },
        nowMs: () => now,
      });
    const nowhere = on(false);
    nowhere.at(1, 2);
    nowhere.end();
    expect(drawn).to.deep.equal([]);
    const shown = on(true);
    for (now = 0; now < 300; now += 10) shown.at(now, 300);
    expect(drawn).to.have.length(3);
    expect(drawn[0]!.startsWith('\r\x1b[Kverify ')).to.equal(true);
    shown.end();
    expect(drawn.at(-1)).to.equal('\r\x1b[K');
  });
});
