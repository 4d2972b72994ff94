import { expect } from 'chai';

/** One attack: what is tried, how, and what must come of it. */
export type Attack = readonly [what: string, attempt: () => Promise<unknown>, must: unknown];

const totals = { tried: 0, held: 0 };
after(() => console.log(`ATTACK tried=${totals.tried} held=${totals.held}`));

/** Tries one attack; it holds when what comes of it equals what must. */
export async function attack(what: string, attempt: () => Promise<unknown>, must: unknown): Promise<void> {
  totals.tried++;
  expect(await attempt(), what).to.deep.equal(must);
  totals.held++;
}

/** A test for each row of a table of attacks. */
export function attacks(theme: string, table: readonly Attack[]): void {
  describe(theme, () => {
    for (const [what, attempt, must] of table) {
      it(`${what} → ${typeof must === 'string' ? must : JSON.stringify(must)}`, () => attack(what, attempt, must));
    }
  });
}
