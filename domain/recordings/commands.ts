import type { RecordUploaded } from './events.ts';

export type RecordingsCommand =
  | ({ type: 'UploadRecord' } & RecordUploaded['data'])
  | { type: 'DeleteRecord'; recordId: number }
  /** For operators alone. */
  | { type: 'ReviewRecord'; recordId: number; approved: boolean; reason: string };
