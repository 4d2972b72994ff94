import type { FileSource, FileStore, TicketRules, UploadTicket } from '../file-store.ts';
import { MAX_FIRST_BYTES } from '../file-store.ts';
import type { Folder } from './folder.ts';
import { uploadToken } from './tickets.ts';

/** Where this server gives and takes files, on its own address. */
export const FILES_PATH = '/files/';

export interface LocalOptions {
  folder: Folder;
  /** Signs tickets. */
  secret: string;
  /** Scheme, host and port under which clients reach this server, without a trailing slash. */
  baseUrl(): string;
}

/** Files in a folder of this machine; `http.ts` beside it takes uploads and serves them. */
export class LocalFileStore implements FileStore {
  private readonly options: LocalOptions;

  constructor(options: LocalOptions) {
    this.options = options;
  }

  async ticket(path: string, rules: TicketRules): Promise<UploadTicket> {
    const url = `${this.url(path)}?upload=${uploadToken(this.options.secret, path, rules)}`;
    return { method: 'PUT', url, headers: { 'Content-Type': rules.contentType } };
  }

  async head(path: string): Promise<number | null> {
    return (await this.options.folder.stat(path))?.sizeBytes ?? null;
  }

  async firstBytes(path: string): Promise<Uint8Array> {
    const { folder } = this.options;
    if ((await folder.stat(path)) === null) return new Uint8Array();
    const chunks: Uint8Array[] = [];
    for await (const chunk of folder.read(path, { end: MAX_FIRST_BYTES - 1 })) chunks.push(chunk as Uint8Array);
    return Buffer.concat(chunks);
  }

  async put(path: string, source: FileSource): Promise<void> {
    const { folder } = this.options;
    const place = folder.place(path);
    const file = await folder.begin(source.sizeBytes);
    try {
      for await (const chunk of source.open()) await file.write(chunk as Uint8Array);
      await file.moveTo(place);
    } finally {
      await file.discard();
    }
  }

  async remove(path: string): Promise<void> {
    await this.options.folder.remove(path);
  }

  url(path: string): string {
    this.options.folder.place(path);
    return this.options.baseUrl() + FILES_PATH + path;
  }
}
