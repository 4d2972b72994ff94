import { DomainError } from '../../domain/kernel/errors.ts';
import { liveDecider } from '../../domain/live/decider.ts';
import { conferenceStream, feedStream, liveStream } from '../../domain/streams.ts';
import type { LoggedEvent } from '../../event-store/event-store.ts';
import type { Core } from '../core.ts';

/** Events that one page looks at in each of the three streams of a room. */
const REPLAY_EVENTS = 500;
/** The streams of a room: lifecycle and members, what is said and given, and its conference. */
const STREAMS = [liveStream, feedStream, conferenceStream] as const;
/** Where the first page begins in each of them. */
const BEGINNING = '0.0.0';
const CURSOR = /^\d{1,15}\.\d{1,15}\.\d{1,15}$/;

export interface RoomReplayPage {
  hostId: number;
  /** In the order of the log; likes are left out. */
  events: LoggedEvent[];
  /** Where the next page begins, or what happens from now on. */
  next: string;
  /** There is nothing more now. */
  isEnd: boolean;
}

/**
 * A page of all that happened in a room, for operators, whatever the state of its live: who came and went, what was said and given, who spoke with the host.
 * What erased people said is empty. Throws `LiveNotFound`, and `InvalidInput` for a `from` that no page named.
 */
export async function roomReplay(
  core: Core,
  appId: string,
  { liveId, from = BEGINNING }: { liveId: number; from?: string | undefined },
): Promise<RoomReplayPage> {
  if (!CURSOR.test(from)) throw new DomainError('InvalidInput', 'no page of a replay', 'from');
  const { state } = await core.commands.load(liveDecider, liveStream(appId, liveId));
  if (state.status === null) throw new DomainError('LiveNotFound');
  const begins = from.split('.').map(Number);
  const pages = await Promise.all(
    STREAMS.map((streamOf, at) => core.log.read(streamOf(appId, liveId), { from: begins[at]!, limit: REPLAY_EVENTS })),
  );
  // A stream that has more may go on before the others do: nothing behind its last event read is shown yet.
  const isFull = (page: LoggedEvent[]) => page.length === REPLAY_EVENTS;
  const until = Math.min(...pages.filter(isFull).map((page) => page[page.length - 1]!.position));
  const shown = pages.map((page) => page.filter(({ position }) => position <= until));
  const next = begins.map((begin, at) => begin + shown[at]!.length).join('.');
  const events = shown.flat().sort((one, other) => one.position - other.position);
  return {
    hostId: state.hostId,
    events: events.filter(({ type }) => type !== 'Liked'),
    next,
    isEnd: !pages.some(isFull),
  };
}
