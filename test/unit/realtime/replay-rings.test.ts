import { expect } from 'chai';
import fc from 'fast-check';
import { encodeMessage } from '../../../realtime/frame.ts';
import { ReplayRings } from '../../../realtime/replay-rings.ts';

const bytes = (text: string | number) => Buffer.from(String(text));
const read = (rings: ReplayRings, channel: string, after: number) => {
  const replay = rings.after(channel, after);
  return replay.recovered ? replay.frames.map(String) : 'lost';
};

describe('replay rings', () => {
  it('replay what came after a position, in order, of that channel alone', () => {
    const rings = new ReplayRings();
    for (const position of [1, 4, 7]) rings.push('a', position, bytes(position));
    rings.push('b', 8, bytes('other'));
    expect(read(rings, 'a', 0)).to.deep.equal(['1', '4', '7']);
    expect(read(rings, 'a', 4)).to.deep.equal(['7']);
    expect(read(rings, 'a', 7)).to.deep.equal([]);
    expect(read(rings, 'never seen', 3)).to.deep.equal([]);
  });

  it('know what they never had', () => {
    const rings = new ReplayRings();
    rings.startAfter(100);
    rings.push('a', 101, bytes('x'));
    expect(read(rings, 'a', 99)).to.equal('lost');
    expect(read(rings, 'quiet', 99)).to.equal('lost');
    expect(read(rings, 'a', 100)).to.deep.equal(['x']);
  });

  it('keep a channel’s last messages and refuse whoever missed more', () => {
    const rings = new ReplayRings({ maxMessages: 3 });
    for (let position = 1; position <= 5; position++) rings.push('a', position, bytes(position));
    expect(read(rings, 'a', 1)).to.equal('lost');
    expect(read(rings, 'a', 2)).to.deep.equal(['3', '4', '5']);
    expect(read(rings, 'b', 0)).to.deep.equal([]);
  });

  it('hold no memory but what they count, however much is encoded and not kept', () => {
    const rings = new ReplayRings();
    for (let position = 1; position <= 100; position++) {
      rings.push('a', position, encodeMessage({ text: 'kept' }, position, position, 'a'));
      for (let like = 0; like < 50; like++) encodeMessage({ msgType: 'like' }, position, position, 'a');
    }
    const replay = rings.after('a', 0);
    const held = new Set(replay.recovered ? replay.frames.map(({ buffer }) => buffer) : []);
    const heldBytes = [...held].reduce((sum, { byteLength }) => sum + byteLength, 0);
    expect(heldBytes).to.be.greaterThan(0).and.at.most(rings.heldBytes);
  });

  it('never replay less than all, within their bytes, whatever is pushed', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ channel: fc.constantFrom('a', 'b', 'c'), size: fc.integer({ min: 0, max: 400 }) }), {
          maxLength: 80,
        }),
        fc.integer({ min: 1, max: 10 }),
        fc.integer({ min: 1_000, max: 10_000 }),
        (pushes, maxMessages, maxBytes) => {
          const rings = new ReplayRings({ maxMessages, maxBytes });
          const all: { channel: string; position: number }[] = [];
          pushes.forEach(({ channel, size }, index) => {
            const position = (index + 1) * 3;
            all.push({ channel, position });
            rings.push(channel, position, Buffer.concat([bytes(`${position} `), Buffer.alloc(size, '.')]));
            expect(rings.heldBytes).to.be.at.most(maxBytes);
          });
          for (const channel of ['a', 'b', 'c']) {
            for (let after = 0; after <= pushes.length * 3; after++) {
              const replay = rings.after(channel, after);
              if (!replay.recovered) continue;
              const positions = replay.frames.map((frame) => Number.parseInt(frame.toString(), 10));
              const expected = all.filter((one) => one.channel === channel && one.position > after);
              expect(positions).to.deep.equal(expected.map(({ position }) => position));
            }
          }
          // Whoever missed nothing is always recovered.
          for (const channel of ['a', 'b', 'c'])
            expect(rings.after(channel, pushes.length * 3).recovered).to.equal(true);
        },
      ),
    );
  });
});
