import { expect } from 'chai';
import { RequestsUnderWay } from '../../api/http/requests-under-way.ts';

const nextTimer = () => new Promise((resolve) => setTimeout(resolve, 1));

describe('requests under way', () => {
  it('gives up those that are overdue, in their order, and only those', async () => {
    const underWay = new RequestsUnderWay(5);
    const givenUp: string[] = [];
    underWay.begin(() => givenUp.push('first'));
    underWay.end(underWay.begin(() => givenUp.push('answered')));
    underWay.begin(() => givenUp.push('second'));
    while (givenUp.length < 2) await nextTimer();
    expect(givenUp).to.deep.equal(['first', 'second']);
    underWay.begin(() => givenUp.push('third'));
    while (givenUp.length < 3) await nextTimer();
    expect(givenUp).to.deep.equal(['first', 'second', 'third']);
  });

  it('tells a rush from a few requests, until a moment after it is over', async () => {
    const underWay = new RequestsUnderWay();
    const begin = () => underWay.begin(() => undefined);
    const entries = Array.from({ length: 31 }, begin);
    expect(underWay.isRush()).to.equal(false);
    entries.push(begin());
    expect(underWay.isRush()).to.equal(true);
    for (const entry of entries) underWay.end(entry);
    while (underWay.isRush()) await nextTimer();
    underWay.end(begin());
    expect(underWay.isRush()).to.equal(false);
  });
});
