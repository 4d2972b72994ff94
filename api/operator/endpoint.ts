import { type Static, type TObject, type TProperties, Type } from '@sinclair/typebox';
import { TENANT } from '../../application/apps.ts';
import type { MakeMeta } from '../../application/commands.ts';
import type { Core } from '../../application/core.ts';
import type { ActingOperator } from '../../application/operators/operator.ts';
import { DomainError, type DomainErrorCode } from '../../domain/kernel/errors.ts';
import { keyedCommandId } from '../../domain/kernel/ids.ts';
import { MAX_OPERATOR_REASON_CHARS } from '../../domain/operator/limits.ts';
import type { OperatorRole } from '../../domain/operator/roles.ts';
import { INSTALLATION } from '../../domain/streams.ts';
import { type AnswerSchema, UpToDate } from '../http/answers.ts';
import { idempotencyKeyIn } from '../http/call.ts';
import { type Cost, type Endpoint, type Example, endpoint, type UserCall } from '../http/endpoint.ts';
import { badParameter } from '../http/refusals.ts';
import type { OperatorCaller } from './proof.ts';

/** Everything is below it. */
export const BASE = '/operator/v1/';

/** What an operator's question is about. */
export interface OperatorQuery<Params> {
  core: Core;
  params: Params;
  /** The tenant that is asked about. */
  tenant: string;
  operator: ActingOperator;
  call: UserCall<unknown>;
}

/** What an operator does. */
export interface OperatorAction<Params> extends OperatorQuery<Params> {
  /** Why, in their words; it is in the metadata of every command of `meta` already. */
  reason: string;
  /** Metadata of a command in the tenant that is acted in: the system's, with the operator and the reason. */
  meta: MakeMeta;
}

interface Declared<Params extends TProperties, Answer extends AnswerSchema> {
  /** Below `BASE`: `people/ban`. What stands before the slash is the group that documents show it in. */
  path: string;
  /** Names its shapes in clients' types, and the operation: one of a kind. */
  name: string;
  summary: string;
  /** The least role that may call. */
  role: OperatorRole;
  params: Params;
  answer: Answer;
  example: { params: Example['params']; answer: Static<Answer> };
  errors?: readonly DomainErrorCode[];
  cost?: Cost;
}

interface QueryDeclaration<Params extends TProperties, Answer extends AnswerSchema> extends Declared<Params, Answer> {
  /** What it is about: a tenant (default), or the installation itself. */
  of?: 'installation';
  handle(query: OperatorQuery<Static<TObject<Params>>>): Promise<Static<Answer>>;
}

interface ActionDeclaration<Params extends TProperties, Answer extends AnswerSchema> extends Declared<Params, Answer> {
  /** What it changes: a tenant (default), or the installation itself. */
  of?: 'installation';
  handle(action: OperatorAction<Static<TObject<Params>>>): Promise<Static<Answer>>;
}

const TenantName = Type.Optional(
  Type.String({ pattern: TENANT.source, description: 'Default: heihei’s. Others: /operator/v1/apps/list.' }),
);
export const Reason = Type.String({
  minLength: 1,
  maxLength: 2 * MAX_OPERATOR_REASON_CHARS,
  description: `Why, for whoever looks at it later: at most ${MAX_OPERATOR_REASON_CHARS} characters.`,
});
/** Why, in examples. */
export const SOME_REASON = '见工单 #1042';

/** The answer to a change: its position in the log; spread it into the properties. */
export const Changed = {
  position: Type.Integer({ minimum: 0, description: 'Position in the log: /operator/v1/events/list shows it.' }),
  ...UpToDate,
};
export const NothingElse = Type.Object(Changed);

/** An endpoint that only shows something: by GET or POST. */
export function query<Params extends TProperties, Answer extends AnswerSchema>(
  declared: QueryDeclaration<Params, Answer>,
): Endpoint {
  const { handle, of, cost = 'read', params, ...rest } = declared;
  const all = { ...params, ...(of !== 'installation' && { tenant: TenantName }) };
  return declaredEndpoint({ ...rest, cost, params: all }, {}, (call) =>
    handle(questionOf(call) as OperatorQuery<Static<TObject<Params>>>),
  );
}

/** An endpoint that changes something: by POST, with a reason and an idempotency key. */
export function action<Params extends TProperties, Answer extends AnswerSchema>(
  declared: ActionDeclaration<Params, Answer>,
): Endpoint {
  const { handle, of, cost = 'write', params, example, ...rest } = declared;
  const all = { ...params, reason: Reason, ...(of !== 'installation' && { tenant: TenantName }) };
  const shown = { ...example, params: { ...example.params, reason: SOME_REASON } };
  const methods = { methods: ['POST'], needsKey: true } as const;
  return declaredEndpoint({ ...rest, cost, params: all, example: shown }, methods, async (call) => {
    const question = questionOf(call);
    const { reason = '' } = call.params as { reason?: string };
    if ([...reason].length > MAX_OPERATOR_REASON_CHARS || reason.trim() === '') throw badParameter('reason');
    const tenant = of === 'installation' ? INSTALLATION : question.tenant;
    const meta = metaOf(question, call, tenant, reason.trim());
    return handle({ ...question, tenant, reason: reason.trim(), meta } as OperatorAction<Static<TObject<Params>>>);
  });
}

function declaredEndpoint<Answer extends AnswerSchema>(
  { path, example, errors = [], params, ...rest }: Declared<TProperties, Answer>,
  more: Pick<Endpoint, 'methods' | 'needsKey'>,
  handle: (call: UserCall<Record<string, unknown>>) => Promise<object>,
): Endpoint {
  return endpoint({
    ...rest,
    ...more,
    path: `${BASE}${path}`,
    module: path.split('/')[0]!,
    auth: 'user',
    params: Type.Object(params),
    examples: [example] as never,
    errors: ['TokenMissing', 'RoleTooLow', 'CsrfTokenWrong', ...errors],
    handle: (call) => handle(call as UserCall<Record<string, unknown>>) as never,
  });
}

function questionOf(call: UserCall<Record<string, unknown>>): OperatorQuery<Record<string, unknown>> {
  const { core, params } = call;
  const { operator } = call.caller as OperatorCaller;
  return { core, params, operator, call, tenant: tenantIn(core, params.tenant) };
}

/** Throws `InvalidInput` for a tenant that is none of the installation's. */
function tenantIn({ settings: { heiheiAppId, apps } }: Core, given: unknown): string {
  const tenant = given ?? heiheiAppId;
  const known = [heiheiAppId, ...apps.all.map((app) => app.tenant)];
  if (typeof tenant !== 'string' || !known.includes(tenant)) throw badParameter('tenant');
  return tenant;
}

/** Keys are the operator's own, and apart for each tenant. Throws `InvalidInput` without one. */
function metaOf(
  { core, operator: { operatorId } }: OperatorQuery<unknown>,
  call: UserCall<unknown>,
  tenant: string,
  reason: string,
): MakeMeta {
  const sent = idempotencyKeyIn(call.headers);
  if (sent === undefined) throw new DomainError('InvalidInput', 'a change has an Idempotency-Key', 'Idempotency-Key');
  return (purpose, key = sent) => ({
    appId: tenant,
    actor: 0,
    operator: operatorId,
    reason,
    at: core.clock.now(),
    commandId: keyedCommandId(INSTALLATION, operatorId, `operator ${tenant} ${purpose}`, key),
    keyed: true,
    correlationId: call.requestId,
  });
}
