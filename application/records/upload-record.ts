import { contentTypeOf, type FileFormat, MAX_RECORD_BYTES } from '../../domain/file/formats.ts';
import { pathOf } from '../../domain/file/path.ts';
import type { CommandMeta } from '../../domain/kernel/decider.ts';
import { DomainError } from '../../domain/kernel/errors.ts';
import { derivedCommandId } from '../../domain/kernel/ids.ts';
import { checkLength, recordingsDecider } from '../../domain/recordings/decider.ts';
import { recordingsStream } from '../../domain/streams.ts';
import { MAX_FIRST_BYTES } from '../../files/file-store.ts';
import type { UploadedFile } from '../../files/spool.ts';
import { records } from '../../projections/views/records.ts';
import type { Actor } from '../actor.ts';
import { type MakeMeta, type Shown, shown, withInput } from '../commands.ts';
import type { Core } from '../core.ts';
import { takeUpload } from '../files/allowance.ts';
import { recordClaim } from '../files/claims.ts';
import { signOf } from '../files/signs.ts';
import { recordGrant } from '../files/tickets.ts';
import { newId } from '../ids.ts';

/** The formats of a recording, by what their first bytes say. */
const SOUNDS: readonly FileFormat[] = ['mp3', 'm4a', 'aac'];
/** A client's clock and a file's own length may differ so far; beyond it the file's own counts. In seconds. */
const LENGTH_TOLERANCE_S = 2;

/**
 * Makes a sound the actor's recording; the one before goes. The same bytes again change nothing. Throws `FileTooBig` (its bytes, or its
 * length), `FileDamaged` (not the announced md5, or no sound), `RecordTooShort`, `TooOften`, `IdempotencyConflict`.
 */
export async function uploadRecord(
  core: Core,
  actor: Actor,
  { file, md5, lengthSeconds }: { file: UploadedFile; md5: string; lengthSeconds: number },
  makeMeta: MakeMeta,
): Promise<Shown> {
  if (file.isTooLarge) throw new DomainError('FileTooBig');
  if (file.sizeBytes === 0 || md5.toLowerCase() !== file.md5) throw new DomainError('FileDamaged', 'not these bytes');
  const meta = withInput(makeMeta('upload-record'), { md5: file.md5, lengthSeconds });
  const stream = recordingsStream(actor.appId, actor.userId);
  const { state } = await core.commands.load(recordingsDecider, stream);
  if (state.current?.md5 === file.md5) return {};
  const sound = await listenTo(core, file, lengthSeconds);
  await takeUpload(core, actor, MAX_RECORD_BYTES);
  const recordId = newId(core.clock);
  const { fileId, path } = await keep(core, actor, file, sound.format, meta);
  const { position: written } = await core.commands.handle(
    recordingsDecider,
    stream,
    {
      type: 'UploadRecord',
      recordId,
      userId: actor.userId,
      fileId,
      path,
      lengthSeconds: sound.seconds,
      sizeBytes: file.sizeBytes,
      md5: file.md5,
      needsReview: core.settings.reviewsRecords,
    },
    meta,
  );
  return shown(core, written, [records]);
}

/** What the bytes are, and how long they sound. Throws `FileDamaged`, `RecordTooShort`, `FileTooBig`. */
async function listenTo({ files }: Core, file: UploadedFile, givenSeconds: number) {
  const firstBytes = await readAll(file.open({ end: MAX_FIRST_BYTES - 1 }));
  for (const format of SOUNDS) {
    if (!(await files.media.isOf(firstBytes, format))) continue;
    const seconds = await files.media.seconds(file.open(), format, file.sizeBytes);
    if (seconds === null) break;
    const isClose = Math.abs(seconds - givenSeconds) <= LENGTH_TOLERANCE_S;
    const length = isClose ? givenSeconds : Math.round(seconds);
    checkLength(length);
    return { format, seconds: length };
  }
  throw new DomainError('FileDamaged', 'no sound');
}

async function readAll(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/**
 * Puts the sound into the store, as an upload of its own: should this process end before the recording is written down, the upload is dropped
 * like any that nobody named.
 */
async function keep(
  core: Core,
  actor: Actor,
  file: UploadedFile,
  format: FileFormat,
  meta: CommandMeta,
): Promise<{ fileId: string; path: string }> {
  const { appId, actor: by, at, correlationId } = meta;
  // With its md5: another file under a key whose first try failed half-way is another upload.
  const sign = signOf(core.settings.fileSecret, appId, `${meta.commandId} ${file.md5}`);
  const commandId = derivedCommandId(meta.commandId, `grant-upload of ${file.md5}`);
  const granting = { appId, actor: by, at, commandId, correlationId };
  const granted = await recordGrant(core, actor, { module: 'record', format }, sign, granting);
  const { fileId } = granted;
  const path = pathOf(granted);
  const { sizeBytes } = file;
  await core.files.store.put(path, { sizeBytes, contentType: contentTypeOf(format), open: () => file.open() });
  await recordClaim(core, actor, fileId, { purpose: 'record', sizeBytes }, meta);
  return { fileId, path };
}
