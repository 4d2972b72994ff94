import { randomBytes, randomUUID } from 'node:crypto';
import { sign } from '../../api/linkv/signature.ts';
import type { Watcher } from '../../test/support/client.ts';

/** An app as `GET /dev/apps` shows it. */
export interface DevApp {
  appId: string;
  secret: string;
}

interface LinkvAnswer {
  status: string;
  msg: string;
  data?: Record<string, string>;
}

/** The server of an app that calls LinkV live's API: each request is signed with the app's secret. */
export class LinkvBackEnd {
  private readonly baseUrl: string;
  private readonly app: DevApp;
  private readonly watch: Watcher;
  private readonly nowS: () => number;

  /** `nowS`: epoch seconds of the server's clock; a signature is valid for five minutes around them. */
  constructor(baseUrl: string, app: DevApp, watch: Watcher, nowS: () => number) {
    this.baseUrl = baseUrl;
    this.app = app;
    this.watch = watch;
    this.nowS = nowS;
  }

  /** Opens a session of the person; `openId` is the person's id in Salon, which the gold endpoints take as `uid`. */
  token(userId: string): Promise<Record<string, string>> {
    return this.must('/open/v0/thGetToken', { userId, aid: 'demo' });
  }

  /** Grants the gold of a paid order. `endsAtS`: when what is left of it expires, in epoch seconds. Answers the balance. */
  async payOrder(uid: string, orderId: string, gold: number, endsAtS: number): Promise<number> {
    const data = await this.must('/open/finanv0/orderSuccess', {
      ...{ uid, request_id: randomUUID(), order_id: orderId, type: '1', value: String(gold), money: '1999' },
      ...{ expriation: String(endsAtS), channel: 'demo', platform: 'h5' },
    });
    return Number(data.tokens);
  }

  async balance(uid: string): Promise<number> {
    return Number((await this.must('/open/finanv0/getUserTokens', { uid })).tokens);
  }

  private async must(path: string, params: Record<string, string>): Promise<Record<string, string>> {
    const nonce = `${randomBytes(4).toString('hex')}${this.nowS()}${randomBytes(4).toString('hex')}`;
    const form = new Map(Object.entries({ app_id: this.app.appId, nonce_str: nonce, ...params }));
    form.set('sign', sign(form, this.app.secret));
    const response = await fetch(this.baseUrl + path, { method: 'POST', body: new URLSearchParams([...form]) });
    const answer = (await response.json()) as LinkvAnswer;
    const what = Object.entries(params)
      .filter(([name]) => ['userId', 'uid', 'order_id', 'value'].includes(name))
      .map(([name, value]) => `${name}=${value}`);
    this.watch({ who: 'linkv', direction: '→', what: `${path} ${what.join(' ')}`, detail: shown(answer) });
    if (answer.status !== '200') throw new Error(`LinkV's back end: ${path} answered ${answer.status} ${answer.msg}`);
    return answer.data ?? {};
  }
}

/** The answer without session tokens; `tokens` is an amount of gold. */
function shown({ status, data }: LinkvAnswer): object {
  const { openId, tokens } = data ?? {};
  return { status, ...(openId && { openId }), ...(tokens && { tokens }) };
}
