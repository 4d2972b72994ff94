import { createHash } from 'node:crypto';
import type { Spool, Spooled, UploadedFile } from '../spool.ts';
import type { ComingFile, Folder } from './folder.ts';

/** Keeps files of requests under way in a folder on this machine. */
export function folderSpool(folder: Folder): Spool {
  return { begin: async (maxBytes) => new SpooledFile(await folder.begin(maxBytes)) };
}

class SpooledFile implements Spooled {
  private readonly file: ComingFile;
  private readonly md5 = createHash('md5');

  constructor(file: ComingFile) {
    this.file = file;
  }

  async write(chunk: Uint8Array): Promise<void> {
    this.md5.update(chunk);
    await this.file.write(chunk);
  }

  async finish(isTooLarge: boolean): Promise<UploadedFile> {
    const { file } = this;
    await file.close();
    return {
      sizeBytes: file.sizeBytes,
      md5: this.md5.digest('hex'),
      isTooLarge,
      open: (range) => file.read(range),
    };
  }

  discard(): Promise<void> {
    return this.file.discard();
  }
}
