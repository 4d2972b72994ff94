import { randomInt, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CommandHandler, createCommandHandler } from '../../event-store/command-handler.ts';
import { EmbeddedEventStore } from '../../event-store/embedded/embedded-event-store.ts';
import { type EventStore, type NewEvent, type Position, START } from '../../event-store/event-store.ts';
import { EventStoreDbEventStore } from '../../event-store/eventstoredb/eventstoredb-event-store.ts';
import { Viewer } from '../support/viewer.ts';
import { type Comparison, compare, type Work } from './comparison.ts';
import type { EnginesPlan } from './plan.ts';
import type { Server } from './servers.ts';

const OUTSTANDING = [1, 16, 256];
const STREAMS = 1_000;

/** A log, and the position at which this run's part begins: a real server's log may hold more. */
interface Subject {
  log: EventStore;
  commands: CommandHandler;
  start: Position;
}

/** Appends, commands and subscriptions on the embedded log and on EventStoreDB. */
export async function measureLogs(server: Server, { runs, runMs, readEvents }: EnginesPlan): Promise<Comparison[]> {
  const dir = mkdtempSync(join(tmpdir(), 'salon-bench-engines-log-'));
  const logs: EventStore[] = [];
  try {
    const embedded = await subjectOf(await EmbeddedEventStore.open({ dir }), logs);
    const engine = await subjectOf(await EventStoreDbEventStore.open({ url: server.url }), logs);
    const comparisons: Comparison[] = [];
    const add = async (name: string, work: (subject: Subject) => Promise<Work>) => {
      const what = { name, runs, server };
      comparisons.push(await compare(what, { work: () => work(embedded) }, { work: () => work(engine) }));
    };
    for (const outstanding of OUTSTANDING) {
      await add(`appends of one event, ${outstanding} outstanding`, ({ log }) =>
        keepBusy(runMs, outstanding, () => append(log, line())),
      );
    }
    const viewers = Array.from({ length: Math.max(...OUTSTANDING) }, () => new Viewer(randomInt(2 ** 40)));
    for (const { commands } of [embedded, engine]) {
      await Promise.all(viewers.map((viewer) => viewer.grant(commands, Date.now())));
    }
    for (const outstanding of OUTSTANDING) {
      await add(`buy-gift commands, ${outstanding} outstanding`, ({ commands }) =>
        keepBusy(runMs, outstanding, (client) => viewers[client]!.buyGift(commands, 1, Date.now())),
      );
    }
    await add('reading the log, pages of 1,000', (each) => readOn(each, readEvents));
    await add('a subscription that catches up', (each) => catchUp(each, readEvents));
    await add('appended, 16 outstanding, and delivered to a live subscription', ({ log }) => follow(log, runMs, 16));
    return comparisons;
  } finally {
    for (const log of logs) await log.close();
    rmSync(dir, { recursive: true, force: true });
  }
}

async function subjectOf(log: EventStore, logs: EventStore[]): Promise<Subject> {
  logs.push(log);
  return { log, commands: createCommandHandler(log), start: await log.head() };
}

/** Keeps `outstanding` calls under way for a while. */
async function keepBusy(durationMs: number, outstanding: number, call: (client: number) => Promise<unknown>) {
  const latenciesMs: number[] = [];
  const until = performance.now() + durationMs;
  const client = async (n: number) => {
    do {
      const begun = performance.now();
      await call(n);
      latenciesMs.push(performance.now() - begun);
    } while (performance.now() < until);
  };
  await Promise.all(Array.from({ length: outstanding }, (_, n) => client(n)));
  return { items: latenciesMs.length, latenciesMs };
}

/** Part of stream names: a real server may hold those of earlier runs. */
const run = randomUUID().slice(0, 8);

async function append(log: EventStore, event: NewEvent): Promise<void> {
  await log.append(`feed-bench.${run}.${randomInt(STREAMS)}`, [event], { expected: 'any' });
}

/** About 300 bytes as JSON, with its metadata. */
function line(): NewEvent {
  const id = randomUUID();
  const data = {
    liveId: 1,
    roomId: 1,
    from: { userId: 10_000_123, displayName: 'Ann' },
    text: 'good evening to you all',
  };
  return { id, type: 'TextSaid', data, meta: { appId: 'bench', actor: 10_000_123, at: Date.now(), commandId: id } };
}

async function readOn({ log, start }: Subject, count: number): Promise<Work> {
  let items = 0;
  for (let after = start; items < count; ) {
    const page = await log.readAll({ after });
    if (page.length === 0) break;
    items += page.length;
    after = page[page.length - 1]!.position;
  }
  return { items };
}

async function catchUp({ log, start }: Subject, count: number): Promise<Work> {
  const head = await log.head();
  let items = 0;
  await new Promise<void>((resolve) => {
    const subscription = log.subscribe({
      after: start,
      onBatch(events) {
        items += events.length;
        const last = events[events.length - 1]?.position ?? START;
        if (items >= count || last >= head) void subscription.stop().then(resolve);
      },
    });
  });
  return { items };
}

/** Latency is from the call of the append to the delivery. */
async function follow(log: EventStore, durationMs: number, outstanding: number): Promise<Work> {
  const sentAt = new Map<string, number>();
  const latenciesMs: number[] = [];
  let whenEmpty = () => {};
  const subscription = log.subscribe({
    after: await log.head(),
    onBatch(events) {
      const now = performance.now();
      for (const { id } of events) {
        const begun = sentAt.get(id);
        if (begun !== undefined) latenciesMs.push(now - begun);
        sentAt.delete(id);
      }
      if (sentAt.size === 0) whenEmpty();
    },
  });
  await keepBusy(durationMs, outstanding, async () => {
    const event = line();
    sentAt.set(event.id, performance.now());
    await append(log, event);
  });
  if (sentAt.size > 0) {
    await new Promise<void>((resolve) => {
      whenEmpty = resolve;
    });
  }
  await subscription.stop();
  return { items: latenciesMs.length, latenciesMs };
}
