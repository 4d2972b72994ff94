/**
 * What a broken rule means for whoever sent the command:
 * - `invalid`: the input can never be right, whatever the state; send another.
 * - `unknown`: what the input names does not exist, or not for this caller.
 * - `forbidden`: the caller may not do this, or did not prove who they are.
 * - `conflict`: something else stands in the way: another's claim, or a state in which this is not done.
 * - `exhausted`: a limit is reached: gold, seats, entries of a list. It passes when something is freed.
 * - `busy`: too often, or the other side is occupied: the same may succeed in a moment.
 * - `late`: it was possible once, and is over.
 */
export type ErrorKind = 'invalid' | 'unknown' | 'forbidden' | 'conflict' | 'exhausted' | 'busy' | 'late';

/** Every rule that a command can break, with its kind. A code has one meaning. Each dialect answers all of them. */
const KINDS = {
  // general
  InvalidInput: 'invalid',
  /** Words that the operator holds. */
  TextNotAllowed: 'invalid',
  IdempotencyConflict: 'conflict',
  /** Past the limit of what one person may do in a time. */
  TooOften: 'busy',
  AmountOutOfRange: 'invalid',
  /** Acts in somebody else's name, or with what belongs to somebody else. */
  NotOwner: 'forbidden',
  /** Only the system does this: operators, reactors, servers of apps. */
  SystemOnly: 'forbidden',
  // people
  UserNotFound: 'unknown',
  UserBanned: 'forbidden',
  SessionInvalid: 'forbidden',
  SignatureInvalid: 'forbidden',
  /** The app that a request names is not configured. */
  AppNotFound: 'unknown',
  /** A request without the token that proves who calls. */
  TokenMissing: 'forbidden',
  /** Somebody else has the name to sign in with. */
  UsernameTaken: 'conflict',
  /** The name to sign in with, or its password, is wrong; nobody learns which. */
  PasswordWrong: 'forbidden',
  NameNotAllowed: 'invalid',
  NameTooLong: 'invalid',
  Underage: 'forbidden',
  ProfileHidden: 'forbidden',
  CodeSentTooOften: 'busy',
  CodeWrong: 'forbidden',
  PhoneSignInOff: 'forbidden',
  /** Nobody signs in by this third party. */
  ThirdPartyOff: 'forbidden',
  /** WeChat, or Weibo, does not say that the token is this person's and for this app. */
  OpenIdInvalid: 'forbidden',
  WeiboTokenInvalid: 'forbidden',
  /** The phone signs in somebody else. */
  PhoneTaken: 'conflict',
  TargetIsSelf: 'invalid',
  /** Follows somebody whom the follower blocks. */
  TargetBlocked: 'conflict',
  FollowsTooMany: 'exhausted',
  BlocksTooMany: 'exhausted',
  FriendsTooMany: 'exhausted',
  /** Accepts a request that was not made, or is answered already. */
  FriendNotRequested: 'conflict',
  /** Everybody who is named is a friend already. */
  AlreadyFriends: 'conflict',
  // money
  InsufficientGold: 'exhausted',
  InsufficientPoints: 'exhausted',
  /** A rename past the free one, without a payment. */
  RenameUnpaid: 'conflict',
  WalletFrozen: 'forbidden',
  GiftNotFound: 'unknown',
  OrderTaken: 'conflict',
  /** There is no such package of gold, or it is not sold there. */
  PackageNotFound: 'unknown',
  /** An order of gold that is not there, or not the caller's, or what is shown for it is no payment of it. */
  OrderNotFound: 'unknown',
  /** What should prove a payment does not: its signature, its app or its form is wrong. */
  ProofInvalid: 'forbidden',
  /** A payment that is another order's. */
  PaymentTaken: 'conflict',
  /** What somebody shows of themselves, to be paid, is not right, or is another person's; nobody learns which. */
  PayeeInvalid: 'forbidden',
  /** A withdrawal of points before is not settled yet. */
  WithdrawalPending: 'conflict',
  /** What one person may be paid in a day. */
  WithdrawalLimitReached: 'exhausted',
  WithdrawalNotFound: 'unknown',
  /** It was rejected, or is being paid. */
  WithdrawalStateWrong: 'conflict',
  /** Nobody is paid: no provider is configured. */
  PayoutsOff: 'forbidden',
  /** A service outside that Salon asks does not answer: the same may succeed in a moment. */
  ProviderAway: 'busy',
  // rooms
  LiveNotFound: 'unknown',
  LiveNotRunning: 'conflict',
  LiveEnded: 'late',
  NotHost: 'forbidden',
  NotInLive: 'forbidden',
  /** Knocks at a room in which the caller is. */
  AlreadyInLive: 'conflict',
  RoomInvalid: 'unknown',
  RoomFull: 'exhausted',
  BlockedByHost: 'forbidden',
  SeatsAtMinimum: 'exhausted',
  ManagersTooMany: 'exhausted',
  KnockedTooOften: 'busy',
  Muted: 'forbidden',
  // notifications
  /** Nobody's phones can be notified. */
  PushOff: 'forbidden',
  /** More targets in one list than are taken. */
  TargetsTooMany: 'invalid',
  // messages
  /** It is not there, not the caller's, or was sent too long ago. */
  MessageNotRevocable: 'late',
  // groups
  /** There is none, or it was destroyed. */
  GroupNotFound: 'unknown',
  GroupTaken: 'conflict',
  NotInGroup: 'forbidden',
  NotGroupAdmin: 'forbidden',
  NotGroupOwner: 'forbidden',
  GroupNotOpen: 'forbidden',
  /** Members, or administrators. */
  GroupFull: 'exhausted',
  /** One person is in as many groups as anybody may be in. */
  GroupsTooMany: 'exhausted',
  // files
  /** A file that was never put there, is another's, is used already, or is not of its kind. */
  FileInvalid: 'invalid',
  /** Its bytes are not those that were announced, or no sound. */
  FileDamaged: 'invalid',
  FileTooBig: 'invalid',
  RecordTooShort: 'invalid',
  RecordNotFound: 'unknown',
  RecordNotOwn: 'forbidden',
  // topics
  TopicNotFound: 'unknown',
  SubjectNotFound: 'unknown',
  /** Changed or liked, it is not there: heihei has another code for that. */
  SubjectGone: 'unknown',
  // the house
  ReportNotFound: 'unknown',
  // operators
  OperatorNotFound: 'unknown',
  /** Somebody operates under this name already. */
  OperatorTaken: 'conflict',
  /** The operator's role does not reach. */
  RoleTooLow: 'forbidden',
  /** A page acts by its cookie without the header that shows that it is the console's own. */
  CsrfTokenWrong: 'forbidden',
  /** The password is right; a code (TOTP) is needed as well. */
  TotpNeeded: 'forbidden',
  /** An operator may not do this to themselves. */
  OwnAccount: 'forbidden',
  ApprovalNotFound: 'unknown',
  /** It was given, refused or waited too long. */
  ApprovalSettled: 'late',
  /** Who asked for it may not give it. */
  OwnApproval: 'forbidden',
  /** There is no such purchase in the wallet. */
  PurchaseNotFound: 'unknown',
  /** The same was done, or asked for, before. */
  AlreadyDone: 'conflict',
  /** Something that another process does. */
  NotHere: 'conflict',
  ViewNotFound: 'unknown',
  /** The view is not stopped at this event. */
  NotStoppedThere: 'conflict',
  /** No job failed for good by this id. */
  JobNotFound: 'unknown',
  /** No webhook of this name is configured. */
  WebhookNotFound: 'unknown',
  /** Tokens of one operator, or secrets of one app. */
  TokensTooMany: 'exhausted',
  // talks of two
  ChatNotFound: 'unknown',
  /** The call was answered too late. */
  ChatTooLate: 'late',
  ChatStateWrong: 'conflict',
  /** The other side, or one's own, calls, is called or talks; also whoever must not be reached. */
  LineBusy: 'busy',
  UserIsLive: 'busy',
  // conference
  ConferenceBusy: 'busy',
  ConferenceStateWrong: 'conflict',
  ConferenceTooLate: 'late',
  ConferenceFailed: 'late',
} as const satisfies Record<string, ErrorKind>;

export type DomainErrorCode = keyof typeof KINDS;

export function kindOf(code: DomainErrorCode): ErrorKind {
  return KINDS[code];
}

/**
 * A broken rule: a stable symbolic code, its kind, and a text for logs. Dialects map kinds and codes to their own codes and texts.
 * Nobody catches one to learn something: a use case that has to know asks first.
 */
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

  get kind(): ErrorKind {
    return KINDS[this.code];
  }
}
