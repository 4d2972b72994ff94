import type { ProcessClock } from '../../domain/kernel/clock.ts';
import type { AnyPersonalFields } from '../../domain/kernel/personal.ts';
import type { CommandHandler } from '../../event-store/command-handler.ts';
import type { EventStore } from '../../event-store/event-store.ts';
import type { ReadModelStore, ReadModels } from '../../projections/read-models.ts';
import type { PushSender } from '../../workers/push/push-sender.ts';
import type { SimKeys } from './keys.ts';
import type { EngineKind, SimLog } from './log.ts';
import type { SimPayments } from './payments.ts';
import type { SimPayouts } from './payouts.ts';
import type { SimReadModels } from './read-models.ts';

/** What breaks from time to time (faults.ts). */
export type FaultName =
  | 'crash'
  | 'restart'
  | 'rebuild'
  | 'stall'
  | 'clockJump'
  | 'diskFull'
  | 'logAway'
  | 'readModelsAway'
  | 'leasesAway';

/** What bugs of an engine are put into. */
export interface Disks {
  log: SimLog;
  readModels: SimReadModels;
  keys: SimKeys;
  payments: SimPayments;
  payouts: SimPayouts;
}

/** A bug that is put in at a port, to show that the simulation finds it. */
export interface Plant {
  name: string;
  /** A seed that has found it, tried first: one that does not costs a whole run. */
  foundBy?: number;
  /** Where it can show. */
  kind: EngineKind;
  /** Of the faults that come from time to time, only these happen; for a bug that shows by a rare one. Default: what the seed chooses. */
  faults?: readonly FaultName[];
  begin?(disks: Disks): void;
  /** What is sealed; default all that is declared. */
  personal?: AnyPersonalFields;
  /** What follows from an event is decided with it; else by reactors alone, where most bugs of theirs show. */
  decidesAhead?: boolean;
  /** People make their points into gold and money. */
  withdraws?: boolean;
  /** People speak about topics. */
  speaks?: boolean;
  /** Operators give gold, and ban. */
  isOperated?: boolean;
  /** A process goes on using states that hold what somebody said who was erased since. */
  keepsTexts?: boolean;
  log?(log: EventStore, part: 'commands' | 'models' | 'reactors' | 'announcer', disks: Disks): EventStore;
  store?(store: ReadModelStore, disks: Disks): ReadModelStore;
  commands?(commands: CommandHandler, part: 'api' | 'workers', disks: Disks): CommandHandler;
  jobModels?(models: ReadModels): ReadModels;
  pushes?(send: PushSender): PushSender;
  /** The clock by which presence is watched. */
  presenceClock?(clock: ProcessClock): ProcessClock;
}
