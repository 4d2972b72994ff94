import { expect } from 'chai';
import fc from 'fast-check';
import {
  countEvent,
  fingerprintNumber,
  fingerprintOf,
  noSeenCommands,
  REMEMBERED_BY_AGE,
  REMEMBERED_MS,
  REMEMBERED_PER_STREAM,
  REMEMBERED_PER_USER,
  rememberCommand,
  seenCommand,
  settleRevision,
} from '../../../domain/kernel/seen-commands.ts';
import { PlainSeenCommands } from '../../support/plain-seen-commands.ts';

const id = (n: number) => `00000000-0000-5000-8000-${String(n).padStart(12, '0')}`;
const T0 = 1_700_000_000_000;
const once = { fingerprint: 7, at: T0, revision: 0, count: 1, actor: 0 };

describe('seen commands', () => {
  it('are remembered as they were, with every event counted and their place in the log', () => {
    const seen = noSeenCommands();
    expect([seenCommand(seen, id(1)), countEvent(seen, id(1))]).to.deep.equal([undefined, false]);
    const large = { fingerprint: 2 ** 48 - 1, at: 8.64e15, revision: Number.MAX_SAFE_INTEGER, count: 1, actor: 2 };
    rememberCommand(seen, id(1), large);
    rememberCommand(seen, id(2), once);
    expect(seenCommand(seen, id(1))).to.deep.equal(large);
    expect(countEvent(seen, id(2))).to.equal(true);
    settleRevision(seen, id(2), 5);
    settleRevision(seen, id(3), 5);
    expect(seenCommand(seen, id(2))).to.deep.equal({ ...once, revision: 5, count: 2 });
    rememberCommand(seen, id(2), { ...once, fingerprint: 8 });
    expect([seen.table.size, seenCommand(seen, id(2))]).to.deep.equal([2, { ...once, fingerprint: 8 }]);
  });

  it('are what the plain version remembers, whoever sends how many and when', () => {
    const senders = fc.array(
      fc.record({ actor: fc.nat({ max: 4 }), count: fc.nat({ max: 9_000 }), days: fc.nat(60) }),
      {
        minLength: 3,
        maxLength: 8,
      },
    );
    fc.assert(
      fc.property(senders, (bursts) => {
        const seen = noSeenCommands();
        const plain = new PlainSeenCommands();
        let at = T0;
        let n = 0;
        for (const { actor, count, days } of bursts) {
          at += days * 24 * 3600 * 1000;
          for (let i = 0; i < count; i++, n++) {
            // One in eight comes again, as a second event or as another command under the same id.
            const commandId = id(n % 8 === 7 ? n - 5 : n);
            const command = { fingerprint: n % 3, at, revision: n, count: 1, actor };
            if (n % 16 === 7) expect(countEvent(seen, commandId)).to.equal(plain.countEvent(commandId));
            else if (n % 16 === 9) {
              settleRevision(seen, commandId, n + 1);
              plain.settleRevision(commandId, n + 1);
            } else {
              rememberCommand(seen, commandId, command);
              plain.remember(commandId, command);
            }
          }
          expect(seen.table.size).to.equal(plain.commands.size);
        }
        for (let each = 0; each < n; each += 7) {
          const expected = plain.commands.get(id(each));
          // Compared as text: chai's comparison of tens of thousands of objects takes long.
          expect(JSON.stringify(seenCommand(seen, id(each)))).to.equal(JSON.stringify(expected));
        }
      }),
      { numRuns: 8 },
    );
  });

  const sizeOf = ({ table }: ReturnType<typeof noSeenCommands>) => table.size;
  /** A key that was remembered nth, by an actor. */
  const remember = (seen: ReturnType<typeof noSeenCommands>, n: number, actor: number, at = T0) =>
    rememberCommand(seen, id(n), { ...once, at, actor });

  it('are of the system all of the last 91 days, and go by their age where there are many', () => {
    const seen = noSeenCommands();
    const eachMs = REMEMBERED_MS / REMEMBERED_BY_AGE / 2;
    for (let n = 0; n < 2 * REMEMBERED_BY_AGE; n++) remember(seen, n, 0, T0 + n * eachMs);
    expect(sizeOf(seen)).to.equal(2 * REMEMBERED_BY_AGE);
    for (let n = 2 * REMEMBERED_BY_AGE; n < 4 * REMEMBERED_BY_AGE; n++) remember(seen, n, 0, T0 + n * eachMs);
    expect(sizeOf(seen)).to.be.within(2 * REMEMBERED_BY_AGE, 2.5 * REMEMBERED_BY_AGE);
    expect(seenCommand(seen, id(0))).to.equal(undefined);
    expect(seenCommand(seen, id(2 * REMEMBERED_BY_AGE))?.at).to.equal(T0 + 2 * REMEMBERED_BY_AGE * eachMs);
  });

  it('are ten thousand when they are all old', () => {
    const seen = noSeenCommands();
    for (let n = 0; n < 3 * REMEMBERED_BY_AGE; n++) {
      remember(seen, n, n % 7, T0 + n * REMEMBERED_MS);
      if (n >= REMEMBERED_BY_AGE) expect(sizeOf(seen)).to.be.within(REMEMBERED_BY_AGE, 1.25 * REMEMBERED_BY_AGE);
    }
    expect(seenCommand(seen, id(2 * REMEMBERED_BY_AGE))).to.not.equal(undefined);
  });

  it('are bounded by user: one who sends keys without end pushes out none but their own', () => {
    const seen = noSeenCommands();
    const others = [0, 1, 2, 3].flatMap((actor) =>
      Array.from({ length: 100 }, (_, n) => ({ actor, n: actor * 100 + n })),
    );
    for (const { actor, n } of others) remember(seen, n, actor);
    const flood = 4 * REMEMBERED_PER_USER;
    for (let n = 0; n < flood; n++) {
      remember(seen, 1_000 + n, 9);
      expect(sizeOf(seen)).to.be.at.most(1.25 * REMEMBERED_PER_USER);
    }
    for (const { actor, n } of others) expect(seenCommand(seen, id(n))?.actor).to.equal(actor);
    for (let n = flood - REMEMBERED_PER_USER; n < flood; n++) {
      expect(seenCommand(seen, id(1_000 + n)) === undefined).to.equal(false);
    }
    expect(seenCommand(seen, id(1_000))).to.equal(undefined);
  });

  it('are bounded by stream, too, however many users there are', () => {
    const seen = noSeenCommands();
    for (let n = 0; n < 1.3 * REMEMBERED_PER_STREAM; n++) remember(seen, n, 1 + (n % 100_000));
    expect(sizeOf(seen)).to.be.within(REMEMBERED_PER_STREAM, 1.2 * REMEMBERED_PER_STREAM);
    expect(seenCommand(seen, id(0))).to.equal(undefined);
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
