import type { View } from '../read-models.ts';

/** A command to be issued at a time; deleted by the event that settles the matter. Id: `<app>.<kind>.<what it names>`. */
export type DeadlineCommand =
  | { kind: 'expire-call'; liveId: number; callId: string }
  | { kind: 'time-out-conference'; liveId: number; conferenceId: string };

export interface Deadline extends Record<string, unknown> {
  appId: string;
  /** Epoch ms. */
  dueAt: number;
  command: DeadlineCommand;
}

export const deadlines: View<Deadline> = {
  name: 'deadlines',
  version: 1,
  indexes: { due: ['dueAt'] },
  ids: () => [],
  evolve: (deadline) => deadline,
};
