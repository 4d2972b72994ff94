import { DomainError } from '../../domain/kernel/errors.ts';
import { type OperatorRole, reaches } from '../../domain/operator/roles.ts';
import { MAX_READ_EVENTS, type Position } from '../../event-store/event-store.ts';
import {
  messagesOf,
  WEBHOOK_EVENTS,
  type WebhookEvent,
  type WebhookMessage,
} from '../../projections/webhook-messages.ts';
import type { MakeMeta } from '../commands.ts';
import type { Core } from '../core.ts';
import type { Done } from './done.ts';
import { MAX_LOOKED_AT } from './log.ts';
import { noteIntervention } from './machinery.ts';

export { WEBHOOK_EVENTS, type WebhookEvent };

/** Messages on a page. */
export const MAX_MESSAGES_PER_PAGE = 200;

/** What people write to each other: for admins alone. */
const FOR_ADMINS: readonly WebhookEvent[] = ['message'];

export interface MessagesPage {
  messages: WebhookMessage[];
  /** Position up to which was looked: the next page's `after`. */
  next: Position;
  /** Whether there is nothing more now. */
  isEnd: boolean;
}

/**
 * What webhooks would be told of a tenant after a position, for a back end that would rather ask: the same messages, in the log's order. Without `types` all that
 * the role may see. It looks at a few thousand events at most, so that a page may be short before `isEnd`. Throws `RoleTooLow` for messages of people to anybody
 * but an admin; rejects with `StoreUnavailableError` while the read models are behind.
 */
export async function messagesAfter(
  core: Core,
  appId: string,
  role: OperatorRole,
  { after, types, limit }: { after: Position; types?: readonly WebhookEvent[] | undefined; limit: number },
): Promise<MessagesPage> {
  const allowed = WEBHOOK_EVENTS.filter((type) => reaches(role, 'admin') || !FOR_ADMINS.includes(type));
  if (types?.some((type) => !allowed.includes(type))) throw new DomainError('RoleTooLow', 'this needs the role admin');
  const messageOf = messagesOf(types ?? allowed);
  const messages: WebhookMessage[] = [];
  let next = after;
  for (let looked = 0; looked < MAX_LOOKED_AT; looked += MAX_READ_EVENTS) {
    const page = await core.log.readAll({ after: next, limit: MAX_READ_EVENTS });
    for (const event of page) {
      const message = event.meta.appId === appId && (await messageOf.get(event.type)?.(event, core.models));
      next = event.position;
      if (message && messages.push(message) === limit) return { messages, next, isEnd: false };
    }
    if (page.length < MAX_READ_EVENTS) return { messages, next, isEnd: true };
  }
  return { messages, next, isEnd: false };
}

/**
 * Has a webhook go on after a position, or (null) from where it stands: also one that is parked. Receivers get messages again, with the same ids. Throws
 * `WebhookNotFound`. `makeMeta` must be an operator's.
 */
export async function replayWebhook(
  core: Core,
  { name, after }: { name: string; after: Position | null },
  makeMeta: MakeMeta,
): Promise<Done> {
  const known = await core.workings.webhooks();
  if (!known.some((webhook) => webhook.name === name)) throw new DomainError('WebhookNotFound');
  const target = `${name} ${after === null ? 'from where it stands' : `after ${after}`}`;
  const { position, repeated } = await noteIntervention(core, { what: 'replay-webhook', target }, makeMeta);
  if (!repeated) await core.workings.replayWebhook(name, after);
  return { position };
}
