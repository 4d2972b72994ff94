import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { type Key, refusalOf } from './signature.ts';

interface Session {
  key: Key;
  token: string;
  endsAtMs: number;
  policy: Policy;
}

interface Policy {
  Statement: {
    Effect: string;
    Action: string[];
    Resource: string[];
    Condition: { DateLessThan: { 'aws:CurrentTime': string }; Null: { 's3:if-none-match': string } };
  }[];
}

/** AssumeRole of a token service, written from AWS's description: sessions of one role, each with a policy of its own. */
export class FakeTokens {
  /** The role that the store's key may assume. */
  static readonly ROLE = 'arn:aws:iam::123456789012:role/salon-uploads';
  readonly asked: URLSearchParams[] = [];
  private readonly owner: Key;
  private readonly sessions = new Map<string, Session>();

  constructor(owner: Key) {
    this.owner = owner;
  }

  keyOf(id: string): Key | undefined {
    return this.sessions.get(id)?.key;
  }

  answer(request: IncomingMessage, body: Buffer, nowMs: number): { status: number; text: string } {
    const refusal = refusalOf(request, this.owner, nowMs, { service: 'sts', body });
    if (refusal) return { status: 403, text: failure(refusal) };
    const form = new URLSearchParams(body.toString());
    this.asked.push(form);
    const seconds = Number(form.get('DurationSeconds'));
    const isValid = form.get('Action') === 'AssumeRole' && form.get('Version') === '2011-06-15';
    if (!isValid || !(seconds >= 900 && seconds <= 43_200)) return { status: 400, text: failure('ValidationError') };
    if (form.get('RoleArn') !== FakeTokens.ROLE) return { status: 403, text: failure('AccessDenied') };
    const id = `ASIA${randomBytes(8).toString('hex').toUpperCase()}`;
    const secret = randomBytes(30).toString('base64');
    const token = randomBytes(60).toString('base64');
    const endsAtMs = nowMs + seconds * 1_000;
    const policy = JSON.parse(form.get('Policy')!) as Policy;
    this.sessions.set(id, { key: { ...this.owner, id, secret }, token, endsAtMs, policy });
    const credentials = [
      `<AccessKeyId>${id}</AccessKeyId><SecretAccessKey>${secret}</SecretAccessKey>`,
      `<SessionToken>${token}</SessionToken><Expiration>${new Date(endsAtMs).toISOString()}</Expiration>`,
    ];
    const result = `<AssumeRoleResult><Credentials>${credentials.join('')}</Credentials></AssumeRoleResult>`;
    return { status: 200, text: `<AssumeRoleResponse>${result}</AssumeRoleResponse>` };
  }

  /** Why a session may not do what it asks; null for one that may, and for every other key. */
  refusalOf(request: IncomingMessage, pathname: string, nowMs: number): string | null {
    const id = /Credential=([^/]+)/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    const session = this.sessions.get(id);
    if (!session) return null;
    if (request.headers['x-amz-security-token'] !== session.token) return 'InvalidToken';
    if (nowMs >= session.endsAtMs) return 'ExpiredToken';
    const mayPut = session.policy.Statement.some(({ Effect, Action, Resource, Condition }) => {
      const isMeant =
        Effect === 'Allow' && Action.includes('s3:PutObject') && Resource.includes(`arn:aws:s3:::${pathname.slice(1)}`);
      const isInTime = nowMs < Date.parse(Condition.DateLessThan['aws:CurrentTime']);
      const isAbsent = request.headers['if-none-match'] === undefined;
      return isMeant && isInTime && String(isAbsent) === Condition.Null['s3:if-none-match'];
    });
    return request.method === 'PUT' && mayPut ? null : 'AccessDenied';
  }
}

function failure(code: string): string {
  return `<ErrorResponse><Error><Code>${code}</Code></Error></ErrorResponse>`;
}
