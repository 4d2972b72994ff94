import { LOGS_PER_HOUR, MAX_DAY_BYTES, TICKETS_PER_HOUR } from '../../domain/file/limits.ts';
import { DomainError } from '../../domain/kernel/errors.ts';
import { MAX_QUERY_DOCUMENTS } from '../../projections/read-models.ts';
import { files } from '../../projections/views/files.ts';
import type { Actor } from '../actor.ts';
import type { Core } from '../core.ts';
import { countsOf } from '../counts-of.ts';

const HOUR_MS = 3600_000;
const DAY_MS = 24 * HOUR_MS;

/**
 * Counts an upload that the actor is about to begin. Throws `TooOften` past `TICKETS_PER_HOUR`, and when what they
 * uploaded in the last 24 hours comes to more than `MAX_DAY_BYTES` with it: an open ticket counts as if it were used in full.
 */
export async function takeUpload(core: Core, { appId, userId }: Actor, maxBytes: number): Promise<void> {
  await takeOne(core, `upload ${appId}.${userId}`, TICKETS_PER_HOUR);
  const today = await core.models.find(files, {
    index: 'byUser',
    equals: [appId, userId],
    until: core.clock.now() - DAY_MS,
    limit: MAX_QUERY_DOCUMENTS,
  });
  const bytes = today.reduce((sum, { document }) => sum + document.countedBytes, maxBytes);
  if (bytes > MAX_DAY_BYTES || today.length === MAX_QUERY_DOCUMENTS) {
    throw new DomainError('TooOften', 'too much was uploaded in a day');
  }
}

/** Counts a log that the actor's client is about to leave. Throws `TooOften` past `LOGS_PER_HOUR`. */
export function takeLog(core: Core, { appId, userId }: Actor): Promise<void> {
  return takeOne(core, `log ${appId}.${userId}`, LOGS_PER_HOUR);
}

async function takeOne(core: Core, key: string, perHour: number): Promise<void> {
  if (!(await countsOf(core).take([{ key, most: perHour }], HOUR_MS)))
    throw new DomainError('TooOften', 'too many uploads in an hour');
}
