import type { LRUCache } from 'lru-cache';
import { LOGS_PER_HOUR, MAX_DAY_BYTES, TICKETS_PER_HOUR } from '../../domain/file/limits.ts';
import { DomainError } from '../../domain/kernel/errors.ts';
import { createLruCache } from '../../event-store/lru-cache.ts';
import { MAX_QUERY_DOCUMENTS } from '../../projections/read-models.ts';
import { files } from '../../projections/views/files.ts';
import type { Actor } from '../actor.ts';
import type { Core } from '../core.ts';

const HOUR_MS = 3600_000;
const DAY_MS = 24 * HOUR_MS;
/** People remembered at a time; the least recently seen are forgotten first. */
const MAX_PEOPLE = 50_000;

interface Window {
  since: number;
  count: number;
}

const windows = new WeakMap<Core, LRUCache<string, Window>>();

/**
 * Counts an upload that the actor is about to begin. Throws `TooOften` past `TICKETS_PER_HOUR` in this process, and when what they
 * uploaded in the last 24 hours comes to more than `MAX_DAY_BYTES` with it: an open ticket counts as if it were used in full.
 */
export async function takeUpload(core: Core, { appId, userId }: Actor, maxBytes: number): Promise<void> {
  const now = core.clock.now();
  takeOne(core, `${appId}.${userId}`, TICKETS_PER_HOUR);
  const today = await core.models.find(files, {
    index: 'byUser',
    equals: [appId, userId],
    until: now - DAY_MS,
    limit: MAX_QUERY_DOCUMENTS,
  });
  const bytes = today.reduce((sum, { document }) => sum + document.countedBytes, maxBytes);
  if (bytes > MAX_DAY_BYTES || today.length === MAX_QUERY_DOCUMENTS) {
    throw new DomainError('TooOften', 'too much was uploaded in a day');
  }
}

/** Counts a log that the actor's client is about to leave. Throws `TooOften` past `LOGS_PER_HOUR` in this process. */
export function takeLog(core: Core, { appId, userId }: Actor): void {
  takeOne(core, `log ${appId}.${userId}`, LOGS_PER_HOUR);
}

function takeOne(core: Core, key: string, perHour: number): void {
  const window = windowOf(core, key, core.clock.now());
  if (window.count >= perHour) throw new DomainError('TooOften', 'too many uploads in an hour');
  window.count++;
}

function windowOf(core: Core, key: string, now: number): Window {
  let all = windows.get(core);
  if (!all) {
    all = createLruCache(MAX_PEOPLE);
    windows.set(core, all);
  }
  let window = all.get(key);
  if (!window || now - window.since >= HOUR_MS) {
    window = { since: now, count: 0 };
    all.set(key, window);
  }
  return window;
}
