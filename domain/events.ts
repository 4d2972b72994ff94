import type { ConferenceEvent } from './conference/events.ts';
import type { FeedEvent } from './feed/events.ts';
import type { IdentityEvent } from './identity/events.ts';
import type { CommandNoted } from './kernel/event.ts';
import type { LiveEvent } from './live/events.ts';
import type { RelationsEvent } from './relations/events.ts';
import type { UserEvent } from './user/events.ts';
import type { VerificationEvent } from './verification/events.ts';
import type { WalletEvent } from './wallet/events.ts';

/** Every event that the log may hold. Type names are unique over all aggregates. */
export type SalonEvent =
  | UserEvent
  | IdentityEvent
  | VerificationEvent
  | RelationsEvent
  | WalletEvent
  | LiveEvent
  | ConferenceEvent
  | FeedEvent
  | CommandNoted;
