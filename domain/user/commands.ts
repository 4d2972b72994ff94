import type { Gender } from './events.ts';

/**
 * `hasPaid` is true once the wallet has paid for this rename: then it is carried out whatever its count. `paymentId` names the
 * payment, so that each is carried out once, by whichever command comes first.
 */
export type UserCommand =
  | { type: 'RegisterUser'; userId: number; phone: string; heiNum: number; displayName: string; coverUrl: string }
  | {
      type: 'UpdateProfile';
      displayName: string;
      gender: Gender;
      birthDay: string;
      address?: string;
      latlng?: string;
      description?: string;
      hasPaid: boolean;
      paymentId?: string;
    }
  /** A rename that the wallet has paid for: only the display name changes, the other fields stay. */
  | { type: 'RenameUser'; displayName: string; paymentId: string }
  | { type: 'OpenSession'; sessionId: string; expiresAt: number }
  | { type: 'CloseSession'; sessionId: string }
  | { type: 'BanUser'; reason: string }
  | { type: 'UnbanUser' };
