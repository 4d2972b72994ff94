import { expect } from 'chai';
import fc from 'fast-check';
import { dropOldest } from '../../../domain/kernel/bounded.ts';
import { comboTable, getCombo, putCombo } from '../../../domain/wallet/dense/combo-table.ts';
import { PlainNewest } from '../../support/plain-key-table.ts';

describe('dropOldest', () => {
  it('keeps at least the newest, and at most an eighth more', () => {
    const entries = new Set<number>();
    for (let n = 1; n <= 10_000; n++) {
      entries.add(n);
      dropOldest(entries, 100);
      expect(entries.size).to.be.at.most(112);
    }
    const newest = Array.from({ length: entries.size }, (_, i) => 10_000 - entries.size + 1 + i);
    expect([...entries]).to.deep.equal(newest);
    expect(entries.size).to.be.at.least(100);
  });
});

describe('combos', () => {
  it('are kept as the plain version keeps them, oldest dropped first', () => {
    const combo = fc.record({ giftId: fc.nat(), placeId: fc.maxSafeNat(), amount: fc.integer({ min: 1, max: 9_999 }) });
    const puts = fc.array(fc.tuple(fc.nat({ max: 60 }), combo), { maxLength: 400, size: 'max' });
    fc.assert(
      fc.property(puts, fc.integer({ min: 1, max: 40 }), (all, max) => {
        const table = comboTable();
        const plain = new PlainNewest<unknown>();
        for (const [n, put] of all) {
          putCombo(table, `combo ${n}`, put, max);
          plain.put(`combo ${n}`, put, max);
        }
        expect(table.size).to.equal(plain.kept.size);
        for (let n = 0; n <= 60; n++) {
          expect(getCombo(table, `combo ${n}`)).to.deep.equal(plain.kept.get(`combo ${n}`));
        }
      }),
      { numRuns: 60 },
    );
  });
});
