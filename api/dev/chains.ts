import { Router } from 'express';
import type { Core } from '../../application/core.ts';
import { type ChainedEvent, chainOf, MAX_CORRELATION_CHARS } from '../../application/operators/chains.ts';
import { integerOf, textOf } from './input.ts';

/** What `GET /dev` shows of these. */
export const CHAIN_ROUTES = ['GET /dev/chain?correlationId=&after='];

/** What followed from a request, event by event. */
export function chainRoutes(core: Core): Router {
  const router = Router();
  router.get('/chain', async ({ query }, response) => {
    const correlationId = textOf(query.correlationId, 'correlationId', MAX_CORRELATION_CHARS);
    const after = query.after === undefined ? undefined : integerOf(query.after, 'after', 0, Number.MAX_SAFE_INTEGER);
    const wanted = { correlationId, after };
    const { events, ...chain } = await chainOf(core, core.settings.heiheiAppId, wanted);
    response.json({ correlationId, events: events.map(shownEvent), ...chain });
  });
  return router;
}

function shownEvent({ event, causationId, messages }: ChainedEvent) {
  const { id: eventId, position, stream, revision, type, meta, data } = event;
  const { at, actor, operator, reason, commandId, cause } = meta;
  const by = { actor, operator, reason, reactor: cause?.reactor };
  return { position, stream, revision, type, at, causationId, commandId, eventId, ...by, data, messages };
}
