/**
 * Appends to a log until it is killed, and prints a line for each acknowledged append: stream, revision, event id.
 * Arguments: the log's directory.
 */
import { randomUUID } from 'node:crypto';
import { writeSync } from 'node:fs';
import { EmbeddedEventStore } from '../../event-store/embedded/embedded-event-store.ts';

const OUTSTANDING = 40;
const STREAMS = 10;
const [dir] = process.argv.slice(2);
const store = await EmbeddedEventStore.open({ dir: dir! });

async function appendForever(client: number): Promise<void> {
  for (let number = 0; ; number++) {
    const stream = `feed-heihei.${(client + number) % STREAMS}`;
    const meta = { appId: 'heihei', actor: client, at: Date.now(), commandId: randomUUID() };
    const events = Array.from({ length: 1 + (number % 3) }, () => ({
      id: randomUUID(),
      type: 'TextSent',
      data: { client, number, text: 'x'.repeat(number % 500) },
      meta,
    }));
    const { revision } = await store.append(stream, events, { expected: 'any' });
    // Write synchronously: a line that is buffered in this process would be lost when it is killed.
    writeSync(1, `${events.map(({ id }, i) => `${stream} ${revision - events.length + 1 + i} ${id}`).join('\n')}\n`);
  }
}

writeSync(1, 'ready\n');
await Promise.all(Array.from({ length: OUTSTANDING }, (_, client) => appendForever(client)));
