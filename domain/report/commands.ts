import type { ReportKind, ReportOutcome } from './events.ts';

export type ReportCommand =
  /** The actor (`meta.actor`) reports `userId`. */
  | { type: 'ReportUser'; reportId: number; userId: number; kind: ReportKind }
  /** For operators alone. */
  | { type: 'SettleReport'; reportId: number; outcome: ReportOutcome; reason: string };
