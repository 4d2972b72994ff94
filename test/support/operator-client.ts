import { randomUUID } from 'node:crypto';
import type { Core } from '../../application/core.ts';
import { addOperator } from '../../application/operators/staff.ts';
import type { OperatorRole } from '../../domain/operator/roles.ts';
import { INSTALLATION } from '../../domain/streams.ts';

export const PASSWORD = 'correct horse battery';

export interface OperatorAnswer {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: answers are checked against their declarations as they are sent
  body: any;
  headers: Headers;
}

/** One browser at the operators' API: it keeps its cookie, and sends the header that belongs to it. */
export class OperatorClient {
  readonly url: string;
  cookie = '';
  csrfToken = '';
  operatorId = 0;

  constructor(url: string) {
    this.url = url;
  }

  async signIn(name: string, { password = PASSWORD, code = '' } = {}): Promise<OperatorAnswer> {
    return this.keep(await this.post('session/sign-in', { name, password, code }));
  }

  /** Takes the session of an answer over, where it has one. */
  keep(answer: OperatorAnswer): OperatorAnswer {
    const cookie = answer.headers.get('Set-Cookie')?.split(';')[0];
    if (cookie) Object.assign(this, { cookie, csrfToken: answer.body.csrfToken, operatorId: answer.body.operatorId });
    return answer;
  }

  get(path: string, params: Record<string, string | number> = {}): Promise<OperatorAnswer> {
    const query = new URLSearchParams(
      Object.entries(params).map(([name, value]): [string, string] => [name, String(value)]),
    );
    return this.send(`${path}?${query}`, { method: 'GET', headers: { ...(this.cookie && { Cookie: this.cookie }) } });
  }

  /** Posts JSON; a header that is undefined is left out. */
  post(path: string, body: object, headers: Record<string, string | undefined> = {}): Promise<OperatorAnswer> {
    const all = {
      'Content-Type': 'application/json',
      'Idempotency-Key': randomUUID(),
      ...(this.cookie && { Cookie: this.cookie, 'X-CSRF-Token': this.csrfToken }),
      ...headers,
    };
    const sent = Object.fromEntries(
      Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined),
    );
    return this.send(path, { method: 'POST', headers: sent, body: JSON.stringify(body) });
  }

  /** A change, with a reason. */
  act(path: string, body: object = {}, headers: Record<string, string | undefined> = {}): Promise<OperatorAnswer> {
    return this.post(path, { reason: '测试', ...body }, headers);
  }

  private async send(path: string, init: RequestInit): Promise<OperatorAnswer> {
    const response = await fetch(`${this.url}/operator/v1/${path}`, init);
    const { status, headers } = response;
    const isJson = headers.get('Content-Type')?.startsWith('application/json');
    // What goes on for ever is not waited for.
    if (!isJson) await response.body?.cancel();
    return { status, body: isJson ? await response.json() : {}, headers };
  }
}

/** Adds an operator without the API; returns their id. */
export async function newOperator(core: Core, name: string, role: OperatorRole): Promise<number> {
  const makeMeta = () => ({ appId: INSTALLATION, actor: 0, at: core.clock.now(), commandId: randomUUID() });
  return (await addOperator(core, { name, password: PASSWORD, role }, makeMeta)).operatorId;
}
