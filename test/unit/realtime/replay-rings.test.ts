import { expect } from 'chai';
import fc from 'fast-check';
import { encodeMessage } from '../../../realtime/frame.ts';
import { ReplayRings, type RingLimits } from '../../../realtime/replay-rings.ts';
import { Ring, type RingEntry } from '../../../realtime/ring.ts';

interface Pushed {
  sender?: string;
  isMust?: boolean;
  replaces?: string;
  sizeBytes?: number;
}

/** Rings whose messages' bytes begin with their position. */
class Rings extends ReplayRings {
  say(channel: string, position: number, { sender = 'a', isMust = false, replaces, sizeBytes = 0 }: Pushed = {}): void {
    const bytes = Buffer.concat([Buffer.from(`${position} `), Buffer.alloc(sizeBytes, '.')]);
    this.push(channel, { position, bytes, isMust, sender, replaces });
  }

  /** Positions after one; 'lost' in front where something is missing. */
  read(channel: string, after: number): (number | 'lost')[] {
    const { messages, lost } = this.after(channel, after);
    expect(this.isComplete(channel, after), `whether ${channel} is complete after ${after}`).to.equal(
      lost.length === 0,
    );
    const positions = messages.map(({ bytes }) => Number.parseInt(bytes.toString(), 10));
    expect(positions).to.deep.equal(messages.map(({ position }) => position));
    return lost.length > 0 ? ['lost', ...positions] : positions;
  }
}

const rings = (limits: Partial<RingLimits> = {}) => new Rings(limits);

