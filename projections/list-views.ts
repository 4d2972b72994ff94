import type { Position } from '../event-store/event-store.ts';
import { tableOf } from './query.ts';
import type { ReadModelStore, View } from './read-models.ts';
import { type ParkedEvent, parkedEvents, stoppedViews, type ViewStop } from './view-notes.ts';

/** The views of an installation, for an operator. */
export interface ViewStates {
  /** Position of the log's last event, where it is known. */
  head: Position | null;
  views: ViewStanding[];
  parked: ParkedEvent[];
}

/** How a view stands. */
export interface ViewStanding {
  name: string;
  version: number;
  /** Null while it is not built. */
  position: Position | null;
  /** Why it takes no event any more; null while it follows. */
  stop: ViewStop | null;
}

/** The state of each view, and the events that were parked. */
export async function viewStates(
  store: Pick<ReadModelStore, 'current' | 'checkpoint' | 'notes'>,
  views: readonly View[],
  head: Position | null,
): Promise<ViewStates> {
  return { head, views: await viewStandings(store, views), parked: await parkedEvents(store) };
}

/** The state of each view, in their order. */
export async function viewStandings(
  store: Pick<ReadModelStore, 'current' | 'checkpoint' | 'notes'>,
  views: readonly View[],
): Promise<ViewStanding[]> {
  const stops = await stoppedViews(store);
  const standingOf = async (view: View): Promise<ViewStanding> => {
    const { name, version } = view;
    const table = await store.current(name);
    const isBuilt = table === tableOf(view, 0) || table === tableOf(view, 1);
    const stop = stops.find((each) => each.view === name && each.version === version) ?? null;
    return { name, version, position: isBuilt ? await store.checkpoint(table) : null, stop };
  };
  return Promise.all(views.map(standingOf));
}

/** The same in words, one line each. */
export function viewLines({ head, views, parked }: ViewStates): string[] {
  const lines: string[] = head === null ? [] : [`The log's last event is at position ${head}.`];
  for (const { name, version, position: at, stop } of views) {
    const where = at === null ? 'not built yet' : `at position ${at}`;
    lines.push(`${name} (version ${version}): ${stop ? 'STOPPED' : 'follows'}, ${where}`);
    if (!stop) continue;
    const { type, position, stream, reason, at: since } = stop;
    lines.push(
      type === ''
        ? `  its documents cannot be read: ${onOneLine(reason)} (salon rebuild ${name})`
        : `  cannot take ${type} at position ${position} of ${stream}: ${onOneLine(reason)}`,
      `  since ${new Date(since).toISOString()}; its queries answer 503, the other views go on`,
    );
    if (type !== '') {
      lines.push(`  salon views park ${name} ${position}: it leaves this event out and goes on`);
    }
  }
  if (parked.length > 0) lines.push(`${parked.length} parked (salon views unpark <view> <position>):`);
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
