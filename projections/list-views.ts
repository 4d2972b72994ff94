import type { EventStore } from '../event-store/event-store.ts';
import { tableOf } from './query.ts';
import type { ReadModelStore, View } from './read-models.ts';
import { parkedEvents, stoppedViews } from './view-notes.ts';

/**
 * The state of each view, for an operator: one line each, and one for each event that was parked. `head` is the position of
 * the log's last event, where it is known.
 */
export async function listViews(
  store: Pick<ReadModelStore, 'current' | 'checkpoint' | 'notes'>,
  views: readonly View[],
  head: Awaited<ReturnType<EventStore['head']>> | null,
): Promise<string[]> {
  const stops = await stoppedViews(store);
  const lines: string[] = head === null ? [] : [`The log's last event is at position ${head}.`];
  for (const view of views) {
    const table = await store.current(view.name);
    const isBuilt = table === tableOf(view, 0) || table === tableOf(view, 1);
    const stop = stops.find(({ view: name, version }) => name === view.name && version === view.version);
    const where = isBuilt ? `at position ${await store.checkpoint(table)}` : 'not built yet';
    lines.push(`${view.name} (version ${view.version}): ${stop ? 'STOPPED' : 'follows'}, ${where}`);
    if (!stop) continue;
    const { type, position, stream, reason, at } = stop;
    lines.push(
      type === ''
        ? `  its documents cannot be read: ${onOneLine(reason)} (npm run rebuild ${view.name})`
        : `  cannot take ${type} at position ${position} of ${stream}: ${onOneLine(reason)}`,
      `  since ${new Date(at).toISOString()}; its queries answer 503, the other views go on`,
    );
    if (type !== '') {
      lines.push(`  npm run views -- park ${view.name} ${position}: it leaves this event out and goes on`);
    }
  }
  const parked = await parkedEvents(store);
  if (parked.length > 0) lines.push(`${parked.length} parked (npm run views -- unpark <view> <position>):`);
  for (const { view, position, type, stream, reason, parkedAt } of parked) {
    const since = new Date(parkedAt).toISOString();
    lines.push(
      `  ${view} leaves out ${type} at position ${position} of ${stream} since ${since}: ${onOneLine(reason)}`,
    );
  }
  return lines;
}

/** An error's text may come from outside: no line breaks or terminal codes of its. */
function onOneLine(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ');
}
