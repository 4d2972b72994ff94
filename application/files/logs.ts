import { Readable } from 'node:stream';
import { fileDecider } from '../../domain/file/decider.ts';
import { contentTypeOf, MAX_LOG_BYTES } from '../../domain/file/formats.ts';
import { LOG_KEPT_MS } from '../../domain/file/limits.ts';
import { pathOf } from '../../domain/file/path.ts';
import { DomainError } from '../../domain/kernel/errors.ts';
import { fileStream } from '../../domain/streams.ts';
import type { Actor } from '../actor.ts';
import { type MakeMeta, withInput } from '../commands.ts';
import type { Core } from '../core.ts';
import { takeLog } from './allowance.ts';
import { fileIdOf, signOf } from './signs.ts';
import { recordGrant } from './tickets.ts';

/**
 * Puts away what the actor's client has noted, for whoever looks for a fault: as a file that is served to nobody, that goes after
 * `LOG_KEPT_MS`, and with its person. The log of events says that it is there, not what it says. Throws `InvalidInput` (field `log`) past
 * `MAX_LOG_BYTES`, `TooOften`, `IdempotencyConflict`.
 */
export async function uploadLog(
  core: Core,
  actor: Actor,
  { text }: { text: string },
  makeMeta: MakeMeta,
): Promise<void> {
  const bytes = Buffer.from(text);
  if (bytes.length > MAX_LOG_BYTES) throw new DomainError('InvalidInput', `at most ${MAX_LOG_BYTES} bytes`, 'log');
  const meta = withInput(makeMeta('upload-log'), { text });
  const sign = signOf(core.settings.fileSecret, actor.appId, meta.commandId);
  const known = await core.commands.load(fileDecider, fileStream(actor.appId, fileIdOf(sign)));
  if (!known.state.granted) await takeLog(core, actor);
  const kind = { module: 'log', format: 'txt', keptMs: LOG_KEPT_MS } as const;
  const granted = await recordGrant(core, actor, kind, sign, meta);
  const source = { sizeBytes: bytes.length, contentType: contentTypeOf('txt'), open: () => Readable.from([bytes]) };
  await core.files.store.put(pathOf(granted), source);
}