describe('replay rings', () => {
  it('replay what came after a position, in order, of that channel alone', () => {
    const kept = rings();
    for (const position of [1, 4, 7]) kept.say('a', position);
    kept.say('b', 8);
    expect(kept.read('a', 0)).to.deep.equal([1, 4, 7]);
    expect(kept.read('a', 4)).to.deep.equal([7]);
    expect(kept.read('a', 7)).to.deep.equal([]);
    expect(kept.read('never seen', 3)).to.deep.equal([]);
  });

  it('forget a person: rooms lose all, other channels what holds the id, without a gap', () => {
    const kept = rings();
    for (const position of [1, 2]) kept.say('live:heihei.5', position);
    kept.say('user:heihei.8', 3);
    kept.say('user:heihei.8', 777);
    kept.say('user:heihei.9', 778);
    kept.say('user:heihei.9', 17_779);
    kept.forgetPerson(777);
    expect(kept.read('live:heihei.5', 0)).to.deep.equal(['lost']);
    expect(kept.read('live:heihei.5', 2)).to.deep.equal([]);
    expect(kept.read('user:heihei.8', 0)).to.deep.equal([3]);
    expect(kept.read('user:heihei.9', 0)).to.deep.equal([778, 17_779]);
    kept.say('live:heihei.5', 800);
    expect(kept.read('live:heihei.5', 2)).to.deep.equal([800]);
  });

  it('know what they never had', () => {
    const kept = rings();
    kept.startAfter(100);
    kept.say('a', 101);
    expect(kept.read('a', 99)).to.deep.equal(['lost', 101]);
    expect(kept.read('quiet', 99)).to.deep.equal(['lost']);
    expect(kept.read('a', 100)).to.deep.equal([101]);
  });

  it('keep a channel’s last messages, and say where the others were', () => {
    const kept = rings({ maxMessages: 3 });
    for (let position = 1; position <= 5; position++) kept.say('a', position);
    expect(kept.read('a', 1)).to.deep.equal(['lost', 3, 4, 5]);
    expect(kept.read('a', 2)).to.deep.equal([3, 4, 5]);
    expect(kept.read('b', 0)).to.deep.equal([]);
  });

  it('keep gifts and actions, however many texts there are', () => {
    const kept = rings({ maxMessages: 10 });
    kept.say('a', 1, { isMust: true });
    for (let position = 2; position <= 100; position++) kept.say('a', position, { sender: `s${position}` });
    expect(kept.read('a', 0).slice(0, 2)).to.deep.equal(['lost', 1]);
    expect(kept.after('a', 0).lost[0]).to.be.greaterThan(1);
  });

  for (const isMust of [false, true]) {
    it(`let one sender push out their own ${isMust ? 'actions' : 'texts'} alone`, () => {
      const kept = rings({ maxMessages: 20, maxSenderMessages: 5 });
      for (let position = 1; position <= 5; position++) kept.say('a', position, { sender: `s${position}`, isMust });
      for (let position = 6; position <= 1_000; position++) kept.say('a', position, { sender: 'loud', isMust });
      const own = Array.from({ length: 15 }, (_, n) => 986 + n);
      expect(kept.read('a', 0)).to.deep.equal(['lost', 1, 2, 3, 4, 5, ...own]);
      expect(kept.after('a', 0).lost).to.deep.equal([...kept.after('a', 5).lost]);
      for (let position = 1_001; position <= 1_010; position++)
        kept.say('a', position, { sender: `t${position}`, isMust });
      expect(kept.read('a', 0).filter((position) => position !== 'lost' && position <= 5)).to.deep.equal([
        1, 2, 3, 4, 5,
      ]);
    });
  }

  for (const senders of [1, 5, 400]) {
    it(`look at few messages for each new one of a channel full of gifts and texts, of ${senders} senders`, () => {
      const ring = new Ring(0, 1_000, 200);
      let looks = 0;
      const entryAt = (position: number, isMust: boolean): RingEntry => {
        let state: RingEntry['state'] = 'kept';
        return {
          ...{ ring, position, isMust, sender: `s${position % senders}`, bytes: Buffer.alloc(0), costBytes: 0 },
          get state() {
            looks++;
            return state;
          },
          set state(next) {
            state = next;
          },
        };
      };
      const pushes = 20_000;
      for (let position = 1; position <= pushes; position++) {
        const isMust = position <= 1_000;
        ring.add(entryAt(position, isMust));
        const surplus = ring.surplus(isMust);
        if (surplus) ring.remove(surplus, 'lost');
      }
      expect(ring.entries()).to.have.length(2_000);
      expect(looks / pushes).to.be.below(20);
    });
  }

  it('keep of messages that make each other void the last one, and miss none of the others', () => {
    const kept = rings({ maxMessages: 10 });
    kept.say('a', 1, { isMust: true });
    for (let position = 2; position <= 2_000; position++)
      kept.say('a', position, { isMust: true, replaces: 'invitation' });
    kept.say('a', 2_001, { isMust: true });
    expect(kept.read('a', 0)).to.deep.equal([1, 2_000, 2_001]);
  });

  it('take their bytes from the sender who has most, in whatever channels', () => {
    const kept = rings({ maxBytes: 400_000 });
    kept.say('room', 1, { sender: 'quiet' });
    for (let position = 2; position <= 1_000; position++) {
      kept.say(`user ${position % 200}`, position, { sender: 'loud', sizeBytes: 1_000 });
    }
    expect(kept.read('room', 0)).to.deep.equal([1]);
    expect(kept.heldBytes).to.be.at.most(400_000);
    expect(kept.read('user 10', 0)[0]).to.equal('lost');
  });

  it('take their bytes from the channel that has most', () => {
    const kept = rings({ maxBytes: 1_000_000 });
    kept.say('quiet', 1);
    for (let position = 2; position <= 3_000; position++) {
      kept.say('busy', position, { sender: `s${position}`, sizeBytes: 2_000 });
    }
    expect(kept.read('quiet', 0)).to.deep.equal([1]);
    expect(kept.read('busy', 0)[0]).to.equal('lost');
  });

  it('forget the channel that was quiet for longest when there are too many', () => {
    const kept = rings({ maxChannels: 2 });
    kept.say('a', 1);
    kept.say('b', 2);
    kept.say('a', 3);
    kept.say('c', 4);
    expect(kept.read('b', 0)).to.deep.equal(['lost']);
    expect(kept.read('b', 2)).to.deep.equal([]);
    expect(kept.read('a', 0)).to.deep.equal([1, 3]);
    expect(kept.read('c', 0)).to.deep.equal([4]);
  });

  it('hold no memory but what they count, however much is encoded and not kept', () => {
    const kept = rings();
    for (let position = 1; position <= 100; position++) {
      const bytes = encodeMessage({ text: 'kept' }, position, position, 'a');
      kept.push('a', { position, bytes, isMust: false, sender: 'a' });
      for (let like = 0; like < 50; like++) encodeMessage({ msgType: 'like' }, position, position, 'a');
    }
    const held = new Set(kept.after('a', 0).messages.map(({ bytes }) => bytes.buffer));
    const heldBytes = [...held].reduce((sum, { byteLength }) => sum + byteLength, 0);
    expect(heldBytes).to.be.greaterThan(0).and.at.most(kept.heldBytes);
  });

  it('never replay less than they say, within their bytes, whatever is pushed', () => {
    const pushes = fc.array(
      fc.record({
        channel: fc.constantFrom('a', 'b', 'c'),
        sender: fc.constantFrom('x', 'y', 'z'),
        isMust: fc.boolean(),
        sizeBytes: fc.integer({ min: 0, max: 400 }),
      }),
      { maxLength: 150 },
    );
    const limits = fc.record({
      maxMessages: fc.integer({ min: 1, max: 10 }),
      maxSenderMessages: fc.integer({ min: 1, max: 10 }),
      maxBytes: fc.integer({ min: 1_000, max: 20_000 }),
      maxChannels: fc.integer({ min: 1, max: 3 }),
    });
    fc.assert(
      fc.property(pushes, limits, (said, chosen) => {
        const kept = rings(chosen);
        said.forEach(({ channel, ...message }, index) => {
          kept.say(channel, (index + 1) * 3, message);
          expect(kept.heldBytes).to.be.at.most(chosen.maxBytes);
        });
        const end = said.length * 3;
        for (const channel of ['a', 'b', 'c']) {
          const positions = said.flatMap((one, index) => (one.channel === channel ? [(index + 1) * 3] : []));
          for (let after = 0; after <= end; after++) {
            const there = kept.read(channel, after).filter((position) => position !== 'lost');
            const { lost } = kept.after(channel, after);
            const expected = positions.filter((position) => position > after);
            expect(there.every((position) => expected.includes(position))).to.equal(true);
            for (const missing of expected.filter((position) => !there.includes(position))) {
              const next = there.find((position) => position > missing) ?? Number.POSITIVE_INFINITY;
              const isMarked = lost.some((position) => position >= missing && position < next);
              expect(isMarked, `${channel} says that ${missing} is missing`).to.equal(true);
            }
          }
          // Whoever missed nothing is always recovered.
          expect(kept.read(channel, end)).to.deep.equal([]);
        }
      }),
    );
  });
});
