import { fileDecider } from '../../domain/file/decider.ts';
import type { UploadGranted } from '../../domain/file/events.ts';
import { contentTypeOf, type FileFormat, type FileModule, isTaken, maxBytesOf } from '../../domain/file/formats.ts';
import { TICKET_MS, UNCLAIMED_MS } from '../../domain/file/limits.ts';
import { pathOf } from '../../domain/file/path.ts';
import type { CommandMeta } from '../../domain/kernel/decider.ts';
import { DomainError } from '../../domain/kernel/errors.ts';
import { fileStream } from '../../domain/streams.ts';
import type { UploadTicket } from '../../files/file-store.ts';
import { files } from '../../projections/views/files.ts';
import type { Actor } from '../actor.ts';
import { type MakeMeta, shown, withInput } from '../commands.ts';
import type { Core } from '../core.ts';
import { takeUpload } from './allowance.ts';
import { fileIdOf, signOf } from './signs.ts';

/** What a client needs to upload one file, and to name it afterwards. */
export interface Upload {
  fileId: string;
  path: string;
  /** Named in whatever the file is for. */
  sign: string;
  ticket: UploadTicket;
  maxBytes: number;
  /** Epoch ms: the upload must have begun by then. */
  expiresAt: number;
}

/**
 * Lets the actor upload one file of a format, for a module. The name is this server's; nobody reads the file's address from another one.
 * Nothing is looked at before somebody names the file (`claimFile`); what nobody names is dropped after a day. Throws `InvalidInput` (field
 * `format`) for a format that the module does not take, `TooOften`, `IdempotencyConflict`.
 */
export async function grantUpload(
  core: Core,
  actor: Actor,
  wanted: { module: FileModule; format: FileFormat },
  makeMeta: MakeMeta,
): Promise<Upload> {
  if (!isTaken(wanted.module, wanted.format)) throw new DomainError('InvalidInput', 'not for this module', 'format');
  const meta = withInput(makeMeta('grant-upload'), wanted);
  const sign = signOf(core.settings.fileSecret, actor.appId, meta.commandId);
  const known = await core.commands.load(fileDecider, fileStream(actor.appId, fileIdOf(sign)));
  if (!known.state.granted) await takeUpload(core, actor, maxBytesOf(wanted.module, wanted.format));
  const granted = await recordGrant(core, actor, wanted, sign, meta);
  const { fileId, maxBytes, expiresAt, format } = granted;
  const path = pathOf(granted);
  const ticket = await core.files.store.ticket(path, { contentType: contentTypeOf(format), maxBytes, expiresAt });
  return { fileId, path, sign, ticket, maxBytes, expiresAt };
}

/**
 * Writes down that a file may be put into the store; the first grant of a sign counts. What nobody claims is dropped after `keptMs`; default: a
 * day after its ticket.
 */
export async function recordGrant(
  core: Core,
  { appId, userId }: Actor,
  { module, format, keptMs }: { module: FileModule; format: FileFormat; keptMs?: number },
  sign: string,
  meta: CommandMeta,
): Promise<UploadGranted['data']> {
  const fileId = fileIdOf(sign);
  const expiresAt = meta.at + TICKET_MS;
  const times = { expiresAt, dropAt: keptMs === undefined ? expiresAt + UNCLAIMED_MS : meta.at + keptMs };
  const granted = {
    fileId,
    userId,
    module,
    format,
    grantedAt: meta.at,
    maxBytes: maxBytesOf(module, format),
    ...times,
  };
  const { state, position } = await core.commands.handle(
    fileDecider,
    fileStream(appId, fileId),
    { type: 'GrantUpload', ...granted },
    meta,
  );
  // The next upload is counted by what this view shows.
  await shown(core, position, [files]);
  return state.granted!;
}
