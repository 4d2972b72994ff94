import { UnknownOutcomeError } from '../../event-store/event-store.ts';
import { type HttpAppCall, HttpCall, type HttpUserCall, remoteAddressOf } from './call.ts';
import type { Proof } from './dialect.ts';
import type { Endpoint } from './endpoint.ts';
import type { Exchange } from './exchange.ts';
import type { Received } from './received.ts';
import { StartingError } from './refusals.ts';
import { readRequest } from './request.ts';
import type { DispatchContext } from './route.ts';

/**
 * Answers one request to an endpoint: read → proof → parameters → handler → one write. When the handler does not answer in time,
 * the request fails with `UnknownOutcomeError`, and the handler's later answer is dropped.
 */
export function dispatch(context: DispatchContext, exchange: Exchange, query: string): void {
  readRequest(exchange.request, query, exchange.route.body, (error, received) => {
    if (context.isStarting()) exchange.fail(new StartingError());
    else if (error) exchange.fail(error);
    else void run(context, exchange, received);
  });
}

async function run(context: DispatchContext, exchange: Exchange, received: Received): Promise<void> {
  const entry = context.underWay.begin(() => exchange.fail(new UnknownOutcomeError('no answer in time')));
  try {
    const answer = await call(context, exchange, received);
    if (!exchange.isAnswered) exchange.succeed(answer);
  } catch (error) {
    if (!exchange.isAnswered) exchange.fail(error);
  } finally {
    context.underWay.end(entry);
  }
}

async function call(context: DispatchContext, exchange: Exchange, received: Received): Promise<object> {
  const { core, limits } = context;
  const { route, request, requestId } = exchange;
  const { endpoint } = route;
  const proof = await prove(context, exchange, received);
  exchange.proof = proof;
  await limits.admit(endpoint, proof, remoteAddressOf(request, core));
  try {
    const call = new HttpCall(request, core, route.parseParameters(received), proof, requestId, received.raw);
    return await handled(endpoint, call);
  } catch (error) {
    if (exchange.isRefusal(error)) await limits.failed(endpoint, proof);
    throw error;
  }
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
