import { expect } from 'chai';
import {
  countEvent,
  fingerprintNumber,
  fingerprintOf,
  noSeenCommands,
  REMEMBERED_COMMANDS,
  REMEMBERED_MS,
  rememberCommand,
  seenCommand,
  settleRevision,
} from '../../../domain/kernel/seen-commands.ts';

const id = (n: number) => `00000000-0000-5000-8000-${String(n).padStart(12, '0')}`;
const T0 = 1_700_000_000_000;
const once = { fingerprint: 7, at: T0, revision: 0, count: 1 };

describe('seen commands', () => {
  it('are remembered as they were, with every event counted and their place in the log', () => {
    const seen = noSeenCommands();
    expect([seenCommand(seen, id(1)), countEvent(seen, id(1))]).to.deep.equal([undefined, false]);
    const large = { fingerprint: 2 ** 48 - 1, at: 8.64e15, revision: Number.MAX_SAFE_INTEGER, count: 1 };
    rememberCommand(seen, id(1), large);
    rememberCommand(seen, id(2), once);
    expect(seenCommand(seen, id(1))).to.deep.equal(large);
    expect(countEvent(seen, id(2))).to.equal(true);
    settleRevision(seen, id(2), 5);
    settleRevision(seen, id(3), 5);
    expect(seenCommand(seen, id(2))).to.deep.equal({ ...once, revision: 5, count: 2 });
    rememberCommand(seen, id(2), { ...once, fingerprint: 8 });
    expect([seen.size, seenCommand(seen, id(2))]).to.deep.equal([2, { ...once, fingerprint: 8 }]);
  });

  it('are the last ten thousand at least, and go when they are older than 91 days', () => {
    const seen = noSeenCommands();
    const eachMs = REMEMBERED_MS / REMEMBERED_COMMANDS / 2;
    const remember = (n: number) => rememberCommand(seen, id(n), { ...once, at: T0 + n * eachMs });
    for (let n = 0; n < 2 * REMEMBERED_COMMANDS; n++) remember(n);
    expect(seen.size).to.equal(2 * REMEMBERED_COMMANDS);
    for (let n = 2 * REMEMBERED_COMMANDS; n < 3 * REMEMBERED_COMMANDS; n++) remember(n);
    expect(seen.size)
      .to.be.at.least(2 * REMEMBERED_COMMANDS)
      .and.below(2 * REMEMBERED_COMMANDS + 512);
    expect(seenCommand(seen, id(0))).to.equal(undefined);
    expect(seenCommand(seen, id(REMEMBERED_COMMANDS))?.at).to.equal(T0 + REMEMBERED_COMMANDS * eachMs);
  });

  it('are ten thousand when they are all old', () => {
    const seen = noSeenCommands();
    for (let n = 0; n < 3 * REMEMBERED_COMMANDS; n++) {
      rememberCommand(seen, id(n), { ...once, at: T0 + n * REMEMBERED_MS });
      if (n >= REMEMBERED_COMMANDS) expect(seen.size).to.be.within(REMEMBERED_COMMANDS, REMEMBERED_COMMANDS + 512);
    }
    expect(seenCommand(seen, id(2 * REMEMBERED_COMMANDS))).to.not.equal(undefined);
  });

  it('have fingerprints that are the number told, the same as when they were longer', () => {
    // SHA-256 of "{}" begins with 0x44136fa355b3; events hold the first 12 characters of it, or the first 8.
    expect(fingerprintOf({})).to.equal('RBNvo1Wz');
    expect(fingerprintNumber('RBNvo1Wz')).to.equal(0x44136fa355b3);
    expect(fingerprintNumber('RBNvo1WzZ4oR')).to.equal(0x44136fa355b3);
    expect(fingerprintNumber('________')).to.equal(2 ** 48 - 1);
    expect(fingerprintNumber('AAAAAAA-')).to.equal(62);
  });
});
