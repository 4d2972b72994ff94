import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEV_KEY_FILE } from '../settings/dev-key.ts';
import { CommandFailed } from './command.ts';

/** Longest wait for an answer, in ms: a server that is catching up answers 503 at once, one that hangs never does. */
const ANSWER_MS = 30_000;

/** Of commands that call one, for --help: what `DevServer.of` reads. */
export const WHICH_SERVER =
  'The server: SALON_URL, or PORT of this machine. Its key: DEV_KEY, or the file dev-key in DATA_DIR.';

export interface DevPerson {
  userId: number;
  token: string;
  phone: string;
  name: string;
}

type Answer = Record<string, unknown>;

/** A running server in dev mode, as commands for development call it: heihei's API, and /dev for codes and gold. */
export class DevServer {
  readonly url: string;
  private readonly key: string;

  constructor(url: string, key: string) {
    this.url = url;
    this.key = key;
  }

  /** The server that the environment names (SALON_URL, PORT, DATA_DIR, DEV_KEY). Throws `CommandFailed` where none has left its key. */
  static of(env: NodeJS.ProcessEnv): DevServer {
    const url = env.SALON_URL || `http://127.0.0.1:${env.PORT || 3000}`;
    const file = join(env.DATA_DIR || './data', DEV_KEY_FILE);
    if (env.DEV_KEY) return new DevServer(url, env.DEV_KEY);
    if (existsSync(file)) return new DevServer(url, readFileSync(file, 'utf8'));
    throw new CommandFailed(
      `There is no ${file}: start the server with salon dev, or set DATA_DIR or DEV_KEY as that server has them.`,
    );
  }

  /** Calls heihei's API with a key of its own, so that a call counts once. Rejects with `CommandFailed` unless it answers success. */
  async call(path: string, form: Record<string, string | number>, token?: string): Promise<Answer> {
    const body = new URLSearchParams(token === undefined ? {} : { token });
    for (const [name, value] of Object.entries(form)) body.set(name, String(value));
    const answer = await this.fetch(path, {
      method: 'POST',
      body,
      headers: { 'Idempotency-Key': randomUUID() },
    });
    if (answer.errorcode === 0) return answer;
    throw new CommandFailed(`${path} answered ${answer.errorcode} ${answer.errormsg}.`);
  }

  async dev(method: 'GET' | 'POST', path: string, body?: object): Promise<Answer> {
    return this.fetch(path, {
      method,
      headers: { 'X-Dev-Key': this.key, ...(body && { 'Content-Type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
  }

  /** Signs somebody in by phone; who is new gets a name. */
  async signIn(phone: string, name: string): Promise<DevPerson> {
    await this.call('/api/user/get-sms-verification-code', { phoneNo: phone });
    const { code } = await this.dev('GET', `/dev/sms/${encodeURIComponent(phone)}`);
    const answer = await this.call('/api/user/sign-in-cl-by-phone', { phoneNo: phone, verifyCode: String(code) });
    const token = String(answer.token);
    const { id: userId } = answer.userInfo as { id: number };
    if (answer.needRegist) {
      await this.call('/api/user/update', { displayName: name, gender: 'Female', birthDay: '1995-03-13' }, token);
    }
    return { userId, token, phone, name };
  }

  async grant(userId: number, gold: number): Promise<void> {
    await this.dev('POST', `/dev/wallets/${userId}/grant`, { gold });
  }

  /** Opens a live of a host's and starts it. */
  async openRoom(host: DevPerson, title: string): Promise<number> {
    const { live } = await this.call('/api/live/create-live', { title }, host.token);
    const { liveId } = live as { liveId: number };
    await this.call('/api/live/start-live', { liveId }, host.token);
    return liveId;
  }

  private async fetch(path: string, request: RequestInit): Promise<Answer> {
    let response: Response;
    try {
      response = await fetch(this.url + path, { ...request, signal: AbortSignal.timeout(ANSWER_MS) });
    } catch (error) {
      const { cause, message } = error as Error & { cause?: Error };
      throw new CommandFailed(`${this.url} does not answer (${cause?.message || message}): start it with salon dev.`);
    }
    const text = await response.text();
    try {
      const answer = JSON.parse(text) as Answer;
      if (response.ok || 'errorcode' in answer) return answer;
    } catch {
      // Told below.
    }
    throw new CommandFailed(`${path} answered HTTP ${response.status}: ${text.slice(0, 200)}`);
  }
}

/** A phone number from which on some hundreds have no owner yet, by chance. */
export function freePhones(): number {
  return 13_000_000_000 + Math.floor(Math.random() * 999_999_000);
}
