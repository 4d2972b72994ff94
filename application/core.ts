import type { IncomingMessage } from 'node:http';
import type { ProcessClock } from '../domain/kernel/clock.ts';
import type { CommandHandler } from '../event-store/command-handler.ts';
import type { EventStore, Position } from '../event-store/event-store.ts';
import type { ReadModels } from '../projections/read-models.ts';
import type { Apps } from './apps.ts';
import type { Words } from './texts/words.ts';

/** What endpoint handlers work with. Built once by main.ts. */
export interface Core {
  clock: ProcessClock;
  log: EventStore;
  commands: CommandHandler;
  models: ReadModels;
  /**
   * Up to where the states that `commands` keeps show what other processes appended to the log; Infinity where this process alone
   * appends to it.
   */
  observedUpTo(): Position;
  presence: Presence;
  settings: ApiSettings;
}

/** Heartbeats: not in the log. Three missed ones become `LeaveLive` (or `StopLive` for the host). */
export interface Presence {
  beat(appId: string, liveId: number, userId: number): void;
}

export interface ApiSettings {
  /** The app that the heihei dialect serves. */
  heiheiAppId: string;
  /** Scheme, host and port under which clients reach this server, without a trailing slash; '' = take the request's Host. */
  publicUrl: string;
  /** Signs session tokens. */
  tokenSecret: string;
  /** Signs the addresses that a media server lets in by; whoever runs one gets it (`npm run media-key`). */
  mediaKey: string;
  /** Signed them before: their tokens hold until they expire. */
  oldTokenSecrets: readonly string[];
  /** The apps whose servers may call. */
  apps: Apps;
  /** What people of each tenant may be called, and say. */
  words: Words;
  /** Sign-in codes are derived with it. */
  codeSecret: string;
  rtc: { apiKey: string; apiSecret: string };
  dev: boolean;
  /** What callers of /dev show; without dev mode there is no /dev. */
  devKey: string;
  /** Whether sign-in codes go anywhere; without, asking for one and signing in with one are refused. */
  phoneSignIn: boolean;
  /** A request's client, where a trusted proxy stands before us; default: the socket's peer. */
  clientAddress?: (request: IncomingMessage) => string;
  /** Sign-in codes that one remote address may ask for in an hour, and wrong ones that it may try. */
  codesPerAddress: number;
  /** Sign-in codes that this process sends in an hour; of wrong ones it takes a share: see `SignInLimits`. */
  codesPerHour: number;
  /** What a scraper of /metrics must show as a bearer token; '' = open in dev mode, else there is no /metrics. */
  metricsToken: string;
}

/** How long a handler waits for the read models to show its own command before it answers without them. */
export const CAUGHT_UP_TIMEOUT_MS = 2_000;
