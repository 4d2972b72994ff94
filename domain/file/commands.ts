import type { UploadGranted } from './events.ts';

export type FileCommand =
  | ({ type: 'GrantUpload' } & UploadGranted['data'])
  /** `purpose` says what the file is used for: `avatar`, `record`. One file has one. */
  | { type: 'ClaimFile'; userId: number; purpose: string; sizeBytes: number }
  /** `isUnused`: it was claimed for a post, and nobody posted it. */
  | { type: 'DropUpload'; isUnused: boolean };
