import { EventEmitter, once } from 'node:events';
import { expect } from 'chai';
import { stopRequest, unlessStopped } from '../../server/stop-request.ts';

describe('the wish to stop', () => {
  /** Longer than all tests: a timer that is left behind must not fire in another one. */
  const FOR_EVER_MS = 2 ** 31 - 1;

  it('is the first signal; those that follow change nothing', async () => {
    const signals = new EventEmitter();
    const requested = stopRequest({ signals, limitMs: FOR_EVER_MS });
    signals.emit('SIGTERM');
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGINT'])
      expect(signals.emit(signal), 'somebody listens').to.equal(true);
    expect(await requested).to.equal('SIGTERM');
  });

  it('is cut off, once, when it takes too long', async () => {
    const signals = new EventEmitter();
    const ends = new EventEmitter();
    const kept = setInterval(() => {}, 1_000);
    void stopRequest({ signals, limitMs: 1, cutOff: () => ends.emit('end') });
    const ended = once(ends, 'end');
    signals.emit('SIGINT');
    signals.emit('SIGINT');
    await ended;
    clearInterval(kept);
  });

  it('gives a start up that does not come to its end', async () => {
    const kept = setInterval(() => {}, 1_000);
    const endless = new Promise<string>(() => {});
    expect(await unlessStopped(Promise.resolve('started'), new Promise(() => {}))).to.equal('started');
    expect(await unlessStopped(endless, Promise.resolve('SIGTERM'))).to.equal(null);
    clearInterval(kept);
    const failed = await unlessStopped(Promise.reject(new Error('no store')), new Promise(() => {})).catch(String);
    expect(failed).to.equal('Error: no store');
  });
});
