import {
  ConcurrencyError,
  type EventStore,
  NewerReleaseError,
  type Position,
  type RecordedEvent,
  StoreUnavailableError,
  UnknownOutcomeError,
} from '../event-store/event-store.ts';
import { type ReadModelStore, ViewStoppedError } from '../projections/read-models.ts';
import type { ReactorGroup } from './reactor.ts';

/** Where parked reactions are written down: with the reactors' checkpoints. */
export type ReactionNotes = Pick<ReadModelStore, 'notes' | 'saveNote'>;

/** Reactions of a group that may be parked at a time. With more, the group waits instead: then no single event is to blame. */
export const MAX_PARKED_REACTIONS = 1_000;
/** Tries of one reaction before it is parked and the others go on. */
export const TRIES_BEFORE_PARKING = 3;
/** In place of a reactor's name: the event's type is not known here, so no reactor of this release could react to it. */
export const ALL_REACTORS = '*';

/** A reaction that could not be carried out, although the log and the read models answer. */
export interface ParkedReaction {
  /** A reactor's name, or ALL_REACTORS. */
  reactor: string;
  /** The group that ALL_REACTORS means; absent in notes of releases before groups. */
  group?: string;
  /** The event that it reacts to. */
  position: Position;
  stream: string;
  revision: number;
  type: string;
  reason: string;
  /** Epoch ms. */
  parkedAt: number;
}

const PREFIX = 'reaction ';

export async function parkedReactions(notes: Pick<ReactionNotes, 'notes'>): Promise<ParkedReaction[]> {
  return (await notes.notes(PREFIX)).map(({ body }) => JSON.parse(body) as ParkedReaction);
}

/** What readiness says of parked reactions: one sentence for each reactor and type of event. */
export function parkedSentences(parked: readonly ParkedReaction[]): string[] {
  const byCause = new Map<string, ParkedReaction[]>();
  for (const each of parked) {
    const cause = `${each.reactor} ${each.type}`;
    byCause.set(cause, [...(byCause.get(cause) ?? []), each]);
  }
  return [...byCause.values()].map((all) => {
    const { reactor, type, position, reason } = all[0]!;
    // Each group parks the same event of a newer release.
    const same = [...new Set(all.map((each) => each.position))];
    const who = reactor === ALL_REACTORS ? 'reactions' : `reactions of ${reactor}`;
    return `${same.length} ${who} to ${type} are parked and tried again each minute, the first at position ${position}: ${reason}`;
  });
}

/**
 * The parked reactions of each group, which tries them again: the group that has the reactor, or the first one when no group has it
 * any more. An event that a release before groups parked for all reactors goes to every group. `isOurs`: those of other streams are for
 * other processes.
 */
export async function parkedByGroup(
  notes: ReactionNotes,
  groups: readonly ReactorGroup[],
  isOurs: (parked: ParkedReaction) => boolean = () => true,
): Promise<ReadonlyMap<string, ParkedReactions>> {
  const byGroup = new Map(groups.map(({ name }) => [name, new ParkedReactions(notes, name)]));
  for (const parked of (await parkedReactions(notes)).filter(isOurs)) {
    if (parked.reactor === ALL_REACTORS && parked.group === undefined) {
      for (const group of byGroup.values()) await group.keep({ ...parked, group: group.name });
      await notes.saveNote(PREFIX + keyOf(parked), null);
      continue;
    }
    const isOf = ({ name, reactors }: ReactorGroup) =>
      name === parked.group || reactors.some((reactor) => reactor.name === parked.reactor);
    const { name } = groups.find(isOf) ?? groups[0]!;
    byGroup.get(name)?.know(parked);
  }
  return byGroup;
}

/** The parked reactions of one group, in memory and in the notes. */
export class ParkedReactions {
  readonly name: string;
  private readonly notes: ReactionNotes;
  private readonly all = new Map<string, ParkedReaction>();
  private readonly tries = new Map<string, number>();

  constructor(notes: ReactionNotes, group: string) {
    this.notes = notes;
    this.name = group;
  }

  /** Takes in one that is already in the notes. */
  know(parked: ParkedReaction): void {
    this.all.set(keyOf(parked), parked);
  }

  /** Takes one in and writes it to the notes. */
  async keep(parked: ParkedReaction): Promise<void> {
    await this.notes.saveNote(PREFIX + keyOf(parked), JSON.stringify(parked));
    this.know(parked);
  }

  list(): ParkedReaction[] {
    return [...this.all.values()];
  }

  has(reactor: string, position: Position): boolean {
    return this.all.size > 0 && this.all.has(this.ownKey(reactor, position));
  }

  /**
   * Parks a reaction that has failed. False when it should be tried again instead: because the error passes by itself, it was tried
   * too few times, or too many are parked already. Rejects when the note cannot be written.
   */
  async park(reactor: string, event: Omit<RecordedEvent, 'data'>, error: unknown, now: number): Promise<boolean> {
    if (passes(error) || this.all.size >= MAX_PARKED_REACTIONS) return false;
    const key = this.ownKey(reactor, event.position);
    const tries = (this.tries.get(key) ?? 0) + 1;
    this.tries.set(key, tries);
    if (tries < TRIES_BEFORE_PARKING && reactor !== ALL_REACTORS) return false;
    const { position, stream, revision, type } = event;
    const group = reactor === ALL_REACTORS ? { group: this.name } : {};
    const reason = (error as Error).message;
    await this.keep({ reactor, ...group, position, stream, revision, type, reason, parkedAt: now });
    this.tries.delete(key);
    return true;
  }

  async settle(parked: ParkedReaction): Promise<void> {
    const key = keyOf(parked);
    await this.notes.saveNote(PREFIX + key, null);
    this.all.delete(key);
  }

  private ownKey(reactor: string, position: Position): string {
    return reactor === ALL_REACTORS ? keyOf({ reactor, group: this.name, position }) : keyOf({ reactor, position });
  }
}

/** Whether the error passes when the stores answer again. A stopped view, or an event of a newer release, lasts longer. */
function passes(error: unknown): boolean {
  if (error instanceof ViewStoppedError || error instanceof NewerReleaseError) return false;
  return (
    error instanceof StoreUnavailableError || error instanceof UnknownOutcomeError || error instanceof ConcurrencyError
  );
}

function keyOf({ reactor, group, position }: Pick<ParkedReaction, 'reactor' | 'group' | 'position'>): string {
  return group === undefined ? `${reactor} ${position}` : `${reactor} ${group} ${position}`;
}

/**
 * Whether a stream holds the events of a reaction. Aggregates remember only the newest causes and take older ones for handled, so
 * for a reaction that was parked the whole stream is read.
 */
export async function isCarriedOut(log: EventStore, stream: string, reactor: string, position: Position) {
  for (let from = 0; ; ) {
    const events = await log.read(stream, { from });
    if (events.some(({ meta }) => meta.cause?.reactor === reactor && meta.cause.position === position)) return true;
    const last = events[events.length - 1];
    if (!last) return false;
    from = last.revision + 1;
  }
}
