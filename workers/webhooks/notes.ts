import type { Position } from '../../event-store/event-store.ts';
import type { ReactionNotes } from '../parked-reactions.ts';

/** Where hooks write down how far they are and what went wrong: with the read models. */
export type HookStore = ReactionNotes;

/** A hook that was given up until an operator looks at it. */
export interface ParkedHook {
  position: Position;
  reason: string;
  /** Epoch ms. */
  at: number;
}

/** A message that its receiver refused, which was left out. */
export interface LeftOutMessage {
  id: string;
  type: string;
  position: Position;
  status: number;
  /** Epoch ms. */
  at: number;
}

/** What an operator asked for: to go on, from a position or from where the hook stands. */
export interface AskedReplay {
  after: Position | null;
}

const reachedName = (hook: string) => `webhook ${hook} reached`;
const parkedName = (hook: string) => `webhook ${hook} parked`;
const replayName = (hook: string) => `webhook ${hook} replay`;
const leftOutName = (hook: string, position: Position) => `webhook ${hook} left-out ${position}`;

export interface HookNotes {
  /** Everything up to here was delivered or left out; null for a hook that never ran. */
  reached: Position | null;
  parked: ParkedHook | null;
  replay: AskedReplay | null;
  leftOut: LeftOutMessage[];
}

export async function notesOf(store: Pick<HookStore, 'notes'>, hook: string): Promise<HookNotes> {
  const notes = await store.notes(`webhook ${hook} `);
  const bodyOf = <Body>(name: string) => {
    const note = notes.find((one) => one.name === name);
    return note ? (JSON.parse(note.body) as Body) : null;
  };
  const leftOut = notes.filter(({ name }) => name.startsWith(`webhook ${hook} left-out `));
  return {
    reached: bodyOf<Position>(reachedName(hook)),
    parked: bodyOf<ParkedHook>(parkedName(hook)),
    replay: bodyOf<AskedReplay>(replayName(hook)),
    leftOut: leftOut.map(({ body }) => JSON.parse(body) as LeftOutMessage).sort((a, b) => a.position - b.position),
  };
}

/** Has a hook go on after a position, or from where it stands; the process that runs it does so within seconds. */
export function askReplay(store: Pick<HookStore, 'saveNote'>, hook: string, asked: AskedReplay): Promise<void> {
  return store.saveNote(replayName(hook), JSON.stringify(asked));
}

/** Begins what was asked for: from here on the hook stands at `after`. */
export async function beginReplay(store: HookStore, hook: string, after: Position): Promise<void> {
  await noteReached(store, hook, after);
  await store.saveNote(parkedName(hook), null);
  await store.saveNote(replayName(hook), null);
}

export function noteReached(store: HookStore, hook: string, position: Position): Promise<void> {
  return store.saveNote(reachedName(hook), JSON.stringify(position));
}

export function notePark(store: HookStore, hook: string, parked: ParkedHook): Promise<void> {
  return store.saveNote(parkedName(hook), JSON.stringify(parked));
}

export function noteLeftOut(store: HookStore, hook: string, message: LeftOutMessage): Promise<void> {
  return store.saveNote(leftOutName(hook, message.position), JSON.stringify(message));
}
