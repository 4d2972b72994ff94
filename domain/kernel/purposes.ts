/**
 * What ids of commands are derived for. These strings are a persisted format: the ids of commands and events in the log follow from
 * them, and a repeated request is known by its id. So they are declared here alone, and never changed; a new one must differ from
 * all others.
 */

/** Purposes of keys that callers choose, by what stands behind the word: see `keyedCommandId`. */
export const KEY_PURPOSES = {
  /** One of these for each caller and key. */
  alone: [
    ...['send-code', 'sign-in', 'sign-out', 'token', 'update', 'rename', 'erase'],
    ...['register-username', 'sign-in-by-password', 'bind-phone'],
    ...['register-person', 'set-facts'],
    ...['register-device', 'set-push-enabled', 'announce'],
    ...['FollowUser', 'UnfollowUser', 'BlockUser', 'UnblockUser'],
    ...['create-live', 'buy-gift', 'buy-bullet'],
    ...['send-message', 'send-signal', 'read-inbox', 'settle-call-notice'],
    ...['create-group', 'send-to-group', 'add-friends'],
    ...['grant-upload', 'upload-record'],
    ...['report-user', 'send-for-server', 'upload-log'],
    ...['create-order', 'take-callback'],
    ...['post-subject', 'exchange-points', 'answer-request'],
    ...['verify-payee', 'request-withdrawal'],
    ...['due-chat', 'match-chat', 'stop-match-chat', 'buy-chat-gift', 'buy-subject-gift'],
  ],
  /** `<word> <liveId>`. */
  ofLive: [
    ...['start-live', 'stop-live', 'replace-live', 'join-live', 'quit-live'],
    ...['ChangeLive', 'DeleteLive', 'SetLiveVisible', 'PauseLive', 'ContinueLive'],
    ...['KickViewer', 'MuteViewer', 'UnmuteViewer', 'invite-user', 'lock-live-seat', 'knock-live-room'],
    ...['send-msg', 'live-like', 'set-manager', 'give-notice'],
    ...['call-request', 'accept-conference', 'refuse-conference'],
    ...['join-conference', 'conference-success', 'quit-conference'],
  ],
  /** `<word> <chatId>`. */
  ofChat: [
    ...['accept-chat', 'cancel-due-chat', 'join-chat', 'chat-heart-beat', 'change-topic'],
    ...['pause-chat', 'continue-chat', 'stop-chat'],
  ],
  /** `<word> <userId>`. */
  ofUser: ['gold of', 'revoke-message with', 'read-conversation with', 'remove-inbox-entry of', 'read-inbox-entry of'],
  /** `<word> <userId>`, of friends. */
  ofFriend: ['request-friend', 'accept-friend', 'refuse-friend', 'remove-friend'],
  /** `<word> <groupId>`. */
  ofGroup: [
    ...['invite-to-group', 'join-group', 'leave-group', 'kick-from-group', 'change-group', 'transfer-group'],
    ...['set-group-role', 'destroy-group', 'revoke-in-group', 'read-group'],
  ],
  /** `<word> <recordId>`. */
  ofRecord: ['read-record', 'delete-record'],
  /** `<word> <subjectId>`. */
  ofSubject: ['like-subject', 'listen-subject', 'retitle-subject'],
  /** `/banners` and the like: what operators do to the whole app. */
  ofHouse: [
    'rooms/seats',
    'hints',
    'banners',
    'releases',
    'releases/withdraw',
    'topics',
    'gifts',
    'gifts/order',
    'words',
    'words/unlist',
  ],
  /** `<word> <order id>`, of orders of gold. */
  ofOrder: ['notify-order'],
  /** `/wallets/<userId>/grant` and the like: what operators do by the dev routes of these paths. */
  operators: {
    wallets: ['grant', 'freeze', 'unfreeze'],
    approvals: ['give', 'refuse'],
    credentials: ['rotate', 'end-former'],
    users: ['ban', 'unban', 'erase', 'honours', 'end-session'],
    lives: ['ban', 'close', 'kick', 'mute', 'unmute'],
    records: ['review'],
    reports: ['settle'],
    topics: ['change', 'close'],
    subjects: ['remove'],
    gifts: ['price', 'change', 'withdraw', 'offer'],
    'gold-packages': ['set', 'withdraw'],
    'points-packages': ['set', 'withdraw'],
  },
  /** `/approvals/<kind>/<user id, order or withdrawal>`: gold and money that operators move. */
  ofApprovals: ['grant', 'refund-gift', 'refund-order', 'pay-withdrawal'],
  /** `/workings/<what>`: what operators do to the machinery. */
  ofWorkings: [
    'rebuild-view',
    'park-event',
    'retry-job',
    'verify-ledger',
    'check-document',
    'advance-clock',
    'replay-webhook',
  ],
  /** `/operators/<operatorId>/add` and the like: what operators do to those who operate. */
  ofOperators: [
    'add',
    'sign-in',
    'sign-out',
    'role',
    'password',
    'totp',
    'disable',
    'enable',
    'make-token',
    'revoke-token',
  ],
  /** The same with a text for the id: `/orders/<order id>/refund`. */
  operatorsOfOrders: ['refund', 'close'],
  /** `/withdrawals/<id>/approve`. */
  operatorsOfWithdrawals: ['approve', 'reject'],
} as const;

