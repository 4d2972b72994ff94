import { join } from 'node:path';
import { remoteAddressOf } from '../api/http/call.ts';
import type { FileRoutes } from '../api/http/file-requests.ts';
import type { Core } from '../application/core.ts';
import type { Config } from '../config.ts';
import type { ProcessClock } from '../domain/kernel/clock.ts';
import { defaultPicturePath } from '../files/default-pictures.ts';
import type { Files } from '../files/files.ts';
import { giftPictureUrl } from '../files/gift-pictures.ts';
import { type HonourSign, honourPicturePath } from '../files/honour-pictures.ts';
import { inspectingMedia } from '../files/inspect/media.ts';
import { Folder } from '../files/local/folder.ts';
import { FileRoutes as LocalFileRoutes } from '../files/local/http.ts';
import { LocalFileStore } from '../files/local/local-file-store.ts';
import { folderSpool } from '../files/local/spool.ts';

/** Files lie in this folder of DATA_DIR, also while they come. */
const FOLDER = 'files';

export interface OpenedFiles {
  files: Files;
  /** Makes what this server answers for addresses of files; null where a store outside has them. */
  routes(core: Core): FileRoutes | null;
}

/**
 * Opens what the configuration asks for: a bucket, or a folder of DATA_DIR, which processes on one machine share. `ownUrl` is where
 * this server listens, for addresses when no PUBLIC_URL is set.
 */
export async function openFiles(
  { dataDir, storage, publicUrl }: Pick<Config, 'dataDir' | 'storage' | 'publicUrl'>,
  { secret, clock, ownUrl }: { secret: string; clock: ProcessClock; ownUrl(): string },
): Promise<OpenedFiles> {
  const folder = new Folder({ dir: join(dataDir, FOLDER) });
  const baseUrl = () => publicUrl || ownUrl();
  const defaultPicture = (userId: number) => `${baseUrl()}${defaultPicturePath(userId)}`;
  const honourPicture = (sign: HonourSign) => `${baseUrl()}${honourPicturePath(sign)}`;
  const giftPicture = (file: string) => giftPictureUrl(baseUrl(), file);
  const pictures = { defaultPicture, giftPicture, honourPicture };
  const aside = { media: inspectingMedia(), spool: folderSpool(folder), ...pictures };
  if (storage) {
    // Imported only where it is configured, like the clients of engines.
    const { S3FileStore } = await import('../files/s3/s3-file-store.ts');
    const store = new S3FileStore({ ...storage, nowMs: () => clock.wall() });
    return { files: { store, ...aside }, routes: () => null };
  }
  const store = new LocalFileStore({ folder, secret, baseUrl });
  return {
    files: { store, ...aside },
    routes: (core) =>
      new LocalFileRoutes({ folder, secret, clock, addressOf: (request) => remoteAddressOf(request, core) }),
  };
}
