import { expect } from 'chai';
import { chains, MAX_CHAIN_EVENTS } from '../../../projections/views/chains.ts';
import { given, registered } from '../../support/view-events.ts';

describe('view chains', () => {
  it('names what one request did, by stream and revision, and holds nothing of what it said', () => {
    const documents = given(registered(1), { ...registered(2), stream: 'user-app.2' }).into(chains);
    expect(documents).to.deep.equal({
      'app.c': {
        events: [
          ['s', 0],
          ['user-app.2', 1],
        ],
        more: 0,
      },
    });
  });

  it('counts what it does not name', () => {
    const many = Array.from({ length: MAX_CHAIN_EVENTS + 3 }, (_, n) => registered(n + 1));
    const chain = given(...many).into(chains)['app.c']!;
    expect(chain.events).to.have.length(MAX_CHAIN_EVENTS);
    expect(chain.more).to.equal(3);
  });
});
