import type { Position } from '../event-store/event-store.ts';

/** How a view stands: `rebuilding` it answers from its old documents. A `stopped` one answers nothing. */
export interface ViewState {
  name: string;
  version: number;
  state: 'follows' | 'rebuilding' | 'stopped' | 'not built';
  /** Up to where its documents show the log. */
  position: Position;
  /** How far it is built anew; null unless it is `rebuilding`. */
  rebuiltTo: Position | null;
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

/** What this process did in one span of time, and how it stood at its end. */
export interface Sample {
  /** Epoch ms, the end of the span. */
  at: number;
  /** Requests answered, and those that failed by the server's fault. */
  requests: number;
  faults: number;
  /** 99 of 100 answers took at most so long; null without requests. */
  p99Ms: number | null;
  /** Sockets that are open and signed in. */
  connections: number;
  /** Events that were appended to the log. */
  events: number;
  /** CPU time used, in ms. */
  cpuMs: number;
}

/** The process itself. */
export interface ProcessNow {
  version: string;
  node: string;
  /** Which stores: embedded, or production. */
  engines: string;
  startedAt: number;
  memoryBytes: number;
  /** Of the disk that holds DATA_DIR; null where it cannot be told. */
  disk: { freeBytes: number; totalBytes: number } | null;
  /** The last hour, the oldest first. */
  samples: readonly Sample[];
  /** How long the span of a sample is. */
  sampleMs: number;
}

/** How a webhook stands. */
export interface WebhookState {
  name: string;
  tenant: string;
  /** Scheme, host and port of its receiver. */
  origin: string;
  events: readonly string[];
  /** Everything up to here was delivered or left out; null for one that never ran. */
  reached: Position | null;
  /** Why it stands still until an operator has it go on; null: it does not. */
  parked: { position: Position; reason: string; at: number } | null;
  /** Whether it was asked to go on, and has not begun to. */
  isReplayAsked: boolean;
  /** Messages that its receiver refused. */
  leftOut: readonly { id: string; type: string; position: Position; status: number; at: number }[];
}

/** A setting as it is in effect in this process; secrets are masked. */
export interface SettingNow {
  name: string;
  value: string;
  /** Where it comes from: environment, command line, dev mode, a file, default. */
  origin: string;
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
  /** Whether this process is all of Salon, in dev mode: then time can be moved. */
  readonly canAdvanceClock: boolean;
  /** Moves time forward; false where it cannot be moved. */
  advanceClock(ms: number): Promise<boolean>;
  webhooks(): Promise<WebhookState[]>;
  /** Has a webhook go on after a position, or (null) from where it stands; the process that runs it begins within seconds. */
  replayWebhook(name: string, after: Position | null): Promise<void>;
  settings(): readonly SettingNow[];
  /** Null where nothing is measured. */
  process(): Promise<ProcessNow | null>;
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
  canAdvanceClock: false,
  advanceClock: async () => false,
  webhooks: async () => [],
  replayWebhook: async () => {},
  settings: () => [],
  process: async () => null,
};
