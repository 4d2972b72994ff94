import type { FileStore } from './file-store.ts';
import type { HonourSign } from './honour-pictures.ts';
import type { Media } from './media.ts';
import type { Spool } from './spool.ts';

/** Everything about files that use cases and requests work with. */
export interface Files {
  store: FileStore;
  media: Media;
  spool: Spool;
  /** The address of the picture of somebody who has none. */
  defaultPicture(userId: number): string;
  /** The address of a picture of a gift, by the catalogue's word for it. */
  giftPicture(file: string): string;
  /** The address of the sign of an honour. */
  honourPicture(sign: HonourSign): string;
}
