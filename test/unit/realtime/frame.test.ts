import { expect } from 'chai';
import { encodeEvent, encodeMessage, packetData } from '../../../realtime/frame.ts';

/** Reads one unmasked text frame, as RFC 6455 describes it. */
function decode(bytes: Buffer): string {
  expect(bytes[0]).to.equal(0x81);
  const code = bytes[1]!;
  const [length, start] =
    code < 126 ? [code, 2] : code === 126 ? [bytes.readUInt16BE(2), 4] : [Number(bytes.readBigUInt64BE(2)), 10];
  expect(bytes.length).to.equal(start + length);
  return bytes.toString('utf8', start);
}

describe('frames', () => {
  it('are a Socket.IO event in one text frame, at every length and in every script', () => {
    for (const length of [0, 100, 107, 108, 109, 125, 126, 65_517, 65_518, 65_519, 65_536, 200_000]) {
      for (const letter of ['a', '播', '😖']) {
        const argument = { text: letter.repeat(length) };
        const bytes = encodeEvent('msg', argument);
        expect(decode(bytes)).to.equal(`42["msg",${JSON.stringify(argument)}]`);
        expect(packetData(bytes)).to.equal(`2["msg",${JSON.stringify(argument)}]`);
      }
    }
  });

  it('carry the documented object with msgId, position and channel', () => {
    const bytes = encodeMessage({ msgType: 'text', msgId: 'overwritten' }, 81, 10, 'live:a.1');
    const argument = JSON.parse(packetData(bytes).slice(1))[1];
    expect(argument).to.deep.equal({ msgType: 'text', msgId: 81, position: 10, channel: 'live:a.1' });
  });
});
