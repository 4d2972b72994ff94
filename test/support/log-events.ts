import { randomUUID } from 'node:crypto';
import { type EventStore, type NewEvent, type RecordedEvent, START } from '../../event-store/event-store.ts';

export function event(data: object = { text: 'hello' }, type = 'TextSent'): NewEvent {
  return {
    id: randomUUID(),
    type,
    data,
    meta: { appId: 'heihei', actor: 1001, at: 1_760_000_000_000, commandId: randomUUID() },
  };
}

export const events = (count: number) => Array.from({ length: count }, (_, i) => event({ number: i }));

/** The whole log, page by page. */
export async function readWhole(log: EventStore): Promise<RecordedEvent[]> {
  const all: RecordedEvent[] = [];
  for (;;) {
    const page = await log.readAll({ after: all[all.length - 1]?.position ?? START });
    if (page.length === 0) return all;
    all.push(...page);
  }
}

/** Collects what a subscription delivers, and lets a test wait for as much as it needs. */
export class Collector {
  readonly events: RecordedEvent[] = [];
  readonly batchSizes: number[] = [];
  private waiting: { count: number; resolve: () => void }[] = [];

  readonly onBatch = (batch: RecordedEvent[]): void => {
    this.batchSizes.push(batch.length);
    this.events.push(...batch);
    for (const { count, resolve } of this.waiting) if (this.events.length >= count) resolve();
    this.waiting = this.waiting.filter(({ count }) => this.events.length < count);
  };

  async reaches(count: number): Promise<void> {
    if (this.events.length >= count) return;
    await new Promise<void>((resolve) => this.waiting.push({ count, resolve }));
  }
}
