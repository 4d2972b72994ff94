import { Readable } from 'node:stream';
import { contentTypeOf, type FileFormat } from '../../domain/file/formats.ts';
import type { Media } from '../media.ts';
import { adtsSeconds } from './adts.ts';

/** What `file-type` calls our formats. Phones record m4a in containers that it calls mp4. */
const NAMES: Readonly<Record<FileFormat, readonly string[]>> = {
  mp3: ['mp3'],
  m4a: ['m4a', 'mp4'],
  aac: ['aac'],
  png: ['png', 'apng'],
  jpg: ['jpg'],
  jpeg: ['jpg'],
  gif: ['gif'],
  mp4: ['mp4', 'm4v'],
  // Text has no mark to know it by, and nobody claims it.
  txt: [],
};
/**
 * A file that takes longer to look through was made to. A phone's recording takes some milliseconds, and on a machine that stalls some
 * seconds: it must not be taken for damaged there. Counted while nothing else is looked through.
 */
const MAX_LOOK_MS = 10_000;

/** Looks at files by well-kept libraries, which are loaded with the first file: a start need not wait for them. */
export function inspectingMedia(): Media {
  /** One file is looked through at a time: what was made to take long holds up other uploads, and nothing else. */
  let last: Promise<unknown> = Promise.resolve();
  return {
    async isOf(firstBytes, format) {
      const { fileTypeFromBuffer } = await import('file-type');
      const found = await fileTypeFromBuffer(firstBytes).catch(() => undefined);
      return found !== undefined && NAMES[format].includes(found.ext);
    },
    seconds(sound, format, sizeBytes) {
      const look = () => secondsOf(sound, format, sizeBytes).finally(() => sound.destroy());
      const next = last.then(look, look);
      last = next;
      return next;
    },
  };
}

async function secondsOf(sound: Readable, format: FileFormat, sizeBytes: number): Promise<number | null> {
  const bounded = () => withinTime(sound, performance.now() + MAX_LOOK_MS);
  try {
    if (format === 'aac') return await adtsSeconds(bounded());
    // The first file loads it: that is not the file's time.
    const { parseStream } = await import('music-metadata');
    const info = { mimeType: contentTypeOf(format), size: sizeBytes };
    const bytes = Readable.from(bounded(), { objectMode: false });
    // It is read ahead: what goes wrong after the answer concerns nobody.
    bytes.on('error', () => {});
    const { duration } = (await parseStream(bytes, info, { skipCovers: true, skipPostHeaders: true })).format;
    return duration !== undefined && Number.isFinite(duration) && duration > 0 ? duration : null;
  } catch {
    // Whatever is wrong with it: it is no sound that everybody can play.
    return null;
  }
}

async function* withinTime(sound: AsyncIterable<Uint8Array>, endsAt: number): AsyncGenerator<Uint8Array> {
  for await (const chunk of sound) {
    if (performance.now() > endsAt) throw new Error('takes too long');
    yield chunk;
  }
}
