import { DomainError } from '../../domain/kernel/errors.ts';
import { recordingsDecider } from '../../domain/recordings/decider.ts';
import { recordingsStream } from '../../domain/streams.ts';
import { records } from '../../projections/views/records.ts';
import type { MakeMeta } from '../commands.ts';
import type { Core } from '../core.ts';
import { type Done, done } from './done.ts';

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
