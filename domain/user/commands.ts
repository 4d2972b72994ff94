import type { AppCard } from './app-card.ts';
import type { ErasureReason, Gender } from './events.ts';

/**
 * `paymentId` names the wallet's payment for a rename, without which a rename past the free one is refused. Each payment carries
 * one rename: the first command that comes with it uses it up.
 */
export type UserCommand =
  | {
      type: 'RegisterUser';
      userId: number;
      phone?: string;
      heiNum?: number;
      uid?: string;
      outsideId?: string;
      username?: string;
      passwordHash?: string;
      displayName: string;
      coverUrl: string;
      gender?: Gender;
      birthDay?: string;
    }
  /** What the server of an app says of a person of its own; what is absent stays. */
  | { type: 'SetProfile'; displayName?: string; coverUrl?: string; gender?: Gender; birthDay?: string }
  /**
   * What an app's server keeps with a person; what is absent stays. `isFirst`: the app registers the person, which it does once.
   */
  | { type: 'SetAppCard'; card: Partial<AppCard>; isFirst: boolean }
  | {
      type: 'UpdateProfile';
      displayName: string;
      gender: Gender;
      birthDay: string;
      address?: string;
      latlng?: string;
      description?: string;
      /** The path of a picture of their own in the file store. */
      coverUrl?: string;
      paymentId?: string;
    }
  /** A rename that the wallet has paid for: only the display name changes, the other fields stay. */
  | { type: 'RenameUser'; displayName: string; paymentId: string }
  /** The person has shown that the phone is theirs, and it is claimed for them. */
  | { type: 'BindPhone'; phone: string }
  | { type: 'OpenSession'; sessionId: string; expiresAt: number }
  | { type: 'CloseSession'; sessionId: string }
  | { type: 'SetPushEnabled'; enabled: boolean }
  | { type: 'BanUser'; reason: string }
  | { type: 'UnbanUser' }
  /** Forgets the person, for good: their own wish, or the system's for an operator. */
  | { type: 'ErasePerson'; reason: ErasureReason }
  /** Notes that everything which follows from the erasure is done. */
  | { type: 'CompleteErasure' };
