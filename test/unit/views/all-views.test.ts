import { expect } from 'chai';
import type { LoggedEvent } from '../../../event-store/event-store.ts';
import { indexFields, tableOf } from '../../../projections/query.ts';
import { rulesOf } from '../../../projections/read-models.ts';
import { allViews } from '../../../projections/views/all.ts';
import { History } from '../../support/history.ts';

describe('all views', () => {
  it('have names, versions and indexes of plain field names that their documents have', () => {
    const events = new History(1)
      .next(600)
      .map(({ event, stream }, at) => ({ ...event, stream, position: at + 1 }) as LoggedEvent);
    for (const view of allViews) {
      expect(tableOf(view)).to.match(/^[a-z-]+@[1-9]\d*$/);
      const rules = rulesOf(view);
      const document = events
        .flatMap((event) => {
          const rule = rules.get(event.type);
          return rule?.ids(event).map((id) => rule.evolve(null, event, id, event)) ?? [];
        })
        .find((found) => found !== null);
      for (const index of Object.keys(view.indexes)) {
        for (const { name } of indexFields(view, index)) if (document) expect(document).to.have.property(name);
      }
    }
    expect(new Set(allViews.map(({ name }) => name)).size).to.equal(allViews.length);
  });

  it('touch only documents of the app that the event belongs to', () => {
    const events = new History(2, { maxUsers: 30 })
      .next(600)
      .map(({ event, stream }) => ({ ...event, stream }) as LoggedEvent);
    for (const view of allViews) {
      const rules = rulesOf(view);
      for (const event of events)
        for (const id of rules.get(event.type)?.ids(event) ?? []) expect(id).to.match(/^heihei\./);
    }
  });
});
