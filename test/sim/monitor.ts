import type { CommandHandler } from '../../event-store/command-handler.ts';
import { type EventStore, type LoggedEvent, MAX_READ_EVENTS } from '../../event-store/event-store.ts';
import type { ViewLog } from '../../projections/read-models.ts';
import { type Difference, verifyLedger, verifyReadModels } from '../../projections/verify.ts';
import { allViews } from '../../projections/views/all.ts';
import type { SimKeys } from './keys.ts';
import type { SimLog } from './log.ts';
import type { Disks } from './plant.ts';
import type { SimReadModels } from './read-models.ts';
import { openedWith } from './sealed.ts';

/** An event's time is when its command was taken: it may have waited for a disk or a stalled machine since. */
const MAX_WAIT_MS = 20_000;

/** Holds what happens against what Salon promises (docs/guarantees.md). */
export class Monitor {
  commands = 0;
  private readonly log: SimLog;
  private readonly keys: SimKeys;
  private readonly readModels: SimReadModels;
  private readonly violation: (what: string) => void;
  /** Events of the log by their ids, opened, as they became durable. */
  private readonly durable = new Map<string, LoggedEvent>();
  /** Ids of events that a caller was told of. */
  private readonly acknowledged = new Set<string>();
  private latestAt = 0;
  /** The log's events by their types, opened, as far as somebody asked for them. */
  private readonly byType = new Map<string, LoggedEvent[]>();
  private readonly sorted: { count: number; last: LoggedEvent | null } = { count: 0, last: null };

  constructor({ log, keys, readModels }: Disks, violation: (what: string) => void) {
    this.log = log;
    this.keys = keys;
    this.readModels = readModels;
    this.violation = violation;
  }

  /** The same handler; what it gives out must be durable at that moment. */
  watched(handler: CommandHandler): CommandHandler {
    return {
      ...handler,
      handle: async (decider, stream, command, meta) => {
        const handled = await handler.handle(decider, stream, command, meta);
        this.commands++;
        for (const { id, type } of handled.events) {
          this.acknowledged.add(id);
          if (!this.durable.has(id)) this.violation(`1: ${type} of ${stream} was acknowledged and is not durable`);
        }
        return handled;
      },
    };
  }

  /** Everything that can be said of the disks as they are now. Nothing may change them meanwhile. */
  async checkDisks(when: string): Promise<void> {
    const there = new Set(this.log.all.map(({ id }) => id));
    for (const id of this.acknowledged) {
      if (!there.has(id)) this.violation(`1: the acknowledged event ${id} is not in the log ${when}`);
    }
    const log = this.opened((event) => this.known(event));
    const ledger = await verifyLedger(log);
    for (const { position, message } of ledger.violations) {
      this.violation(`2/4: ${message} (position ${position}, ${when})`);
    }
    for (const { view, id, kind, stored, expected } of await this.differences()) {
      if (kind === 'unbuilt') continue;
      this.violation(`6: ${view} ${id} ${kind} ${when}: stored ${stored}, the log says ${expected}`);
    }
  }

  /** What must hold once everything has come to rest. */
  async checkAtRest(): Promise<void> {
    await this.checkDisks('at rest');
    const { pending } = await verifyLedger(this.opened((event) => this.known(event)));
    if (pending.toGrant > 0) this.violation(`4: the gold of ${pending.toGrant} paid orders never came`);
    if (pending.toCredit > 0) this.violation(`4: ${pending.toCredit} purchases were never credited`);
    if (pending.toShow > 0) this.violation(`4: ${pending.toShow} purchases were never shown`);
    if ((await this.differences()).some(({ kind }) => kind === 'unbuilt')) this.violation('6: a view was never built');
  }

  /**
   * Where documents are not what the log makes of them. A view may have read a name before its key was destroyed, or found it destroyed:
   * what is right by either counts as right.
   */
  private async differences(): Promise<Difference[]> {
    const { differences } = await verifyReadModels(
      this.sealed((event) => this.known(event)),
      this.readModels.visible,
      allViews,
    );
    if (differences.length === 0) return [];
    const left = await this.keys.left();
    const again = await verifyReadModels(
      this.sealed((event) => openedWith(left, event)),
      this.readModels.visible,
      allViews,
    );
    return differences.filter(({ view, id }) =>
      again.differences.some((other) => other.view === view && other.id === id),
    );
  }

  /** The log as views read it, without waits and faults; `open` opens an event. */
  private sealed(open: (event: LoggedEvent) => LoggedEvent): ViewLog {
    const { log } = this;
    return {
      readAll: async ({ after, limit = MAX_READ_EVENTS }) => log.after(after, limit),
      openEvents: async (events) => events.map(open),
    } as Partial<ViewLog> as ViewLog;
  }

  /** The same, opened. */
  private opened(open: (event: LoggedEvent) => LoggedEvent): EventStore {
    const { log } = this;
    return {
      readAll: async ({ after, limit = MAX_READ_EVENTS }) => log.after(after, limit).map(open),
    } as Partial<EventStore> as EventStore;
  }

  /** An event of the log, opened with the key that it was sealed under, whatever became of that. */
  private known(event: LoggedEvent): LoggedEvent {
    return this.durable.get(event.id) ?? event;
  }

  /** Everything in the log, oldest first, opened. */
  all(): readonly LoggedEvent[] {
    return this.log.all.map((event) => this.known(event));
  }

  /** Events of a type, for whoever compares them with what clients were told. */
  events<Type extends LoggedEvent['type']>(type: Type): readonly Extract<LoggedEvent, { type: Type }>[] {
    this.sortNewOnes();
    return (this.byType.get(type) ?? []) as Extract<LoggedEvent, { type: Type }>[];
  }

  /** Each event is looked at once, unless a crash took away what was acknowledged too early (a planted bug). */
  private sortNewOnes(): void {
    const { log, byType, sorted } = this;
    if (sorted.count > 0 && log.all[sorted.count - 1] !== sorted.last) {
      byType.clear();
      sorted.count = 0;
    }
    for (; sorted.count < log.all.length; sorted.count++) {
      sorted.last = log.all[sorted.count]!;
      const event = this.known(sorted.last);
      const ofType = byType.get(event.type);
      if (ofType) ofType.push(event);
      else byType.set(event.type, [event]);
    }
  }

  /** To be told of each event as it becomes durable; answers it opened. */
  became(event: LoggedEvent): LoggedEvent {
    const { id, type, stream, data, meta } = event;
    if (this.durable.has(id)) this.violation(`3: event ${id} (${type} of ${stream}) is in the log twice`);
    const opened = openedWith(this.keys.everMade(), event);
    this.durable.set(id, opened);
    // Of several processes each has a clock of its own.
    if (this.log.kind === 'embedded' && meta.at < this.latestAt - MAX_WAIT_MS) {
      this.violation(`time went back: ${type} of ${stream} at ${meta.at}, after ${this.latestAt}`);
    }
    this.latestAt = Math.max(this.latestAt, meta.at);
    const { goldAfter } = data as { goldAfter?: number };
    if (goldAfter !== undefined && goldAfter < 0) this.violation(`2: ${stream} holds ${goldAfter} gold`);
    return opened;
  }
}
