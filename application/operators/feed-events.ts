import { type OperatorRole, reaches } from '../../domain/operator/roles.ts';
import type { LoggedEvent, Position } from '../../event-store/event-store.ts';
import { withoutSecrets } from './log.ts';
import { dataWithheld } from './withheld.ts';

/** Longer data (in characters of JSON) is left out of feeds: `events/stream` has it. */
const MAX_DATA_CHARS = 8_192;

/** An event as a feed tells it: a viewer learns that it happened, support what it is about, an admin what it says. */
export interface FeedEvent {
  position: Position;
  type: string;
  tenant: string;
  /** Epoch ms. */
  at: number;
  stream?: string;
  revision?: number;
  actor?: number;
  operator?: number;
  correlationId?: string;
  /** For support without what it says of people; for an admin without secrets alone. Absent where it is too long. */
  data?: object;
}

/** An event as somebody of a role may see it. */
export function feedEventFor(role: OperatorRole, event: LoggedEvent): FeedEvent {
  const { position, type, stream, revision, meta } = event;
  const { appId: tenant, at, actor, operator, correlationId } = meta;
  const shown: FeedEvent = { position, type, tenant, at };
  if (!reaches(role, 'support')) return shown;
  const data = reaches(role, 'admin') ? withoutSecrets(event).data : dataWithheld(event);
  return {
    ...{ ...shown, stream, revision, actor },
    ...(operator !== undefined && { operator }),
    ...(correlationId !== undefined && { correlationId }),
    ...(JSON.stringify(data).length <= MAX_DATA_CHARS && { data }),
  };
}
