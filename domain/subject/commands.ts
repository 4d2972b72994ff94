import type { SubjectPosted } from './events.ts';

export type SubjectCommand =
  | ({ type: 'PostSubject' } & SubjectPosted['data'])
  /** By its author. */
  | { type: 'RetitleSubject'; title: string }
  /** For operators alone. */
  | { type: 'RemoveSubject'; reason: string };
