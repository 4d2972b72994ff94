import { LRUCache } from 'lru-cache';
import type { PersonCard } from '../../domain/user/events.ts';
import type { LoggedEvent } from '../../event-store/event-store.ts';
import { functionsOf, type OnEvents } from '../../event-store/on-events.ts';
import { liveChannel } from '../channels.ts';
import type { OutgoingMessage } from '../message.ts';

/** What a message needs that its event does not carry. */
export interface MessageFacts {
  /** What the event's live has earned so far, in points. */
  totalTickets: number;
  /** The conference that its room has been told of, as far as it is. */
  conference: { guest: PersonCard; connected: boolean } | null;
}

/** The messages that events become: each event is named once; of the others there are none. */
export type Messages = OnEvents<[facts: MessageFacts], OutgoingMessage[]>;

export const NO_FACTS: MessageFacts = { totalTickets: 0, conference: null };

/** Lives that are remembered at a time; the least recently changed are forgotten first. */
const MAX_REMEMBERED_LIVES = 10_000;

/** Remembers of each live what later messages need. It is shown every event in the log's order. */
export class RememberedFacts {
  private readonly lives = new LRUCache<string, MessageFacts>({ max: MAX_REMEMBERED_LIVES });

  /** Takes an event in; the facts for its own messages, itself included. */
  take(event: LoggedEvent): MessageFacts {
    if (!('liveId' in event.data)) return NO_FACTS;
    const live = liveChannel(event.meta.appId, event.data.liveId);
    const before = this.lives.get(live) ?? NO_FACTS;
    const after = changed.get(event.type)?.(event, before) ?? before;
    if (after !== before) this.lives.set(live, after);
    return after;
  }
}

/** What an event changes in its live's facts. */
const changed = functionsOf<[facts: MessageFacts], MessageFacts>({
  GiftShown: ({ data }, facts) => ({ ...facts, totalTickets: data.livePointsAfter }),
  BulletShown: ({ data }, facts) => ({ ...facts, totalTickets: data.livePointsAfter }),
  ConferenceJoined: ({ data: { guest, connected } }, facts) => ({ ...facts, conference: { guest, connected } }),
  ConferenceConnected: ({ data: { guest } }, facts) => ({ ...facts, conference: { guest, connected: true } }),
  ConferenceEnded: (_, facts) => ({ ...facts, conference: null }),
});
