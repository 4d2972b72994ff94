import { expect } from 'chai';
import fc from 'fast-check';
import { RecentEvents } from '../../event-store/embedded/recent-events.ts';
import { encodeRecord } from '../../event-store/embedded/record.ts';
import type { LoggedEvent, NewEvent } from '../../event-store/event-store.ts';
import { upcastTo } from '../../event-store/upcast.ts';

function eventOf(n: number, chars: number): NewEvent {
  const id = `00000000-0000-5000-8000-${String(n).padStart(12, '0')}`;
  const data = { n, text: '礼'.repeat(chars) };
  return { id, type: 'TextSaid', data, meta: { appId: 'app', actor: n, at: n, commandId: id } };
}

/** What RecentEvents keeps, as a list: the newest events within its limits. */
class PlainRecentEvents {
  readonly events: { event: LoggedEvent; bytes: number }[] = [];
  private readonly limits: { maxEvents: number; maxBytes: number };

  constructor(limits: { maxEvents: number; maxBytes: number }) {
    this.limits = limits;
  }

  push(event: LoggedEvent, bytes: number): void {
    this.events.push({ event, bytes });
    const sum = () => this.events.reduce((all, each) => all + each.bytes, 0);
    while (this.events.length > this.limits.maxEvents || sum() > this.limits.maxBytes) this.events.shift();
  }
}

describe('recent events of the embedded log', () => {
  it('are what a plain list of the newest would hold, whether kept as objects or as bytes', () => {
    const batches = fc.array(fc.array(fc.nat({ max: 40 }), { minLength: 1, maxLength: 90 }), {
      minLength: 5,
      maxLength: 16,
    });
    const limits = fc.record({
      maxEvents: fc.integer({ min: 1, max: 900 }),
      maxBytes: fc.integer({ min: 200, max: 60_000 }),
    });
    fc.assert(
      fc.property(batches, limits, fc.nat(), fc.integer({ min: 1, max: 300 }), (all, bounds, from, limit) => {
        const head = from % 1_000;
        const recent = new RecentEvents(head, upcastTo({}), bounds);
        const plain = new PlainRecentEvents(bounds);
        let n = 0;
        for (const sizes of all) {
          const events = sizes.map((chars) => eventOf(++n, chars));
          const records = events.map((event) => Buffer.from(encodeRecord(event, JSON.stringify(event.data))));
          const bytes = Buffer.concat(records);
          let start = 0;
          for (const [i, event] of events.entries()) {
            const { length } = records[i]!;
            recent.push(event, 'feed-app.1', n - events.length + i, bytes, start, length);
            const where = { stream: 'feed-app.1', revision: n - events.length + i, position: recent.head };
            plain.push({ ...event, ...where } as LoggedEvent, length);
            start += length;
          }
        }
        expect(recent.head).to.equal(head + n);
        const first = recent.head - plain.events.length;
        expect(recent.holdsAllAfter(first)).to.equal(true);
        if (first > head) expect(recent.holdsAllAfter(first - 1)).to.equal(false);
        for (const after of [first, Math.floor((first + recent.head) / 2), recent.head]) {
          const expected = plain.events.map(({ event }) => event).filter(({ position }) => position > after);
          // As text: comparing hundreds of events as objects takes chai long.
          expect(JSON.stringify(recent.after(after, limit).map(sorted))).to.equal(
            JSON.stringify(expected.slice(0, limit).map(sorted)),
          );
        }
      }),
      { numRuns: 40 },
    );
  });
});

function sorted({ position, revision, stream, id, type, data, meta }: LoggedEvent) {
  return [position, revision, stream, id, type, data, meta.actor, meta.at, meta.commandId];
}
