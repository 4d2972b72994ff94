import type { Clock } from '../../domain/kernel/clock.ts';
import type { JobQueue } from '../../workers/jobs.ts';
import type { SimFiles } from './files.ts';
import type { SimHeartbeats } from './heartbeats.ts';
import type { SimKeys } from './keys.ts';
import type { SimLeases } from './lease.ts';
import type { EngineKind, SimLog } from './log.ts';
import type { Monitor } from './monitor.ts';
import type { SimOnlineUsers } from './online-users.ts';
import type { SimPayments } from './payments.ts';
import type { SimPayouts } from './payouts.ts';
import type { SimPhones } from './phones.ts';
import type { Plant } from './plant.ts';
import type { Random } from './random.ts';
import type { SimReadModels } from './read-models.ts';
import type { Owner, Scheduler } from './scheduler.ts';

/** The app whose users these are. */
export const APP = 'heihei';

/** What a process finds around it. */
export interface Surroundings {
  readonly kind: EngineKind;
  readonly decidesAhead: boolean;
  readonly scheduler: Scheduler;
  readonly network: Random;
  readonly log: SimLog;
  readonly readModels: SimReadModels;
  readonly keys: SimKeys;
  readonly leases: SimLeases;
  /** Of all processes on shared engines. */
  readonly heartbeats: SimHeartbeats;
  readonly online: SimOnlineUsers;
  readonly phones: SimPhones;
  readonly files: SimFiles;
  readonly payments: SimPayments;
  readonly payouts: SimPayouts;
  readonly monitor: Monitor;
  readonly plant: Partial<Plant>;
  jobQueue(owner: Owner, clock: Clock): JobQueue;
  sendSms(phone: string): Promise<void>;
  trace(line: string): void;
  violation(what: string): void;
}

/** Gold that one operator of an evening gives alone. */
export const SIM_LIMIT_GOLD = 100;
