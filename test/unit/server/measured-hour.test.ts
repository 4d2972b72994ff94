import { expect } from 'chai';
import { createMeasures } from '../../../api/ops/core-metrics.ts';
import { createHttpMetrics } from '../../../api/ops/metrics.ts';
import { MeasuredHour } from '../../../server/measured-hour.ts';
import { createClock } from '../../../workers/clock.ts';

describe('an hour of what a process did', () => {
  const { registry, onAppended } = createMeasures();
  const clock = createClock();
  after(() => clock.stop());

  it('is told span by span: requests, faults, how long all but one in a hundred took, events', async () => {
    const hour = new MeasuredHour(registry, clock);
    await hour.take();
    expect(hour.samples).to.deep.equal([]);
    await hour.take();
    expect(hour.samples[0]).to.include({ requests: 0, faults: 0, p99Ms: null, connections: 0, events: 0 });

    const metrics = createHttpMetrics(registry);
    const [fast, slow] = [metrics.endpoint('/fast'), metrics.endpoint('/slow')];
    for (let n = 0; n < 99; n++) fast(0, 0.004);
    slow(500, 60, 'server');
    onAppended(1, 7);
    await hour.take();
    expect(hour.samples[1]).to.include({ requests: 100, faults: 1, p99Ms: 5, events: 7 });

    slow(0, 60);
    fast(404, 0.004, 'caller');
    await hour.take();
    expect(hour.samples[2]).to.include({ requests: 2, faults: 0, p99Ms: 10_000, events: 0 });
  });

  it('forgets what is older', async () => {
    const hour = new MeasuredHour(registry, clock);
    for (let n = 0; n < 242; n++) await hour.take();
    expect(hour.samples).to.have.length(240);
  });
});
