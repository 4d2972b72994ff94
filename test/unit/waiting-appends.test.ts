import { expect } from 'chai';
import { type Appended, ConcurrencyError } from '../../event-store/event-store.ts';
import { WaitingAppends } from '../../event-store/sealing/waiting-appends.ts';
import { rejection } from '../support/promises.ts';

const STREAM = 'live-heihei.1';
const ready = async () => {};

describe('appends that wait for keys', () => {
  it('are refused when they build on one that is refused at once, however quickly they are ready', async () => {
    const waiting = new WaitingAppends();
    const issued: number[] = [];
    const append = (expected: number, log: () => Promise<Appended>) =>
      waiting.add({ stream: STREAM, count: 1, expected }, ready, () => {
        issued.push(expected);
        return log();
      });
    const refused = append(0, () => Promise.reject(new ConcurrencyError(STREAM, 0, 1)));
    const building = append(1, () => Promise.resolve({ revision: 2, position: 3 }));
    for (const one of [refused, building]) expect(await rejection(one)).to.be.instanceOf(ConcurrencyError);
    expect(issued).to.deep.equal([0]);
    // Who has heard of the refusal may expect the same.
    const again = append(1, () => Promise.resolve({ revision: 2, position: 3 }));
    expect((await again).revision).to.equal(2);
  });
});
