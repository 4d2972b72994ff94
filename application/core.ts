import type { IncomingMessage } from 'node:http';
import type { ProcessClock } from '../domain/kernel/clock.ts';
import type { CommandHandler } from '../event-store/command-handler.ts';
import type { EventStore, LoggedEvent, Position } from '../event-store/event-store.ts';
import type { LogKey } from '../event-store/keys/log-key.ts';
import type { Files } from '../files/files.ts';
import type { Payouts } from '../payments/payouts.ts';
import type { Payments } from '../payments/provider.ts';
import type { ReadModels } from '../projections/read-models.ts';
import type { ThirdParties } from '../third-parties/third-party.ts';
import type { App, Apps } from './apps.ts';
import type { Feeds } from './operators/feeds.ts';
import type { SharedCounts } from './shared-counts.ts';
import type { Words } from './texts/words.ts';
import type { Workings } from './workings.ts';

/** What endpoint handlers work with. Built once by main.ts. */
export interface Core {
  clock: ProcessClock;
  log: EventStore;
  commands: CommandHandler;
  models: ReadModels;
  /** Hashes what names of streams would otherwise tell: phones and other outside names. */
  logKey: LogKey;
  /** The position up to which the states in `commands` include what other processes appended; Infinity when only this process appends. */
  observedUpTo(): Position;
  presence: Presence;
  files: Files;
  /** What sockets are sent for an event, as far as the event alone tells; absent where nothing is known of sockets. */
  announced?(event: LoggedEvent): readonly Announced[];
  /** Where people pay with money. */
  payments: Payments;
  /** Who pays people; null: nobody is paid. */
  payouts: Payouts | null;
  /** Who vouches for people who bring no phone. */
  thirdParties: ThirdParties;
  /** The token by which an app's server calls, signed with its `secret`; absent where no served API has such tokens. `at` in epoch ms. */
  serverTokenOf?(app: App, at: number): Promise<string | undefined>;
  /** Counts in windows that all processes share; absent: each has its own. */
  counts?: SharedCounts;
  /** The machinery behind all of this, for operators. */
  workings: Workings;
  /** Operators who follow the log. */
  feeds: Feeds;
  settings: ApiSettings;
}

/** A message for whoever is on a channel: `live:<app>.<id>` and the like (docs/sockets.md). */
export interface Announced {
  channel: string;
  body: Record<string, unknown>;
}

/** Heartbeats: not in the log. Who misses some is taken out of the live or talk (workers/presence.ts). */
export interface Presence {
  beat(beat: { appId: string; kind: 'live' | 'chat'; roomId: number; userId: number }): void;
}

export interface ApiSettings {
  /** The app that the heihei dialect serves. */
  heiheiAppId: string;
  /** Scheme, host and port under which clients reach this server, without a trailing slash; '' = take them from the request's Host. */
  publicUrl: string;
  /** Signs session tokens. */
  tokenSecret: string;
  /** Signs the addresses by which a media server admits people; its operator gets the key (`npm run media-key`). */
  mediaKey: string;
  media: MediaAddresses;
  /** The secret by which an app's own server sends messages to heihei's clients; '' = nobody does. */
  messageServerSecret: string;
  /** Secrets that signed session tokens before: their tokens hold until they expire. */
  oldTokenSecrets: readonly string[];
  /** Tokens of phones are looked up by a hash under the first; under the others they were before. */
  pushTokenKeys: readonly string[];
  /** The apps whose servers may call. */
  apps: Apps;
  /** What people of each tenant may be called, and may say. */
  words: Words;
  /** Signs the names of uploads. */
  fileSecret: string;
  /** Whether an operator lets recordings pass before others hear them. */
  reviewsRecords: boolean;
  /** Sign-in codes are derived with it. */
  codeSecret: string;
  rtc: { apiKey: string; apiSecret: string };
  /** An app at Tencent, for clients that use its SDK; null: none. */
  tencentRtc: { appId: number; key: string } | null;
  dev: boolean;
  /** The key that callers of /dev must send; without dev mode there is no /dev. */
  devKey: string;
  /** Whether sign-in codes can be delivered. If not, asking for one and signing in with one are refused. */
  phoneSignIn: boolean;
  /** A request's client address behind trusted proxies; default: the socket's peer. */
  clientAddress?: (request: IncomingMessage) => string;
  /** Sign-in codes that one remote address may ask for in an hour, and wrong ones that it may try. */
  codesPerAddress: number;
  /** Sign-in codes that this process sends in an hour; of wrong ones it takes a share: see `SignInLimits`. */
  codesPerHour: number;
  /** Whether notifications go anywhere: to a provider, a hook, or in dev mode to /dev. */
  pushOn: boolean;
  /** Whether the reference, the landing page and its numbers are shown. */
  showsDocs: boolean;
  /** Who reaches the operators' API and the console. */
  console: ConsoleReach;
  /** What a point is worth to whoever earned it, in cents of a yuan. */
  cashCentsPerPoint: number;
  /** Gold that one operator gives or takes back alone; more needs a second one. */
  operatorLimitGold: number;
  /** Cents of a yuan of a withdrawal that one operator lets be paid alone; more needs a second one. */
  operatorLimitCents: number;
  /** The bearer token that a scraper of /metrics must send; '' = open in dev mode, else there is no /metrics. */
  metricsToken: string;
}

/** Nobody, this machine's own programs, or everybody: who then has to sign in. */
export const CONSOLE_REACHES = ['off', 'loopback', 'on'] as const;
export type ConsoleReach = (typeof CONSOLE_REACHES)[number];

/** Where media servers are: scheme, host and port, without a trailing slash; '' = not known, and addresses name this server. */
export interface MediaAddresses {
  /** Where viewers pull. */
  pullUrl: string;
  /** Where hosts push. */
  pushUrl: string;
  /** Where recordings of stopped lives are. */
  lookbackUrl: string;
}

/** How long a handler waits for the read models to show its own command; then it answers `upToDate: false`. */
export const CAUGHT_UP_TIMEOUT_MS = 2_000;
