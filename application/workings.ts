import type { Position } from '../event-store/event-store.ts';

/** How a view stands: `rebuilding` it answers from its old documents. A `stopped` one answers nothing. */
export interface ViewState {
  name: string;
  version: number;
  state: 'follows' | 'rebuilding' | 'stopped' | 'not built';
  /** Up to where its documents show the log. */
  position: Position;
  /** The event that it cannot take; null unless it is stopped. */
  stop: { position: Position; stream: string; type: string; reason: string; at: number } | null;
}

/** An event that a view, or a reactor, leaves out. Times are epoch ms. */
export interface LeftOut {
  by: string;
  position: Position;
  stream: string;
  type: string;
  reason: string;
  at: number;
}

/** A job that failed for good. */
export interface FailedJob {
  id: string;
  kind: string;
  dueAt: number;
  attempts: number;
  error: string;
}

/** The machinery behind the use cases, for those who operate it. All reject with the stores' errors. */
export interface Workings {
  views(): Promise<ViewState[]>;
  /** How far each group of reactors has come. */
  reactors(): Promise<{ name: string; position: Position }[]>;
  /** Events that views leave out since an operator parked them. */
  parkedEvents(): Promise<LeftOut[]>;
  /** Reactions that could not be carried out; they are tried again each minute. */
  parkedReactions(): Promise<LeftOut[]>;
  failedJobs(): Promise<FailedJob[]>;
  /** Tries a job that failed for good again; false when there is none by that id. */
  retryJob(id: string): Promise<boolean>;
  /** Begins to build a view anew beside the one that serves; false where another process keeps the read models. */
  rebuild(view: string): Promise<boolean>;
  /** Lets a view leave out the event at which it is stopped; false when it is not stopped there. */
  parkEvent(view: string, position: Position, at: number): Promise<boolean>;
}

/** Of a process that has none: a test's. */
export const NO_WORKINGS: Workings = {
  views: async () => [],
  reactors: async () => [],
  parkedEvents: async () => [],
  parkedReactions: async () => [],
  failedJobs: async () => [],
  retryJob: async () => false,
  rebuild: async () => false,
  parkEvent: async () => false,
};
