import type { DomainErrorCode } from '../../domain/kernel/errors.ts';
import { DomainError } from '../../domain/kernel/errors.ts';
import { NewerReleaseError } from '../../event-store/event-store.ts';
import type { DialectFailure } from '../http/dialect.ts';
import { isLogAway, RETRY_SOON, RefusedRequest, StartingError } from '../http/refusals.ts';
import { type Envelope, failure } from './envelope.ts';

export interface CodeAndText {
  code: number;
  text: string;
}

const PARAMETER: CodeAndText = { code: 700, text: '参数错误' };
const SHORT: CodeAndText = { code: 740, text: '余额不足' };
const INVALID_ORDER: CodeAndText = { code: 727, text: 'invalid order' };
const NOT_ALLOWED: CodeAndText = { code: 711, text: '用户权限不足' };

/** heihei's codes and texts, one for each rule that can be broken; complete by type. */
export const heiheiErrors: Readonly<Record<DomainErrorCode, CodeAndText>> = {
  InvalidInput: PARAMETER,
  TextNotAllowed: { code: PARAMETER.code, text: '内容不合规' },
  IdempotencyConflict: PARAMETER,
  AmountOutOfRange: PARAMETER,
  TooOften: { code: 400, text: '操作太频繁' },
  TargetIsSelf: PARAMETER,
  NotOwner: NOT_ALLOWED,
  SystemOnly: NOT_ALLOWED,
  UserNotFound: { code: 710, text: '用户不存在' },
  UserBanned: { code: 721, text: '用户账户异常' },
  SessionInvalid: { code: 720, text: 'token无效' },
  SignatureInvalid: { code: 720, text: 'token无效' },
  AppNotFound: PARAMETER,
  TokenMissing: { code: 720, text: 'token无效' },
  UsernameTaken: PARAMETER,
  PasswordWrong: NOT_ALLOWED,
  NameNotAllowed: { code: 445, text: '非法的名称' },
  NameTooLong: { code: 447, text: '名字太长' },
  Underage: { code: 501, text: '未成年人禁止直播！' },
  ProfileHidden: { code: 736, text: '无法查看该用户信息' },
  CodeSentTooOften: { code: 400, text: '短信发送太频繁' },
  CodeWrong: { code: 401, text: '验证码错误' },
  PhoneSignInOff: { code: 400, text: '手机登录未开通' },
  ThirdPartyOff: { code: 400, text: '该登录方式未开通' },
  OpenIdInvalid: { code: 702, text: 'openid无效' },
  WeiboTokenInvalid: { code: 701, text: 'weibo token无效' },
  PhoneTaken: { code: 403, text: '手机号已被其他账户绑定' },
  TargetBlocked: NOT_ALLOWED,
  FollowsTooMany: NOT_ALLOWED,
  BlocksTooMany: NOT_ALLOWED,
  FriendsTooMany: NOT_ALLOWED,
  AlreadyFriends: NOT_ALLOWED,
  FriendNotRequested: NOT_ALLOWED,
  InsufficientGold: SHORT,
  InsufficientPoints: { code: 741, text: '积分不足' },
  RenameUnpaid: NOT_ALLOWED,
  WalletFrozen: { code: 721, text: '用户账户异常' },
  GiftNotFound: { code: 730, text: '礼物不存在' },
  OrderTaken: PARAMETER,
  PackageNotFound: { code: 726, text: 'invalid packageId' },
  OrderNotFound: INVALID_ORDER,
  ProofInvalid: INVALID_ORDER,
  PaymentTaken: INVALID_ORDER,
  PayeeInvalid: { code: 726, text: '验证不通过' },
  WithdrawalPending: { code: 400, text: '您还有提现在处理中' },
  WithdrawalLimitReached: SHORT,
  WithdrawalNotFound: PARAMETER,
  WithdrawalStateWrong: PARAMETER,
  PayoutsOff: { code: 400, text: '提现未开通' },
  ProviderAway: { code: 503, text: '服务繁忙' },
  LiveNotFound: { code: 731, text: '无效的直播' },
  LiveNotRunning: { code: 725, text: 'live is not inactive' },
  LiveEnded: { code: 735, text: '直播已结束' },
  NotHost: NOT_ALLOWED,
  NotInLive: { code: 506, text: '您不在该队伍' },
  AlreadyInLive: NOT_ALLOWED,
  RoomInvalid: { code: 733, text: 'room无效' },
  RoomFull: { code: 505, text: '没座位了，敲门试试？' },
  BlockedByHost: { code: 737, text: '无法观看该用户直播' },
  SeatsAtMinimum: { code: 502, text: '请至少保留2个座位' },
  ManagersTooMany: { code: 400, text: '场控人数已满' },
  KnockedTooOften: { code: 504, text: '刚敲过门啦 歇会~' },
  Muted: { code: 722, text: '您已被禁言' },
  PushOff: NOT_ALLOWED,
  TargetsTooMany: PARAMETER,
  MessageNotRevocable: { code: 400, text: '消息已无法撤回' },
  GroupNotFound: { code: 733, text: '群组不存在' },
  GroupTaken: PARAMETER,
  NotInGroup: { code: 506, text: '您不在该群组' },
  NotGroupAdmin: NOT_ALLOWED,
  NotGroupOwner: NOT_ALLOWED,
  GroupNotOpen: NOT_ALLOWED,
  GroupFull: { code: 505, text: '群组已满' },
  GroupsTooMany: { code: 505, text: '加入的群组太多' },
  TopicNotFound: { code: 100, text: '话题或帖子不存在' },
  SubjectNotFound: { code: 100, text: '话题或帖子不存在' },
  SubjectGone: { code: 400, text: '话题或帖子不存在' },
  FileInvalid: { code: 102, text: '文件验证失败' },
  FileDamaged: { code: 754, text: '文件损坏,请重新上传。' },
  FileTooBig: { code: 756, text: '文件太大啦' },
  RecordTooShort: { code: 755, text: '录音时间太短' },
  RecordNotFound: { code: 757, text: '录音不存在' },
  RecordNotOwn: { code: 757, text: '无法删除不属于自己的录音' },
  ReportNotFound: PARAMETER,
  OperatorNotFound: PARAMETER,
  OperatorTaken: PARAMETER,
  RoleTooLow: NOT_ALLOWED,
  CsrfTokenWrong: NOT_ALLOWED,
  TotpNeeded: NOT_ALLOWED,
  OwnAccount: NOT_ALLOWED,
  ApprovalNotFound: PARAMETER,
  ApprovalSettled: NOT_ALLOWED,
  OwnApproval: NOT_ALLOWED,
  PurchaseNotFound: PARAMETER,
  AlreadyDone: NOT_ALLOWED,
  NotHere: NOT_ALLOWED,
  ViewNotFound: PARAMETER,
  NotStoppedThere: NOT_ALLOWED,
  JobNotFound: PARAMETER,
  WebhookNotFound: PARAMETER,
  TokensTooMany: NOT_ALLOWED,
  ChatNotFound: { code: 732, text: '对话无效' },
  ChatTooLate: { code: 409, text: '来晚了~' },
  ChatStateWrong: { code: 742, text: '用户状态错误' },
  LineBusy: { code: 739, text: '对方太火，忙线中~' },
  UserIsLive: { code: 738, text: '该用户正在直播' },
  ConferenceBusy: { code: 739, text: '您正在连麦中' },
  ConferenceStateWrong: { code: 742, text: '用户状态错误' },
  ConferenceTooLate: { code: 409, text: '来晚了~' },
  ConferenceFailed: { code: 750, text: '哎呀，连线失败了' },
};

