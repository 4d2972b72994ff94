import { EventEmitter } from 'node:events';
import { expect } from 'chai';
import {
  AT_ONCE,
  HeldRefusals,
  HOLD_MS,
  MAX_HELD,
  MAX_HELD_EACH,
  SPACING_MS,
} from '../../../api/http/held-refusals.ts';
import { TooManyRequests } from '../../../api/http/refusals.ts';

describe('refusals', () => {
  let nowMs: number;
  let timers: { atMs: number; callback: () => void }[];
  let held: HeldRefusals;

  beforeEach(() => {
    nowMs = 0;
    timers = [];
    const later = (ms: number, callback: () => void) => void timers.push({ atMs: nowMs + ms, callback });
    held = new HeldRefusals({ now: () => nowMs, later });
  });

  function pass(ms: number): void {
    nowMs += ms;
    const due = timers.filter(({ atMs }) => atMs <= nowMs);
    timers = timers.filter(({ atMs }) => atMs > nowMs);
    for (const { callback } of due) callback();
  }
  /** By when everything that one caller may have waiting was written. */
  const LONGEST_MS = HOLD_MS + MAX_HELD_EACH * SPACING_MS;

  /** One refusal: its headers once it is written, and its client. */
  function refuse(key = 'user 1', { people = 1, waitMs = 100 } = {}) {
    const client = new EventEmitter();
    const refusal: { headers: Record<string, string> | null; client: EventEmitter } = { headers: null, client };
    held.answer(new TooManyRequests(waitMs, { key, people }), client, (headers) => {
      refusal.headers = headers;
    });
    return refusal;
  }
  const refuseMany = (count: number, key?: string) => Array.from({ length: count }, () => refuse(key));

  it('are written at once for whoever comes back when they are told to, for ever', () => {
    for (let n = 0; n < 1_000; n++) {
      expect(refuse().headers, String(n)).to.deep.equal({ 'Retry-After': '1' });
      pass(1_000);
    }
    expect(held.metrics).to.deep.equal({ waiting: 0, held: 0, closed: 0 });
  });

  it('are held back for a while for whoever goes on asking, and for nobody else', () => {
    for (const { headers } of refuseMany(AT_ONCE.burst)) expect(headers).to.not.equal(null);
    const next = refuse();
    expect(refuse('user 2').headers).to.deep.equal({ 'Retry-After': '1' });
    pass(HOLD_MS - 1);
    expect(next.headers).to.equal(null);
    pass(1);
    expect(next.headers).to.deep.equal({ 'Retry-After': '1' });
    expect(held.metrics).to.deep.equal({ waiting: 0, held: 1, closed: 0 });
  });

  it('let connections that never pause ask some 20 times a second, however many they are, and one after the other', () => {
    for (const count of [16, MAX_HELD_EACH]) {
      const key = `user of ${count}`;
      refuseMany(AT_ONCE.burst, key);
      const answers: number[] = [];
      let open = refuseMany(count, key);
      for (let step = 0; step < 60_000 / 10; step++) {
        pass(10);
        const written = open.filter(({ headers }) => headers).length;
        answers.push(written);
        open = open.map((each) => (each.headers ? refuse(key) : each));
      }
      expect(answers.reduce((sum, each) => sum + each, 0) / 60, key).to.be.within(14, 22);
      expect(Math.max(...answers), key).to.be.at.most(3);
    }
  });

  it('take the time that they were held back off what they say', () => {
    refuseMany(AT_ONCE.burst);
    const next = refuse('user 1', { waitMs: 50_000 });
    pass(HOLD_MS);
    expect(next.headers).to.deep.equal({ 'Retry-After': '49' });
  });

  it('are more for whoever calls for many people', () => {
    for (let n = 0; n < AT_ONCE.burst * 100; n++)
      expect(refuse('app', { people: 100 }).headers, String(n)).to.not.equal(null);
    expect(refuse('app', { people: 100 }).headers).to.equal(null);
  });

  it('are not held back beyond a number for one caller and for all: then the connection ends with the answer', () => {
    refuseMany(AT_ONCE.burst);
    const waiting = refuseMany(MAX_HELD_EACH);
    expect(waiting.every(({ headers }) => headers === null)).to.equal(true);
    expect(refuse().headers).to.deep.equal({ 'Retry-After': '1', Connection: 'close' });
    for (let n = 2; n <= MAX_HELD / MAX_HELD_EACH; n++) refuseMany(AT_ONCE.burst + MAX_HELD_EACH, `user ${n}`);
    expect(held.metrics).to.deep.equal({ waiting: MAX_HELD, held: MAX_HELD, closed: 1 });
    refuseMany(AT_ONCE.burst, 'one more');
    expect(refuse('one more').headers).to.have.property('Connection', 'close');
    pass(LONGEST_MS);
    expect(held.metrics).to.deep.equal({ waiting: 0, held: MAX_HELD, closed: 2 });
    expect(waiting.every(({ headers }) => headers !== null)).to.equal(true);
  });

  it('give their place back when the client goes away, and are not written then', () => {
    refuseMany(AT_ONCE.burst);
    const gone = refuseMany(MAX_HELD_EACH);
    for (const { client } of gone) client.emit('close');
    expect(held.metrics.waiting).to.equal(0);
    expect(refuse().headers).to.equal(null);
    pass(LONGEST_MS);
    expect(gone.every(({ headers }) => headers === null)).to.equal(true);
  });

  it('are all written when the process stops, and none is held back from then on', () => {
    refuseMany(AT_ONCE.burst);
    const waiting = refuseMany(10);
    held.stop();
    expect(waiting.every(({ headers }) => headers !== null)).to.equal(true);
    expect(refuse().headers).to.not.equal(null);
    expect(held.metrics).to.deep.equal({ waiting: 0, held: 10, closed: 0 });
  });

  it('that are nobody’s in particular are written at once', () => {
    for (let n = 0; n < 100; n++) {
      let isWritten = false;
      held.answer(new TooManyRequests(5_000), new EventEmitter(), () => {
        isWritten = true;
      });
      expect(isWritten).to.equal(true);
    }
  });
});
