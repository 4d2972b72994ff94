/** The servers of three apps whose people write to each other: each calls the IM API that it knows. */
import { createHash, randomBytes } from 'node:crypto';
import { BASE_URL, ensure, printLine, type ShownApp } from './demo-stage.ts';

const hashed = (algorithm: string, text: string) => createHash(algorithm).update(text).digest('hex');

interface Sent {
  who: string;
  path: string;
  init: RequestInit;
}

/** Calls and prints the answer, which must be success: `0` in OpenIM's `errCode`, else `200` in `code`. */
async function answered({ who, path, init }: Sent): Promise<Record<string, unknown>> {
  const answer = (await (await fetch(BASE_URL + path, init)).json()) as Record<string, unknown>;
  const { code, errCode, message, msg, errMsg } = answer;
  const isDone = errCode === 0 || String(code) === '200';
  printLine(who, `→ ${path}  ${isDone ? 'ok' : JSON.stringify(answer)}`);
  ensure(isDone, `${who}: ${path} answered ${errCode ?? code} ${errMsg ?? message ?? msg}`);
  return answer;
}

/** LinkV IM: a form, with proofs in headers. */
export class LinkvImBackEnd {
  private readonly app: ShownApp;
  private readonly nowS: () => number;

  /** `nowS`: epoch seconds of the server's clock, around which a proof is valid. */
  constructor(app: ShownApp, nowS: () => number) {
    this.app = app;
    this.nowS = nowS;
  }

  /** A token of the person, who comes to be at the first call. */
  async token(userId: string): Promise<string> {
    return String((await this.call('/api/rest/getToken', { userId })).token);
  }

  async write(fromUserId: string, toUserId: string, content: string): Promise<void> {
    const message = { fromUserId, toUserId, objectName: 'RC:textMsg', content };
    await this.call('/api/rest/message/converse/pushConverseData', message);
  }

  private call(path: string, params: Record<string, string>): Promise<Record<string, unknown>> {
    const { appId, appKey = '', secret } = this.app;
    const nonce = randomBytes(8).toString('hex');
    const timestamp = String(this.nowS());
    const sign = hashed('sha1', [appId, appKey, timestamp, nonce].join('|')).toUpperCase();
    const cmimToken = hashed('md5', [nonce, timestamp, secret].sort().join(''));
    const headers = { appId, appKey, nonce, timestamp, sign, signature: sign, cmimToken };
    return answered({ who: 'linkv', path, init: { method: 'POST', headers, body: new URLSearchParams(params) } });
  }
}

/** OpenIM: JSON, with the manager's token in a header. */
export class OpenimBackEnd {
  private readonly app: ShownApp;
  private managerToken = '';
  private operations = 0;

  constructor(app: ShownApp) {
    this.app = app;
  }

  /** A token of the person, who is registered by this. */
  async register(uid: string, name: string): Promise<string> {
    const { secret, adminUserId } = this.app;
    const person = await this.call('/auth/user_register', { secret, platform: 1, uid, name });
    const manager = await this.call('/auth/user_token', { secret, platform: 8, uid: adminUserId });
    this.managerToken = (manager.data as { token: string }).token;
    return (person.data as { token: string }).token;
  }

  /** A group of its owner and others; returns its id. */
  async createGroup(groupName: string, owner: string, others: readonly string[]): Promise<number> {
    const memberList = [{ uid: owner, setRole: 1 }, ...others.map((uid) => ({ uid, setRole: 0 }))];
    const { data } = await this.manage('/group/create_group', { groupName, memberList });
    return Number((data as { groupID: string }).groupID);
  }

  async writeToGroup(sendID: string, groupId: number, text: string): Promise<void> {
    const message = { sendID, recvID: String(groupId), sessionType: 2, contentType: 101, content: { text } };
    await this.manage('/manager/send_msg', message);
  }

  /** Each operation has an id of its own. */
  private manage(path: string, body: object): Promise<Record<string, unknown>> {
    return this.call(path, { operationID: `demo-${++this.operations}-${randomBytes(4).toString('hex')}`, ...body });
  }

  private call(path: string, body: object): Promise<Record<string, unknown>> {
    const init = { method: 'POST', headers: { token: this.managerToken }, body: JSON.stringify(body) };
    return answered({ who: 'openim', path, init });
  }
}

/** Lanying: JSON, with the admin token in a header; another header says as whom the server acts. */
export class LanyingBackEnd {
  private readonly app: ShownApp;

  constructor(app: ShownApp) {
    this.app = app;
  }

  /** Registers a person, who signs in: their id in Salon, and a token. */
  async register(username: string): Promise<{ userId: number; token: string }> {
    const password = randomBytes(8).toString('hex');
    const registered = await this.call('/user/register/v2', { username, password });
    const { token } = (await this.call('/token/user', { name: username, password })).data as { token: string };
    return { userId: (registered.data as { user_id: number }).user_id, token };
  }

  async writeToGroup(fromUserId: number, groupId: number, content: string): Promise<void> {
    const message = { from_user_id: fromUserId, targets: [groupId], type: 2, content_type: 0, content };
    await this.call('/message/send', message);
  }

  /** The ids of a group's members, as one of them sees it. */
  async members(groupId: number, asUserId: number): Promise<number[]> {
    const path = `/group/member_list?group_id=${groupId}&limit=50`;
    const { data } = await this.call(path, undefined, asUserId);
    return (data as { user_id: number }[]).map(({ user_id }) => user_id);
  }

  private call(path: string, body?: object, asUserId?: number): Promise<Record<string, unknown>> {
    const headers = {
      'Content-Type': 'application/json',
      app_id: this.app.appId,
      'access-token': String(this.app.adminToken),
      ...(asUserId !== undefined && { user_id: String(asUserId) }),
    };
    const init = body ? { method: 'POST', headers, body: JSON.stringify(body) } : { headers };
    return answered({ who: 'lanying', path, init });
  }
}