type Overrides = Partial<Record<DomainErrorCode, CodeAndText>>;

/** For endpoints whose document has no code for a user who is named by a parameter and does not exist. */
const nobodyNamed: Overrides = { UserNotFound: PARAMETER };
const INVALID_LIVE: CodeAndText = { code: 731, text: '无效的直播' };
const NO_SUCH_USER: CodeAndText = { code: 710, text: '用户不存在' };
const NO_SUCH_ROOM: CodeAndText = { code: 733, text: 'room无效' };
const NOT_RUNNING: CodeAndText = { code: 725, text: 'live is not inactive' };
const ENDED: CodeAndText = { code: 735, text: '直播已结束' };
/** A block, of either side, says no more than that. */
const NOT_SENT: CodeAndText = { code: 400, text: '业务失败' };
/** Most endpoints know one code for a live that is not on. */
const notOn: Overrides = { LiveNotRunning: INVALID_LIVE, LiveEnded: INVALID_LIVE };
const conference: Overrides = { ...notOn, NotInLive: { code: 742, text: '用户状态错误' } };

/** The message server's codes are two: its signature, and everything else. */
const messageServer: Readonly<Record<string, Overrides>> = Object.fromEntries(
  ['send-msg', 'open-room', 'close-room', 'start-live-broadcast', 'stop-live-broadcast'].map((name) => [
    `/messageserver/api/msg/${name}.action`,
    {
      ...{ SignatureInvalid: { code: 701, text: 'signature错误' }, ...nobodyNamed },
      ...{ LiveNotFound: PARAMETER, ChatNotFound: PARAMETER },
    },
  ]),
);