type Operators = typeof KEY_PURPOSES.operators;

/** What a caller's key is for. */
export type KeyPurpose =
  | (typeof KEY_PURPOSES.alone)[number]
  | `${(typeof KEY_PURPOSES.ofLive)[number]} ${number}`
  | `${(typeof KEY_PURPOSES.ofChat)[number]} ${number}`
  | `${(typeof KEY_PURPOSES.ofUser)[number]} ${number}`
  | `${(typeof KEY_PURPOSES.ofFriend)[number]} ${number}`
  | `${(typeof KEY_PURPOSES.ofGroup)[number]} ${number}`
  | `${(typeof KEY_PURPOSES.ofRecord)[number]} ${number}`
  | `${(typeof KEY_PURPOSES.ofSubject)[number]} ${number}`
  | `/${(typeof KEY_PURPOSES.ofHouse)[number]}`
  | `${(typeof KEY_PURPOSES.ofOrder)[number]} ${string}`
  | `/approvals/${(typeof KEY_PURPOSES.ofApprovals)[number]}/${string}`
  | `/workings/${(typeof KEY_PURPOSES.ofWorkings)[number]}`
  | `/operators/${number}/${(typeof KEY_PURPOSES.ofOperators)[number]}`
  | `/orders/${string}/${(typeof KEY_PURPOSES.operatorsOfOrders)[number]}`
  | `/withdrawals/${string}/${(typeof KEY_PURPOSES.operatorsOfWithdrawals)[number]}`
  | { [Kind in keyof Operators]: `/${Kind}/${number}/${Operators[Kind][number]}` }[keyof Operators];

/** Keys of an app's server are apart from those of other apps: `<dialect> <appId> <purpose>`. */
export type ScopedPurpose = KeyPurpose | `${string} ${string} ${KeyPurpose}`;

/** Steps of a saga, whose ids derive from the command or event that they follow from: see `derivedCommandId`. */
export const STEPS = {
  alone: [
    ...[
      'open-session',
      'bind-phone',
      'register',
      'profile',
      'undo-follow',
      'undo-relation',
      'undo-join',
      'name-sender',
      'name-receiver',
    ],
    ...['prove-erasure', 'complete-erasure', 'host-picture'],
    ...['verify-payee', 'open-withdrawal', 'end-payout'],
    ...['undo-due', 'open-chat', 'free-line', 'pair-match', 'begin-conversation'],
  ],
  /** `<step>:<draw>`: one id for each try. Registering after a sign-in by phone is `register:0`. */
  drawn: ['claim', 'claim-phone', 'claim-username', 'claim-hei-num', 'register'],
  /** `<step> of <what>`: one id for each of several streams. */
  ofEach: [
    ...['release-identity', 'leave', 'unfollow', 'unblock', 'cancel-code', 'take-token', 'forget-token'],
    ...['grant-upload', 'claim-file', 'send-to', 'announce-to'],
    ...['mirror-friend', 'add-friend', 'leave-group', 'unfriend', 'empty-group'],
    ...['claim-payment', 'pay-order', 'refund-order', 'claim-name', 'keep-phone', 'move-name'],
    ...['reject-withdrawal'],
  ],
} as const;

export type Step =
  | (typeof STEPS.alone)[number]
  | `${(typeof STEPS.drawn)[number]}:${number}`
  | `${(typeof STEPS.ofEach)[number]} of ${string}`;

/** Reactors by name. Their commands' ids derive from the event, as `<reactor>:<stream>`; a compensation's as `<reactor>-refused:<stream>`. */
export const REACTOR_NAMES = [
  ...['credit-host', 'show-purchase', 'apply-rename', 'settle-conference'],
  ...['unfollow-blocker', 'remove-blocked', 'clear-banned'],
  ...['forget-devices', 'request-push'],
  ...['mirror-friend', 'empty-group', 'remove-erased'],
  ...[
    'credit-author',
    'credit-partner',
    'show-chat-gift',
    'open-chat',
    'break-chat',
    'free-line',
    'part-people',
    'write-call-line',
  ],
  ...['write-subject-line', 'write-gift-line'],
  ...['grant-order', 'take-back-gold', 'carry-out-approval'],
  ...['open-withdrawal', 'release-points', 'pay-out-points'],
] as const;
