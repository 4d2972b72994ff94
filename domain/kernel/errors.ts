/** Every rule that a command can break. Closed, so that each dialect's table of codes is checked to be complete. */
export type DomainErrorCode =
  // general
  | 'InvalidInput'
  | 'IdempotencyConflict'
  | 'AmountOutOfRange'
  | 'Forbidden'
  // people
  | 'UserNotFound'
  | 'UserBanned'
  | 'SessionInvalid'
  | 'SignatureInvalid'
  | 'NameNotAllowed'
  | 'NameTooLong'
  | 'Underage'
  | 'ProfileHidden'
  | 'CodeSentTooOften'
  | 'CodeWrong'
  | 'PhoneSignInOff'
  | 'IdentityTaken'
  | 'TargetIsSelf'
  // money
  | 'InsufficientGold'
  | 'WalletFrozen'
  | 'GiftNotFound'
  | 'OrderTaken'
  // rooms
  | 'LiveNotFound'
  | 'LiveNotRunning'
  | 'LiveEnded'
  | 'NotHost'
  | 'NotInLive'
  | 'RoomInvalid'
  | 'RoomFull'
  | 'BlockedByHost'
  | 'SeatsAtMinimum'
  | 'KnockedTooOften'
  | 'Muted'
  // conference
  | 'ConferenceBusy'
  | 'ConferenceStateWrong'
  | 'ConferenceTooLate'
  | 'ConferenceFailed';

/** A broken rule: a stable symbolic code, and a text for logs. Dialects map the code to their own codes and texts. */
export class DomainError extends Error {
  override readonly name = 'DomainError';
  readonly code: DomainErrorCode;
  /** The parameter at fault, where there is one. */
  readonly field: string | undefined;

  constructor(code: DomainErrorCode, message: string = code, field?: string) {
    super(message);
    this.code = code;
    this.field = field;
  }
}
