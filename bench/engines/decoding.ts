import { randomUUID } from 'node:crypto';
import { EventStoreDBClient, excludeSystemEvents } from '@eventstore/db-client';
import { convertGrpcEvent } from '@eventstore/db-client/dist/utils/convertGrpcEvent.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import { EVENT_TYPES } from '../../domain/events.ts';
import {
  type EventStore,
  type LoggedEvent,
  MAX_EVENTS_PER_APPEND,
  type NewEvent,
  type Position,
  START,
  type Subscription,
} from '../../event-store/event-store.ts';
import { fromAll } from '../../event-store/eventstoredb/events.ts';
import { EventStoreDbEventStore } from '../../event-store/eventstoredb/eventstoredb-event-store.ts';
import { readAnswer, type WireEvent } from '../../event-store/eventstoredb/messages.ts';
import { upcastTo } from '../../event-store/upcast.ts';
import type { FakeRecord } from '../../test/fakes/eventstoredb/log.ts';
import { toReadEvent } from '../../test/fakes/eventstoredb/messages.ts';
import { median, short } from '../report.ts';
import type { EnginesPlan } from './plan.ts';
import type { Server } from './servers.ts';

/** Text of an event, about as long as a gift's. */
const TEXT = 'x'.repeat(400);

/**
 * What this process spends on each event of a log that it catches up with: with the client's own subscription, which decodes every
 * message whole, and with the adapter's, when each event's data is asked for and when nobody asks. Then the decoding alone, without a
 * connection. By turns, medians, as Markdown.
 */
export async function measureDecoding(server: Server, { runs, readEvents }: EnginesPlan): Promise<string> {
  const log = await EventStoreDbEventStore.open({ url: server.url });
  const client = EventStoreDBClient.connectionString(server.url);
  try {
    const after = await log.head();
    await fill(log, readEvents);
    const message = Buffer.from(toReadEvent(recorded()).serializeBinary());
    const repeat = (decode: () => void) =>
      spentUntil(async () => {
        for (let n = 0; n < readEvents; n++) decode();
      });
    const sides: [string, () => Promise<number>][] = [
      [`catching up with ${server.name}: the client’s subscription`, () => byClient(client, after, readEvents)],
      ['the adapter’s, data and metadata read', () => byAdapter(log, after, readEvents, true)],
      ['the adapter’s, only stream and position read', () => byAdapter(log, after, readEvents, false)],
      ['decoding alone: the client’s', () => repeat(() => decodedByClient(message))],
      ['the adapter’s, data and metadata read', () => repeat(() => isRead(decoded(message)))],
      ['the adapter’s, only stream and position read', () => repeat(() => decoded(message))],
    ];
    const spent = sides.map((): number[] => []);
    for (let run = 0; run <= runs; run++) {
      for (const [at, [, work]] of sides.entries()) {
        const microseconds = await work();
        if (run > 0) spent[at]!.push(microseconds / readEvents);
      }
    }
    const rows = sides.map(([name], at) => `| ${name} | ${short(median(spent[at]!))} |`);
    return ['| what | our CPU µs an event |', '| --- | --- |', ...rows].join('\n');
  } finally {
    await client.dispose();
    await log.close();
  }
}

const upcast = upcastTo(EVENT_TYPES);

function decoded(message: Buffer): LoggedEvent {
  return fromAll(readAnswer(message) as WireEvent, upcast)!;
}

function isRead({ data, meta }: LoggedEvent): boolean {
  return Boolean(data && meta);
}

/** As the client does with each message of a subscription. */
function decodedByClient(message: Buffer): unknown {
  return convertGrpcEvent(streams.ReadResp.deserializeBinary(new Uint8Array(message)).getEvent()!);
}

/** An event as it stands in the server's log. */
function recorded(): FakeRecord {
  const { id, type, data, meta } = line();
  const [dataBytes, metaBytes] = [Buffer.from(JSON.stringify(data)), Buffer.from(JSON.stringify(meta))];
  const place = { stream: 'feed-bench.1', revision: 1, position: 1 };
  return { id, type, contentType: 'application/json', data: dataBytes, meta: metaBytes, ...place };
}

async function fill(log: EventStore, count: number): Promise<void> {
  for (let left = count; left > 0; left -= MAX_EVENTS_PER_APPEND) {
    const events = Array.from({ length: Math.min(left, MAX_EVENTS_PER_APPEND) }, line);
    await log.append(`feed-bench.${randomUUID()}`, events, { expected: 'none' });
  }
}

function line(): NewEvent {
  const meta = { appId: 'bench', actor: 1, at: 0, commandId: randomUUID() };
  return { id: randomUUID(), type: 'TextSent', data: { text: TEXT }, meta };
}

/** CPU time of this process, in µs, that `work` takes. */
async function spentUntil(work: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

function byClient(client: EventStoreDBClient, after: Position, count: number): Promise<number> {
  return spentUntil(
    () =>
      new Promise<void>((resolve, reject) => {
        let seen = 0;
        const fromPosition = after === START ? 'start' : { commit: BigInt(after), prepare: BigInt(after) };
        const subscription = client.subscribeToAll({ fromPosition, filter: excludeSystemEvents() });
        subscription.on('error', reject);
        subscription.on('data', ({ event }) => {
          if (event?.metadata && ++seen === count) subscription.unsubscribe().then(resolve, reject);
        });
      }),
  );
}

async function byAdapter(log: EventStore, after: Position, count: number, areRead: boolean): Promise<number> {
  let following: Subscription | undefined;
  const spent = await spentUntil(
    () =>
      new Promise<void>((resolve) => {
        let left = count;
        following = log.subscribe({
          after,
          onBatch(events) {
            if (areRead) for (const event of events) isRead(event);
            left -= events.length;
            if (left <= 0) resolve();
          },
        });
      }),
  );
  await following?.stop();
  return spent;
}
