import { DomainError, type DomainErrorCode, type ErrorKind, kindOf } from '../../domain/kernel/errors.ts';
import type { Dialect, DialectFailure } from '../http/dialect.ts';
import { isLogAway, RETRY_SOON, RefusedRequest, TooManyRequests } from '../http/refusals.ts';

/** How a broken rule is answered: HTTP's status, `errCode`, `errMsg`. */
export interface Refusal {
  status: number;
  code: number;
  text: string;
}

const refusal = (status: number, code: number, text: string): Refusal => ({ status, code, text });

/** What OpenIM refuses besides broken rules of the domain, each with an answer of its own. */
export const REFUSALS = {
  unknownContentType: refusal(400, 404, 'contentType is unknown'),
  undecodableContent: refusal(400, 401, 'content cannot be decoded'),
  wrongContent: refusal(400, 403, 'content does not have the form of its contentType'),
  unknownSessionType: refusal(200, 203, 'unknown sessionType'),
  nobodyAsked: refusal(200, 999, 'uidList is empty'),
  nobodyToKick: refusal(200, 700, 'uidListInfo is empty'),
  notOneOwner: refusal(200, 619, 'a group has exactly one owner'),
  noFriend: refusal(200, 606, 'add friend failed'),
} as const;

/** One of these. */
export class OpenimRefused extends DomainError {
  readonly refusal: Refusal;

  constructor(which: keyof typeof REFUSALS, field: string) {
    super('InvalidInput', REFUSALS[which].text, field);
    this.refusal = REFUSALS[which];
  }
}

const PARAMETER = refusal(400, 400, 'param error');
const NOT_AUTHORIZED = 'not authorized';
const BAD_TOKEN = refusal(200, 200, 'parse token failed');
/** OpenIM answers HTTP's 500 for a user of whom there is no token, and who is registered already. */
const NO_TOKEN = refusal(500, 500, 'no such user');

const NO_PERMISSION = refusal(200, 800, 'no permission');

/** Codes that mean the same everywhere; all others are told by their kind. */
const EVERYWHERE: Partial<Record<DomainErrorCode, Refusal>> = {
  InvalidInput: PARAMETER,
  SignatureInvalid: refusal(400, 401, NOT_AUTHORIZED),
  SessionInvalid: BAD_TOKEN,
  SystemOnly: refusal(200, 401, NOT_AUTHORIZED),
  IdempotencyConflict: refusal(400, 400, 'the Idempotency-Key belongs to another request'),
};

const BY_KIND: Readonly<Record<ErrorKind, Refusal>> = {
  invalid: PARAMETER,
  unknown: refusal(400, 400, 'not found'),
  forbidden: NO_PERMISSION,
  conflict: refusal(400, 400, 'conflict'),
  exhausted: refusal(400, 400, 'limit reached'),
  busy: refusal(400, 400, 'busy'),
  late: refusal(400, 400, 'too late'),
};

type Overrides = Partial<Record<DomainErrorCode, Refusal>>;

/** Codes of endpoints for rules that have none, or another one, elsewhere (OpenIM's server, constant/error.go). */
const CREATE_TOKEN = refusal(200, 201, 'create token failed');
const MODIFY_USER = refusal(200, 616, 'modify user failed');
const BLACKLIST = refusal(200, 608, 'add blacklist failed');
const ADD_FRIEND = refusal(200, 606, 'add friend failed');
const CREATE_GROUP = refusal(200, 619, 'create group failed');
const SEND = refusal(400, 400, NOT_AUTHORIZED);
const UNKNOWN_PERSON = refusal(400, 400, 'no such user');

const BY_PATH: Readonly<Record<string, Overrides>> = {
  '/auth/user_register': {
    IdempotencyConflict: refusal(500, 500, 'the uid is registered already'),
    UserBanned: CREATE_TOKEN,
  },
  '/auth/user_token': { UserNotFound: NO_TOKEN, UserBanned: CREATE_TOKEN },
  '/user/update_user_info': { UserNotFound: MODIFY_USER, NameNotAllowed: MODIFY_USER },
  '/friend/add_blacklist': { UserNotFound: BLACKLIST, TargetIsSelf: BLACKLIST, BlocksTooMany: BLACKLIST },
  '/friend/import_friend': { SessionInvalid: ADD_FRIEND, SystemOnly: ADD_FRIEND, UserNotFound: ADD_FRIEND },
  '/group/create_group': {
    ...{ UserNotFound: CREATE_GROUP, GroupFull: CREATE_GROUP, GroupsTooMany: CREATE_GROUP },
    TextNotAllowed: CREATE_GROUP,
  },
  '/group/invite_user_to_group': { GroupNotFound: NO_PERMISSION },
  '/group/kick_group': { GroupNotFound: NO_PERMISSION },
  '/manager/send_msg': { SessionInvalid: SEND, SystemOnly: SEND, UserNotFound: UNKNOWN_PERSON },
};

/** How a broken rule is answered at an endpoint. */
export function refusalOf(path: string, code: DomainErrorCode): Refusal {
  return BY_PATH[path]?.[code] ?? EVERYWHERE[code] ?? BY_KIND[kindOf(code)];
}

/** OpenIM's code for what may succeed later, and for a fault of the server. */
const SYSTEM = 500;

function failed({ status, code, text }: Refusal, unexpected = false): DialectFailure {
  return { status, code, body: { errCode: code, errMsg: text }, unexpected };
}

/** The answer to a failed call: `errCode` and `errMsg`. Nothing of what was sent is repeated but the name of a member. */
export const failureOf: Dialect['failure'] = (path, error) => {
  if (error instanceof OpenimRefused) return failed(error.refusal);
  if (error instanceof DomainError) {
    const found = refusalOf(path, error.code);
    const isNamed = error.code === 'InvalidInput' && error.field !== undefined;
    return failed(isNamed ? { ...found, text: `${found.text}: ${error.field}` } : found);
  }
  // Nothing was done, and it may succeed later.
  if (error instanceof TooManyRequests) return failed(refusal(error.status, SYSTEM, error.message));
  if (error instanceof RefusedRequest) return failed(refusal(error.status, PARAMETER.code, error.message));
  if (isLogAway(error)) {
    return { ...failed(refusal(SYSTEM, SYSTEM, 'try again'), true), headers: RETRY_SOON };
  }
  return failed(refusal(SYSTEM, SYSTEM, 'system error'), true);
};
