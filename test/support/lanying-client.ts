import { expect } from 'chai';
import { adminToken } from '../../api/lanying/tokens.ts';
import type { App } from '../../application/apps.ts';
import { DEV_APPS } from '../../server/served-apis.ts';

/** What a call is answered with. */
export interface LanyingAnswer {
  code: number;
  message?: string;
  data?: unknown;
  cursor?: string;
  total?: number;
  version?: number;
}

export interface LanyingCall {
  method?: string;
  query?: Record<string, string | number>;
  body?: unknown;
  /** In place of the client's own; undefined takes one away. */
  headers?: Record<string, string | undefined>;
}

export const [LANYING_APP, OTHER_LANYING_APP] = DEV_APPS.filter(({ dialect }) => dialect === 'lanying') as [App, App];

/** The server of an app, or a person's own client, as the document's curl examples call. */
export class LanyingClient {
  private readonly url: string;
  readonly headers: Record<string, string>;

  constructor(url: string, headers: Record<string, string>) {
    this.url = url;
    this.headers = headers;
  }

  /** The server of an app of dev mode. */
  static async server(url: string, app = LANYING_APP): Promise<LanyingClient> {
    return new LanyingClient(url, { app_id: app.appId, 'access-token': await adminToken(app, Date.now()) });
  }

  /** The same, acting as a person. */
  as(userId: number | string): LanyingClient {
    return new LanyingClient(this.url, { ...this.headers, user_id: String(userId) });
  }

  /** The same app without a token. */
  get bare(): LanyingClient {
    return new LanyingClient(this.url, { app_id: this.headers.app_id! });
  }

  /** POST with a body, GET without one, unless `method` says otherwise. */
  async call(path: string, { method, query = {}, body, headers = {} }: LanyingCall = {}): Promise<LanyingAnswer> {
    const sent: Record<string, string> = { 'Content-Type': 'application/json', ...this.headers };
    for (const [name, value] of Object.entries(headers)) {
      if (value === undefined) delete sent[name];
      else sent[name] = value;
    }
    const search = new URLSearchParams(
      Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]),
    );
    const response = await fetch(`${this.url}${path}${search.size > 0 ? `?${search}` : ''}`, {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      headers: sent,
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    expect(response.status, path).to.equal(200);
    expect(response.headers.get('content-type')).to.equal('application/json; charset=utf-8');
    return (await response.json()) as LanyingAnswer;
  }

  /** The code alone. */
  async code(path: string, call?: LanyingCall): Promise<number> {
    return (await this.call(path, call)).code;
  }

  /** Registers somebody; returns their id. */
  async register(username: string, password = 'asd'): Promise<number> {
    const { code, data } = await this.bare.call('/user/register/v2', { body: { username, password } });
    expect(code).to.equal(200);
    return (data as { user_id: number }).user_id;
  }

  /** A person who signs in. */
  async signIn(username: string, password = 'asd'): Promise<LanyingClient> {
    const { code, data } = await this.bare.call('/token/user', { body: { name: username, password } });
    expect(code).to.equal(200);
    const { token } = data as { token: string };
    return new LanyingClient(this.url, { app_id: this.headers.app_id!, 'access-token': token });
  }
}