/** Where the document gives an endpoint another code for the same rule. */
const overrides: Readonly<Record<string, Overrides>> = {
  '/api/live/heart-beat': { LiveEnded: NOT_RUNNING },
  '/api/live/join-live': { LiveEnded: NOT_RUNNING },
  '/api/live/pause-live': { LiveNotRunning: ENDED },
  '/api/live/continue-live': { LiveNotRunning: ENDED },
  '/api/live/knock-live-room': { ...notOn, BlockedByHost: NOT_ALLOWED },
  ...Object.fromEntries(
    [
      ...['knock-status', 'lock-live-seat', 'invite-user-list', 'kick-out-user', 'change-live'],
      ...['stop-live', 'delete-live', 'set-live-visible', 'get-live', 'start-live', 'buy-gift', 'buy-bullet'],
      ...['live-like', 'share-live', 'shutupopen', 'isshutup', 'quit-live', 'list-replay-users'],
      ...['getuser', 'getmgruser', 'systemnotify'],
    ].map((name) => [`/api/live/${name}`, notOn]),
  ),
  ...Object.fromEntries(
    [
      ...['call-request', 'join-conference', 'accept-conference', 'refuse-conference', 'quit-conference'],
      'conference-success',
    ].map((name) => [`/api/live/${name}`, conference]),
  ),
  // The document has no code for a gift to oneself. 710 (no such user) is free: nothing else on these endpoints answers it.
  '/api/live/buy-gift': { ...notOn, TargetIsSelf: NO_SUCH_USER },
  '/api/live/buy-bullet': { ...notOn, TargetIsSelf: NO_SUCH_USER },
  '/api/live/invite-user': { ...notOn, ...nobodyNamed },
  '/api/live/shutupuser': { ...notOn, ...nobodyNamed },
  '/api/live/livemgr': { ...notOn, ...nobodyNamed },
  '/api/live/list-live-users': { ...notOn, LiveNotFound: NO_SUCH_USER },
  '/api/live/kick-out-user': { ...notOn, NotInLive: PARAMETER },
  '/api/msg/send-im': { ProfileHidden: NOT_SENT, TargetBlocked: NOT_SENT },
  ...messageServer,
  '/api/payment/pay-req': {
    ...{ InsufficientPoints: SHORT, PayeeInvalid: { code: 726, text: 'invalid alipaycode' } },
  },
  '/api/usr/report-user': nobodyNamed,
  '/api/user/report-user': nobodyNamed,
  '/api/chat/due-chat': nobodyNamed,
  '/api/chat/accept-chat': nobodyNamed,
  '/api/msg/send-msg': { NotInLive: NO_SUCH_ROOM, LiveNotFound: NO_SUCH_ROOM, LiveNotRunning: NO_SUCH_ROOM },
};

/** The parameter that carries the idempotency key, where it is not the `Idempotency-Key` header. */
const keyParameters: Readonly<Record<string, string>> = {
  '/api/live/buy-gift': 'gift_uuid',
  '/api/chat/buy-gift': 'gift_uuid',
};

export interface Failure extends DialectFailure {
  body: Envelope;
}

/** heihei's code and text for a broken rule at an endpoint. */
export function codeOf(path: string, code: DomainErrorCode): CodeAndText {
  return overrides[path]?.[code] ?? heiheiErrors[code];
}

/**
 * What a failed call is answered with. Broken rules are HTTP 200 (the clients read `errorcode`); what HTTP itself refuses has
 * its status; the log being away is 503 and may be tried again; anything else is 500 and says nothing about its cause.
 */
export function failureOf(path: string, error: unknown): Failure {
  if (error instanceof DomainError) {
    const { code, text } = codeOf(path, error.code);
    const field = error.code === 'IdempotencyConflict' ? (keyParameters[path] ?? 'Idempotency-Key') : error.field;
    if (error.code === 'ProviderAway') return { ...expected(503, code, text), headers: RETRY_SOON };
    return expected(200, code, code === PARAMETER.code && field !== undefined ? `${text}: ${field}` : text);
  }
  if (error instanceof RefusedRequest) {
    switch (error.status) {
      case 405:
        return expected(405, 405, '请求方法不支持');
      case 429:
        return expected(429, 429, '请求太频繁');
      case 413:
        return expected(413, 413, '请求过大');
      case 415:
        return expected(415, PARAMETER.code, `${PARAMETER.text}: Content-Encoding`);
      case 404:
        return expected(404, 404, '没有这个地址');
      default:
        return expected(error.status, error.status, '请求无效');
    }
  }
  if (isLogAway(error)) {
    const text = error instanceof NewerReleaseError ? '服务器升级中 (written by a newer release)' : '服务器繁忙';
    const unexpected = !(error instanceof StartingError);
    return { status: 503, code: 503, body: failure(503, text), headers: RETRY_SOON, unexpected };
  }
  return { status: 500, code: 500, body: failure(500, '服务器繁忙'), unexpected: true };
}

function expected(status: number, code: number, text: string): Failure {
  return { status, code, body: failure(code, text), unexpected: false };
}
