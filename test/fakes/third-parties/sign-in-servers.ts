import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Somebody who has an access token, as the fakes know them. */
export interface FakePerson {
  accountToken: string;
  openId: string;
  unionId?: string;
  nickname: string;
  gender: 'Male' | 'Female' | 'Unspecified';
  /** The app that the token was given for. */
  appKey: string;
  hasEnded?: boolean;
  pictureUrl?: string;
}

type Answer = (response: ServerResponse) => void;

/** WeChat's and Weibo's HTTP APIs for signing in, as far as Salon calls them, on one port: their paths differ. */
export class SignInServers {
  readonly people: FakePerson[] = [];
  /** Answers every call in place of what it would be answered with. */
  instead: Answer | null = null;
  /** What lies below `/pictures/`, or how it is answered. */
  picture: Buffer | Answer = Buffer.alloc(0);
  /** Tells this of the person who is asked for, in place of the truth. */
  twist: object = {};
  /** The paths that were asked for. */
  readonly asked: string[] = [];
  private readonly server = createServer((request, response) => void this.answer(request, response));

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  reset(): void {
    this.people.length = 0;
    this.asked.length = 0;
    this.instead = null;
    this.twist = {};
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://fake');
    this.asked.push(pathname);
    if (pathname.startsWith('/pictures/')) {
      const { picture } = this;
      if (typeof picture === 'function') picture(response);
      else response.end(picture);
      return;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const form = new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
    if (this.instead) return this.instead(response);
    const given = searchParams.get('access_token') ?? form.get('access_token');
    const person = this.people.find(({ accountToken }) => accountToken === given);
    const answer = pathname.startsWith('/sns/')
      ? wechatAnswer(pathname, person, searchParams.get('openid'))
      : weiboAnswer(pathname, person);
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify({ ...answer, ...this.twist }));
  }
}

function wechatAnswer(path: string, person: FakePerson | undefined, openId: string | null): object {
  if (!person) return { errcode: 40001, errmsg: 'invalid credential' };
  if (person.hasEnded) return { errcode: 42001, errmsg: 'access_token expired' };
  if (person.openId !== openId) return { errcode: 40003, errmsg: 'invalid openid' };
  if (path === '/sns/auth') return { errcode: 0, errmsg: 'ok' };
  const { nickname, gender, unionId, pictureUrl = '' } = person;
  const sex = { Male: 1, Female: 2, Unspecified: 0 }[gender];
  return { openid: openId, nickname, sex, headimgurl: pictureUrl, ...(unionId && { unionid: unionId }) };
}

function weiboAnswer(path: string, person: FakePerson | undefined): object {
  if (!person) return { error: 'invalid_access_token', error_code: 21332 };
  const { openId, appKey, nickname, gender, hasEnded } = person;
  if (path === '/oauth2/get_token_info') {
    return { uid: Number(openId), appkey: appKey, scope: null, create_at: 1, expire_in: hasEnded ? -1 : 7_000 };
  }
  const { pictureUrl } = person;
  const letter = { Male: 'm', Female: 'f', Unspecified: 'n' }[gender];
  return { id: Number(openId), idstr: openId, screen_name: nickname, gender: letter, avatar_large: pictureUrl };
}
