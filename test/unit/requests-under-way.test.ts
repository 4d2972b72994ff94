import { expect } from 'chai';
import { RequestsUnderWay } from '../../api/http/requests-under-way.ts';
import { until } from '../e2e/gateway-harness.ts';
import { standStill } from '../support/stand-still.ts';

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

  it('does not give up for which the answer came while the process stood still', async () => {
    const underWay = new RequestsUnderWay(1_500);
    const givenUp: string[] = [];
    const entry = underWay.begin(() => givenUp.push('was not slow itself'));
    // What was read in the meantime is handed over after the timers that fell due.
    setTimeout(() => setImmediate(() => underWay.end(entry)), 1);
    standStill(3_000);
    underWay.begin(() => givenUp.push('slow'));
    await until(() => givenUp.length > 0, 'the end of the one that is slow');
    expect(givenUp).to.deep.equal(['slow']);
  });
});
