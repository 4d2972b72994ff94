import { Readable } from 'node:stream';
import { contentTypeOf, type FileFormat } from '../../domain/file/formats.ts';
import { pathOf } from '../../domain/file/path.ts';
import type { CommandMeta } from '../../domain/kernel/decider.ts';
import { MAX_FIRST_BYTES } from '../../files/file-store.ts';
import { stepOf } from '../accounts/identities.ts';
import type { Actor } from '../actor.ts';
import type { Core } from '../core.ts';
import { recordClaim } from './claims.ts';
import { signOf } from './signs.ts';
import { recordGrant } from './tickets.ts';

/** What pictures of people may be, as far as their first bytes tell: jpeg and jpg are one. */
const FORMATS: readonly FileFormat[] = ['png', 'jpg'];

/**
 * Puts a picture that this server fetched for a person into the file store, as if they had uploaded it, as a step of `command`. Returns its path, or ''
 * for what is no picture by its own bytes. The same command again is the same file.
 */
export async function hostPicture(core: Core, person: Actor, bytes: Buffer, command: CommandMeta): Promise<string> {
  const format = await formatOf(core, bytes);
  if (!format) return '';
  const meta = stepOf(command, 'host-picture');
  const sign = signOf(core.settings.fileSecret, person.appId, meta.commandId);
  const granted = await recordGrant(core, person, { module: 'avatar', format }, sign, meta);
  const path = pathOf(granted);
  const source = { sizeBytes: bytes.length, contentType: contentTypeOf(format), open: () => Readable.from([bytes]) };
  await core.files.store.put(path, source);
  await recordClaim(core, person, granted.fileId, { purpose: 'avatar', sizeBytes: bytes.length }, meta);
  return path;
}

async function formatOf({ files }: Core, bytes: Buffer): Promise<FileFormat | null> {
  const firstBytes = bytes.subarray(0, MAX_FIRST_BYTES);
  for (const format of FORMATS) if (await files.media.isOf(firstBytes, format)) return format;
  return null;
}
