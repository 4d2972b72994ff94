import type { App } from '../../application/apps.ts';

/** An answer of OpenIM, with HTTP's status and the text as it came. */
export interface OpenimAnswer {
  status: number;
  text: string;
  errCode: number;
  errMsg: string;
  data?: unknown;
  uidList?: string[];
  failedUidList?: string[];
  msgID?: string;
  /** The digits as they stand in the text: a script's JSON.parse would round them. */
  sendTime?: string | undefined;
}

interface Token {
  uid: string;
  token: string;
  expiredTime: number;
}

/** Posts as OpenIM's SDKs and scripts do: JSON in the body, the token in a header, a new operationID for each operation. */
export class OpenimClient {
  readonly app: App;
  private readonly url: string;
  private static serial = 0;

  constructor(url: string, app: App) {
    this.url = url;
    this.app = app;
  }

  static uid(): string {
    return `u${++OpenimClient.serial}_${Math.random().toString(36).slice(2, 8)}`;
  }

  static operation(): string {
    return `op-${++OpenimClient.serial}`;
  }

  async post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<OpenimAnswer> {
    const response = await fetch(this.url + path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    const text = await response.text();
    const answer = JSON.parse(text) as OpenimAnswer;
    return { ...answer, status: response.status, text, sendTime: /"sendTime":(\d+)/.exec(text)?.[1] };
  }

  register(more: Record<string, unknown> = {}): Promise<OpenimAnswer> {
    const { secret } = this.app;
    return this.post('/auth/user_register', { secret, platform: 1, uid: OpenimClient.uid(), name: '张三', ...more });
  }

  userToken(uid: string, more: Record<string, unknown> = {}): Promise<OpenimAnswer> {
    return this.post('/auth/user_token', { secret: this.app.secret, platform: 1, uid, ...more });
  }

  /** Registers somebody. */
  async user(more: Record<string, unknown> = {}): Promise<Token> {
    return tokenIn(await this.register(more));
  }

  /** The token of the app's manager, as an admin page gets it. */
  async managerToken(): Promise<string> {
    return tokenIn(await this.userToken(String(this.app.adminUserId), { platform: 8 })).token;
  }

  /** A call by a token; the operationID is new unless `body` has one. */
  call(path: string, token: string, body: Record<string, unknown> = {}): Promise<OpenimAnswer> {
    return this.post(path, { operationID: OpenimClient.operation(), ...body }, { token });
  }
}

export function tokenIn({ data, text }: OpenimAnswer): Token {
  if (!data) throw new Error(`no token: ${text}`);
  return data as Token;
}
