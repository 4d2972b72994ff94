import { fileDecider } from '../../domain/file/decider.ts';
import type { UploadGranted } from '../../domain/file/events.ts';
import type { FileFormat, FileModule } from '../../domain/file/formats.ts';
import { pathOf } from '../../domain/file/path.ts';
import type { CommandMeta } from '../../domain/kernel/decider.ts';
import { DomainError } from '../../domain/kernel/errors.ts';
import { derivedCommandId } from '../../domain/kernel/ids.ts';
import { fileStream } from '../../domain/streams.ts';
import type { Actor } from '../actor.ts';
import type { Core } from '../core.ts';
import { fileIdOf } from './signs.ts';

/** A file that is used for something from now on. */
export interface ClaimedFile {
  fileId: string;
  path: string;
  sizeBytes: number;
}

interface Claim {
  sign: string;
  module: FileModule;
  /** What it is used for. */
  purpose: string;
  /** Whether a format fits; default: all of the module's. */
  isTaken?(format: FileFormat): boolean;
}

/**
 * Takes an upload of the actor's for one purpose, as a step of another command (`meta` is that one's). Only now does anybody look at it: it must
 * be there, of its module and format by its own bytes, within its size. The same purpose again changes nothing, so whatever it is
 * for may be sent again. Throws `FileInvalid`.
 */
export async function claimFile(
  core: Core,
  actor: Actor,
  { sign, module, purpose, isTaken = () => true }: Claim,
  meta: CommandMeta,
): Promise<ClaimedFile> {
  const stream = fileStream(actor.appId, fileIdOf(sign));
  const { state } = await core.commands.load(fileDecider, stream);
  const { granted } = state;
  if (!granted || granted.userId !== actor.userId || granted.module !== module || state.dropped) {
    throw new DomainError('FileInvalid', 'no such upload');
  }
  if (!isTaken(granted.format)) throw new DomainError('FileInvalid', 'of another kind');
  const sizeBytes = await checkedSize(core, granted);
  await recordClaim(core, actor, granted.fileId, { purpose, sizeBytes }, meta);
  return { fileId: granted.fileId, path: pathOf(granted), sizeBytes };
}

async function checkedSize({ files }: Core, granted: UploadGranted['data']): Promise<number> {
  const { format, maxBytes } = granted;
  const path = pathOf(granted);
  const sizeBytes = (await files.store.head(path)) ?? 0;
  if (sizeBytes < 1 || sizeBytes > maxBytes) throw new DomainError('FileInvalid', 'nothing there, or too much');
  const isItself = await files.media.isOf(await files.store.firstBytes(path), format);
  if (!isItself) throw new DomainError('FileInvalid', 'of another format');
  return sizeBytes;
}

/** Writes down what a file is used for. Throws `FileInvalid` when it is used for something else, or was dropped. */
export async function recordClaim(
  { commands }: Core,
  { appId, userId }: Actor,
  fileId: string,
  { purpose, sizeBytes }: { purpose: string; sizeBytes: number },
  meta: CommandMeta,
): Promise<void> {
  const claim = { type: 'ClaimFile', userId, purpose, sizeBytes } as const;
  const { appId: app, actor, at, correlationId } = meta;
  const commandId = derivedCommandId(meta.commandId, `claim-file of ${fileId}`);
  await commands.handle(fileDecider, fileStream(appId, fileId), claim, {
    appId: app,
    actor,
    at,
    commandId,
    correlationId,
  });
}
