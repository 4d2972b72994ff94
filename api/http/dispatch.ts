import type { Core } from '../../application/core.ts';
import { UnknownOutcomeError } from '../../event-store/event-store.ts';
import { MAX_UPLOADS_EACH } from '../../files/upload-slots.ts';
import { type HttpAppCall, HttpCall, type HttpUserCall, remoteAddressOf } from './call.ts';
import type { Proof } from './dialect.ts';
import type { Endpoint } from './endpoint.ts';
import type { Exchange } from './exchange.ts';
import { allowUpload } from './large-requests.ts';
import { TOLERATED_TIMES } from './multipart.ts';
import { limitedCaller, type Shown } from './rate-limits.ts';
import type { Received } from './received.ts';
import { StartingError, TooManyRequests } from './refusals.ts';
import { readRequest } from './request.ts';
import type { DispatchContext } from './route.ts';
import { StreamAnswer } from './writer.ts';

/** Files that come from one address at a time before anybody has proven who sends them: some people share one. */
const MAX_UNPROVEN_UPLOADS = 4 * MAX_UPLOADS_EACH;
/** When somebody sends too many files at a time, another may come after this. */
const UPLOAD_RETRY_MS = 5_000;

/**
 * Answers one request to an endpoint: read → proof → parameters → handler → one write. When the handler does not answer in time,
 * the request fails with `UnknownOutcomeError`, and the handler's later answer is dropped.
 */
export function dispatch(context: DispatchContext, exchange: Exchange, query: string): void {
  let giveBack: (() => void) | null = null;
  let isDone = false;
  const desk = {
    spool: context.core.files.spool,
    mayRead: (received: Received) => refuseAgain(context, exchange, shownBy(context.core, exchange, received)),
    async mayBegin(received: Received) {
      giveBack = await beginFile(context, exchange, received);
      // The client may have gone away meanwhile.
      if (isDone) giveBack();
    },
  };
  readRequest(exchange.request, query, exchange.route.body, desk, (error, received) => {
    const done = () => {
      isDone = true;
      giveBack?.();
      void received.discard?.();
    };
    if (context.isStarting()) exchange.fail(new StartingError());
    else if (error) void refuseUnread(context, exchange, error);
    else {
      void run(context, exchange, received).finally(done);
      return;
    }
    done();
  });
}

/** Throws the refusal of whoever was refused a moment ago: before their body is read, and again before their proof is verified. */
function refuseAgain({ limits }: DispatchContext, exchange: Exchange, shown: Shown): void {
  const again = limits.again(exchange.route.endpoint, shown);
  if (!again) return;
  exchange.proof = again.proof;
  throw again.refusal;
}

function shownBy(core: Core, { route: { dialect }, request }: Exchange, received: Received): Shown {
  return { dialect: dialect.name, bearer: dialect.bearer?.(received), address: remoteAddressOf(request, core) };
}

/** Answers what could not be read. Nothing of it proves who sent it, so it counts against the address. */
async function refuseUnread({ limits, core }: DispatchContext, exchange: Exchange, error: Error): Promise<void> {
  let failure = error;
  try {
    if (!(error instanceof TooManyRequests)) await limits.unproven(remoteAddressOf(exchange.request, core));
  } catch (refusal) {
    failure = refusal as Error;
  }
  exchange.fail(failure);
}

/**
 * A file of a form begins. Whoever has sent a proof before it is proven now, so that a wrong one ends the upload; others are counted by
 * address, and proven when the form has come. Returns what gives the place among the uploads back.
 */
async function beginFile(context: DispatchContext, exchange: Exchange, received: Received): Promise<() => void> {
  const { core, uploads } = context;
  const { route, request } = exchange;
  if (context.isStarting()) throw new StartingError();
  const proofs = Object.keys(route.dialect.proofs[route.endpoint.auth]);
  if (proofs.every((name) => received.form.has(name))) await admit(context, exchange, received);
  const caller = exchange.proof?.caller;
  const giveBack = caller
    ? uploads.take(`user ${caller.appId} ${caller.userId}`)
    : uploads.take(`address ${remoteAddressOf(request, core)}`, MAX_UNPROVEN_UPLOADS);
  if (!giveBack)
    throw new TooManyRequests(UPLOAD_RETRY_MS, limitedCaller(exchange.proof, remoteAddressOf(request, core)));
  allowUpload(request, (route.body.file?.maxBytes ?? 0) * TOLERATED_TIMES);
  return giveBack;
}

async function run(context: DispatchContext, exchange: Exchange, received: Received): Promise<void> {
  const entry = context.underWay.begin(() => exchange.fail(new UnknownOutcomeError('no answer in time')));
  try {
    const { answer, headers } = await call(context, exchange, received);
    if (!exchange.isAnswered) exchange.succeed(answer, headers);
    else if (answer instanceof StreamAnswer) answer.drop();
  } catch (error) {
    if (!exchange.isAnswered) exchange.fail(error);
  } finally {
    context.underWay.end(entry);
  }
}

interface Answered {
  answer: object;
  /** Of this answer alone. */
  headers: Readonly<Record<string, string>>;
}

async function call(context: DispatchContext, exchange: Exchange, received: Received): Promise<Answered> {
  const { core, limits } = context;
  const { route, request, requestId } = exchange;
  const { endpoint } = route;
  const proof = exchange.proof ?? (await admit(context, exchange, received));
  const endTurn = await limits.turn(endpoint, proof);
  try {
    const call = new HttpCall(request, core, route.parseParameters(received), proof, requestId, received.raw);
    return { answer: await handled(endpoint, call), headers: call.answerHeaders };
  } catch (error) {
    if (exchange.isRefusal(error)) await limits.failed(endpoint, proof);
    throw error;
  } finally {
    endTurn();
  }
}

/** Says who calls, unless they call too often. */
async function admit(context: DispatchContext, exchange: Exchange, received: Received): Promise<Proof> {
  const { core, limits } = context;
  const { route, request } = exchange;
  const shown = shownBy(core, exchange, received);
  refuseAgain(context, exchange, shown);
  const proof = await prove(context, exchange, received);
  exchange.proof = proof;
  const bytes = request.url!.length + received.raw.length;
  await limits.admit(route.endpoint, proof, shown, bytes);
  return proof;
}

async function prove({ core, limits }: DispatchContext, exchange: Exchange, received: Received): Promise<Proof> {
  const { route, request } = exchange;
  try {
    return await route.dialect.prove(core, route.endpoint, received);
  } catch (error) {
    if (exchange.isRefusal(error)) await limits.unproven(remoteAddressOf(request, core));
    throw error;
  }
}

function handled(endpoint: Endpoint, call: HttpCall): Promise<object> {
  switch (endpoint.auth) {
    case 'none':
      return endpoint.handle(call);
    case 'user':
      return endpoint.handle(call as HttpUserCall);
    case 'app':
      return endpoint.handle(call as HttpAppCall);
  }
}
