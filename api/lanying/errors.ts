import { DomainError, type DomainErrorCode, type ErrorKind } from '../../domain/kernel/errors.ts';
import type { DialectFailure } from '../http/dialect.ts';
import { isLogAway, RETRY_SOON, RefusedRequest, TooManyRequests } from '../http/refusals.ts';

export interface CodeAndText {
  code: number;
  text: string;
}

/** Lanying IM, 错误码说明. Codes of functions that are not served are never sent for another thing. */
const NO_SUCH_USER = { code: 10000, text: '用户不存在' };
const PARAMETER = { code: 10002, text: '请求参数不正确' };
const NOT_ALLOWED = { code: 10010, text: '用户无权限' };
const NOT_GROUP_OWNER = { code: 20013, text: '操作需要群主权限' };
const SYSTEM = { code: 20000, text: '服务器数据库异常' };

const OF_KINDS: Readonly<Record<ErrorKind, CodeAndText>> = {
  invalid: PARAMETER,
  unknown: PARAMETER,
  forbidden: NOT_ALLOWED,
  conflict: PARAMETER,
  exhausted: PARAMETER,
  busy: SYSTEM,
  late: PARAMETER,
};

/** Rules with a code of their own. */
const OF_RULES: Partial<Record<DomainErrorCode, CodeAndText>> = {
  AppNotFound: { code: 40000, text: 'app_id不存在' },
  TokenMissing: { code: 10003, text: 'header中缺少access-token参数' },
  SignatureInvalid: { code: 10008, text: 'header中access-token无效' },
  // Lanying's web client signs in again at this one.
  SessionInvalid: { code: 402, text: 'access-token已过期' },
  UserNotFound: NO_SUCH_USER,
  // As for a name that nobody has: otherwise anybody could try which names there are.
  PasswordWrong: NO_SUCH_USER,
  AlreadyFriends: { code: 10005, text: '用户已在好友列表' },
  ProfileHidden: { code: 10006, text: '用户在黑名单列表' },
  GroupNotFound: { code: 20001, text: '群组不存在' },
  GroupsTooMany: { code: 20009, text: '用户加入的群数量超限' },
  GroupFull: { code: 20010, text: '群人数超限' },
  NotInGroup: { code: 20011, text: '操作需要群成员权限' },
  NotGroupAdmin: { code: 20012, text: '操作需要群管理员权限' },
  NotGroupOwner: NOT_GROUP_OWNER,
  TargetsTooMany: { code: 12005, text: '推送目标列表的长度不能超过500' },
  PushOff: { code: 12006, text: '没有开通推送功能' },
  UsernameTaken: { code: 10004, text: '用户已存在' },
};

/** Lanying's code and text for a broken rule at an endpoint. */
export function codeOf(path: string, { code, kind }: Pick<DomainError, 'code' | 'kind'>): CodeAndText {
  // Only the owner may, so a stranger lacks no less than a member.
  if (path === '/group/destroy' && code === 'NotInGroup') return NOT_GROUP_OWNER;
  return OF_RULES[code] ?? OF_KINDS[kind];
}

/**
 * What a failed call is answered with: HTTP 200, since clients take another status for a broken server, `code` and `message`. What HTTP
 * itself refuses has its status.
 */
export function failureOf(path: string, error: unknown): DialectFailure {
  if (error instanceof DomainError) {
    const { code, text } = codeOf(path, error);
    return failure(200, { code, text: code === PARAMETER.code && error.field ? `${text}: ${error.field}` : text });
  }
  // Nothing was done, and it may succeed later.
  if (error instanceof TooManyRequests) return failure(200, { ...SYSTEM, text: error.message });
  if (error instanceof RefusedRequest) return failure(error.status, { ...PARAMETER, text: error.message });
  if (isLogAway(error)) {
    return { ...failure(200, SYSTEM), headers: RETRY_SOON, unexpected: true };
  }
  return { ...failure(200, SYSTEM), unexpected: true };
}

function failure(status: number, { code, text: message }: CodeAndText): DialectFailure {
  return { status, code, body: { code, message }, unexpected: false };
}
