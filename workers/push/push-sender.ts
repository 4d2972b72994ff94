import type { Platform, PushProvider } from '../../domain/devices/events.ts';

/** Where a notification goes. */
export interface PushTarget {
  /** Whose phone it is. No provider is told. */
  userId: number;
  provider: PushProvider;
  /** The provider's address of the phone. A secret: it is in no log line and no error. */
  token: string;
  platform: Platform;
}

/** What a phone shows, and what its app gets. */
export interface Notification {
  /** The phone shows nothing: `payload` is for the app alone. */
  isSilent?: true;
  title: string;
  text: string;
  /** The same whenever it is sent again. */
  id: string;
  /** Of two notifications with the same one a phone shows the later one alone. At most `MAX_COLLAPSE_ID_BYTES`. */
  collapseId: string;
  /** After this (epoch ms) the provider should not deliver it any more. */
  expiresAt: number;
  /** For the app, which opens the place that it names: the documented object (heihei, push). */
  payload: Readonly<Record<string, unknown>>;
}

/** The shortest limit of a provider: APNs. */
export const MAX_COLLAPSE_ID_BYTES = 64;
/** Longest wait for a provider's answer. */
export const PROVIDER_TIMEOUT_MS = 5_000;

/**
 * `sent`: the provider took it. `dead`: the provider knows the token no longer, and never will again. `refused`: it will not take this
 * notification, however often it is tried.
 */
export type SendOutcome = 'sent' | 'dead' | 'refused';

/**
 * Hands a notification to a provider. Rejects when the provider did not answer or cannot take it now: it is then to be sent again, and a
 * phone may get it twice on the wire, but shows it once (`collapseId`). No rejection holds a token or a key.
 */
export type PushSender = (target: PushTarget, notification: Notification) => Promise<SendOutcome>;
