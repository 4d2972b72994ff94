import { expect } from 'chai';
import { ownPart } from '../../../application/exports/own-part.ts';
import { placesAt, valueAt } from '../../../domain/kernel/personal-paths.ts';
import type { LoggedEvent } from '../../../event-store/event-store.ts';

describe('paths of personal fields', () => {
  const data = { from: { userId: 1 }, users: [{ person: { userId: 2 } }, { person: { userId: 3 } }], gone: null };

  it('lead to one place each, or to one for each item of a list', () => {
    expect(placesAt(data, ['from', 'userId'])).to.deep.equal([[]]);
    const path = ['users', '*', 'person', 'userId'];
    expect(placesAt(data, path)).to.deep.equal([[0], [1]]);
    expect(placesAt(data, path).map((items) => valueAt(data, path, items))).to.deep.equal([2, 3]);
    expect(placesAt({ rows: [[1], [2, 3]] }, ['rows', '*', '*'])).to.deep.equal([
      [0, 0],
      [1, 0],
      [1, 1],
    ]);
  });

  it('lead to nothing where there is no such thing', () => {
    expect(placesAt(data, ['from', '*', 'userId'])).to.deep.equal([]);
    expect(placesAt(data, ['gone', '*'])).to.deep.equal([]);
    expect(valueAt(data, ['gone', 'userId'])).to.equal(undefined);
    expect(valueAt(data, ['users', '*', 'person', 'userId'], [7])).to.equal(undefined);
  });
});

describe('the part of an event that its person is given', () => {
  it('holds of a list of people what they said of themselves, and of the others nothing', () => {
    const person = (userId: number) => ({ userId, description: `我是${userId}`, address: '上海' });
    const event = {
      type: 'ChatUserStatusChanged',
      data: { chatId: 7, users: [{ person: person(1) }, { person: person(2) }] },
      meta: { at: 5 },
    } as unknown as LoggedEvent;
    expect(ownPart(event, 1)).to.deep.equal({
      type: 'ChatUserStatusChanged',
      at: 5,
      data: { chatId: 7, users: [{ person: person(1) }, { person: { userId: 2 } }] },
    });
    expect(ownPart(event, 3)).to.equal(null);
  });
});
