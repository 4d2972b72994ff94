import { DomainError } from '../../domain/kernel/errors.ts';
import { recordingsDecider } from '../../domain/recordings/decider.ts';
import { recordingsStream } from '../../domain/streams.ts';
import { type RecordDocument, records } from '../../projections/views/records.ts';
import type { MakeMeta } from '../commands.ts';
import type { Core } from '../core.ts';
import { type Done, done } from './done.ts';

/** A recording as an operator hears it. */
export interface RecordForOperator
  extends Pick<RecordDocument, 'recordId' | 'userId' | 'lengthSeconds' | 'audible' | 'createdAt'> {
  /** Where its sound is. */
  url: string;
}

/** Recordings that others hear, or do not: those that wait for a review among them. The newest first. */
export async function recordsFor(
  core: Core,
  appId: string,
  { isAudible, ...page }: { isAudible: boolean; offset: number; limit: number },
): Promise<RecordForOperator[]> {
  const found = await core.models.find(records, { index: 'latest', equals: [appId, isAudible], ...page });
  return found.map(({ document: { recordId, userId, lengthSeconds, audible, createdAt, path } }) => {
    return { recordId, userId, lengthSeconds, audible, createdAt, url: core.files.store.url(path) };
  });
}

/**
 * Lets others hear a recording, or not (any more). Repeating a review changes nothing. Throws `RecordNotFound`. `makeMeta` must be the
 * system's.
 */
export async function reviewRecord(
  core: Core,
  appId: string,
  { recordId, approved, reason }: { recordId: number; approved: boolean; reason: string },
  makeMeta: MakeMeta,
): Promise<Done> {
  const record = await core.models.get(records, `${appId}.${recordId}`);
  if (!record) throw new DomainError('RecordNotFound');
  const stream = recordingsStream(appId, record.userId);
  const command = { type: 'ReviewRecord', recordId, approved, reason } as const;
  const meta = makeMeta(`/records/${recordId}/review`);
  const { position } = await core.commands.handle(recordingsDecider, stream, command, meta);
  return done(core, position, [records]);
}
