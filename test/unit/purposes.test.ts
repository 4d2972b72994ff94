import { expect } from 'chai';
import { keyedCommandId, reactionCommandId } from '../../domain/kernel/ids.ts';
import { KEY_PURPOSES, REACTOR_NAMES, STEPS } from '../../domain/kernel/purposes.ts';
import { allReactors } from '../../workers/reactors/all.ts';
import { linesGroup } from '../../workers/reactors/lines.ts';

describe('purposes', () => {
  it('differ from each other', () => {
    const { alone, ofLive, ofChat, ofUser, ofFriend, ofGroup, ofRecord, ofOrder } = KEY_PURPOSES;
    for (const words of [
      [...alone, ...ofLive, ...ofChat, ...ofUser, ...ofFriend, ...ofGroup, ...ofRecord, ...ofOrder],
      [...STEPS.alone],
      [...STEPS.drawn],
      [...STEPS.ofEach],
      [...REACTOR_NAMES],
    ]) {
      expect(new Set(words).size).to.equal(words.length);
    }
  });

  it('name every reactor, and only those', () => {
    const all = [
      ...allReactors,
      ...linesGroup({ ofCall: async () => null, ofSubject: async () => null, ofGift: async () => null }).reactors,
    ];
    expect(all.map(({ name }) => name)).to.have.members([...REACTOR_NAMES]);
  });

  it('give the ids that stand in logs', () => {
    expect(keyedCommandId('app', 7, 'buy-gift', 'k|1')).to.equal('6066af63-5832-5cc3-8f92-9ba0748c0f47');
    expect(keyedCommandId('app', 7, 'join-live 5', 'k')).to.equal('0954bc13-eb25-5ca5-9940-c06c75d22809');
    expect(reactionCommandId('6f2c1d2e-5f0b-5a57-9d55-7c1b8a3f4e10', 'credit-host', 'wallet-app.7')).to.equal(
      '1920a1f7-1fb8-57a6-9f64-912581bb4abe',
    );
  });
});
