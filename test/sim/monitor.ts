import type { CommandHandler } from '../../event-store/command-handler.ts';
import { type EventStore, type LoggedEvent, MAX_READ_EVENTS } from '../../event-store/event-store.ts';
import { verifyLedger, verifyReadModels } from '../../projections/verify.ts';
import { allViews } from '../../projections/views/all.ts';
import type { SimLog } from './log.ts';
import type { SimReadModels } from './read-models.ts';

/** An event's time is when its command was taken: it may have waited for a disk or a stalled machine since. */
const MAX_WAIT_MS = 20_000;

/** Holds what happens against what Salon promises (docs/guarantees.md). */
export class Monitor {
  commands = 0;
  private readonly log: SimLog;
  private readonly readModels: SimReadModels;
  private readonly violation: (what: string) => void;
  /** Ids of events in the log, as they became durable. */
  private readonly durable = new Map<string, LoggedEvent>();
  /** Ids of events that a caller was told of. */
  private readonly acknowledged = new Set<string>();
  private latestAt = 0;

  constructor(log: SimLog, readModels: SimReadModels, violation: (what: string) => void) {
    this.log = log;
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
    const log = readOnly(this.log);
    const ledger = await verifyLedger(log);
    for (const { position, message } of ledger.violations) {
      this.violation(`2/4: ${message} (position ${position}, ${when})`);
    }
    const models = await verifyReadModels(log, this.readModels.visible, allViews);
    for (const { view, id, kind, stored, expected } of models.differences) {
      if (kind === 'unbuilt') continue;
      this.violation(`6: ${view} ${id} ${kind} ${when}: stored ${stored}, the log says ${expected}`);
    }
  }

  /** What must hold once everything has come to rest. */
  async checkAtRest(): Promise<void> {
    await this.checkDisks('at rest');
    const { pending } = await verifyLedger(readOnly(this.log));
    if (pending.toCredit > 0) this.violation(`4: ${pending.toCredit} purchases were never credited`);
    if (pending.toShow > 0) this.violation(`4: ${pending.toShow} purchases were never shown`);
    const models = await verifyReadModels(readOnly(this.log), this.readModels.visible, allViews);
    if (models.differences.some(({ kind }) => kind === 'unbuilt')) this.violation('6: a view was never built');
  }

  /** Everything in the log, oldest first. */
  all(): readonly LoggedEvent[] {
    return this.log.all;
  }

  /** Events of a type, for whoever compares them with what clients were told. */
  events<Type extends LoggedEvent['type']>(type: Type): Extract<LoggedEvent, { type: Type }>[] {
    const all = this.log.all;
    return all.filter((event): event is Extract<LoggedEvent, { type: Type }> => event.type === type);
  }

  /** To be told of each event as it becomes durable. */
  became(event: LoggedEvent): void {
    const { id, type, stream, data, meta } = event;
    if (this.durable.has(id)) this.violation(`3: event ${id} (${type} of ${stream}) is in the log twice`);
    this.durable.set(id, event);
    // Of several processes each has a clock of its own.
    if (this.log.kind === 'embedded' && meta.at < this.latestAt - MAX_WAIT_MS) {
      this.violation(`time went back: ${type} of ${stream} at ${meta.at}, after ${this.latestAt}`);
    }
    this.latestAt = Math.max(this.latestAt, meta.at);
    const { goldAfter } = data as { goldAfter?: number };
    if (goldAfter !== undefined && goldAfter < 0) this.violation(`2: ${stream} holds ${goldAfter} gold`);
  }
}

/** The log as it stands, without waits and faults. */
export function readOnly(log: SimLog): EventStore {
  return {
    readAll: async ({ after, limit = MAX_READ_EVENTS }: { after: number; limit?: number }) => log.after(after, limit),
  } as unknown as EventStore;
}
