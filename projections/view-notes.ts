import type { Position } from '../event-store/event-store.ts';
import type { ReadModelStore } from './read-models.ts';

/**
 * What is written down of events that a view cannot take, in the store's notes. A stop says where a view stands still; a
 * parked event is one that an operator has let the view leave out, in every fold of it from then on.
 */
export interface ViewStop {
  view: string;
  version: number;
  position: Position;
  stream: string;
  type: string;
  reason: string;
  /** Epoch ms. */
  at: number;
}

export interface ParkedEvent {
  view: string;
  position: Position;
  stream: string;
  type: string;
  reason: string;
  /** When the operator parked it, in epoch ms. */
  parkedAt: number;
}

type Notes = Pick<ReadModelStore, 'notes'>;
type NoteStore = Pick<ReadModelStore, 'notes' | 'saveNote'>;

const STOPPED = 'stopped ';
const PARKED = 'parked ';

export async function stoppedViews(store: Notes): Promise<ViewStop[]> {
  return (await store.notes(STOPPED)).map(({ body }) => JSON.parse(body) as ViewStop);
}

export function saveStop(store: NoteStore, stop: ViewStop): Promise<void> {
  return store.saveNote(STOPPED + stop.view, JSON.stringify(stop));
}

export function forgetStop(store: NoteStore, view: string): Promise<void> {
  return store.saveNote(STOPPED + view, null);
}

export async function parkedEvents(store: Notes): Promise<ParkedEvent[]> {
  return (await store.notes(PARKED)).map(({ body }) => JSON.parse(body) as ParkedEvent);
}

/** Throws `RangeError` unless the view is stopped at just this event. The projector then takes the view up again by itself. */
export async function park(store: NoteStore, view: string, position: Position, now: number): Promise<ParkedEvent> {
  const stop = (await stoppedViews(store)).find((each) => each.view === view && each.position === position);
  if (!stop) throw new RangeError(`the view ${view} is not stopped at position ${position}: salon views lists what is`);
  const { stream, type, reason } = stop;
  const parked: ParkedEvent = { view, position, stream, type, reason, parkedAt: now };
  await store.saveNote(nameOf(parked), JSON.stringify(parked));
  return parked;
}

/** The view takes the event again from its next rebuild on. Throws `RangeError` when it is not parked. */
export async function unpark(store: NoteStore, view: string, position: Position): Promise<void> {
  const name = nameOf({ view, position });
  const isThere = (await store.notes(name)).some((note) => note.name === name);
  if (!isThere) throw new RangeError(`no event at position ${position} is parked for the view ${view}`);
  await store.saveNote(name, null);
}

function nameOf({ view, position }: { view: string; position: Position }): string {
  return `${PARKED}${view} ${position}`;
}

/** Which events each view leaves out. */
export class Parked {
  private readonly positions = new Map<string, Set<Position>>();

  constructor(events: readonly ParkedEvent[] = []) {
    for (const { view, position } of events) {
      const ofView = this.positions.get(view) ?? new Set();
      this.positions.set(view, ofView.add(position));
    }
  }

  static async of(store: Notes): Promise<Parked> {
    return new Parked(await parkedEvents(store));
  }

  /** Undefined for most views. */
  ofView(view: string): ReadonlySet<Position> | undefined {
    return this.positions.get(view);
  }

  has(view: string, position: Position): boolean {
    return this.positions.get(view)?.has(position) ?? false;
  }
}
