import { type PersonCard, PLACEHOLDER_CARD } from '../../domain/user/events.ts';
import type { LoggedEvent } from '../../event-store/event-store.ts';
import { createLruCache } from '../../event-store/lru-cache.ts';
import { functionsOf, type OnEvents } from '../../event-store/on-events.ts';
import { liveChannel, liveOf } from '../channels.ts';
import type { OutgoingMessage } from '../message.ts';

/** What a message needs that its event does not carry. */
export interface MessageFacts {
  /** What the event's live has earned so far, in points. */
  totalTickets: number;
  /** The room's conference as the room was last told of it; null: none. */
  conference: { guest: PersonCard; connected: boolean } | null;
  addresses: LiveAddresses;
}

/** Makes the addresses of a live that its whole room may be told; ids in, absolute addresses out. */
export interface LiveAddresses {
  streamAddr(appId: string, liveId: number): string;
  shareAddr(appId: string, liveId: number): string;
}

/** For who has no addresses to give. */
const NO_ADDRESSES: LiveAddresses = { streamAddr: () => '', shareAddr: () => '' };

/** A map from an event's name to the messages that it makes; an event that no map names makes none. */
export type Messages = OnEvents<[facts: MessageFacts], OutgoingMessage[]>;

export const NO_FACTS: MessageFacts = { totalTickets: 0, conference: null, addresses: NO_ADDRESSES };

/** Lives that are remembered at a time; the least recently changed are forgotten first. */
const MAX_REMEMBERED_LIVES = 10_000;

/** Remembers what later messages of a live need. `take` must see every event, in the log's order. */
export class RememberedFacts {
  private readonly lives = createLruCache<string, MessageFacts>(MAX_REMEMBERED_LIVES);

  private readonly unknown: MessageFacts;

  constructor(addresses: LiveAddresses = NO_ADDRESSES) {
    this.unknown = { ...NO_FACTS, addresses };
  }

  /** Takes an event in; returns the facts for its messages, which include the event itself. */
  take(event: LoggedEvent): MessageFacts {
    if (event.type === 'ErasureCompleted') this.forget(event.meta.appId, event.data.userId);
    if (!('liveId' in event.data)) return NO_FACTS;
    const live = liveChannel(event.meta.appId, event.data.liveId);
    const before = this.lives.get(live) ?? this.unknown;
    const after = changed.get(event.type)?.(event, before) ?? before;
    if (after !== before) this.lives.set(live, after);
    return after;
  }

  /** Shows a guest who was erased as everybody else does: nothing here says who it was. */
  private forget(appId: string, userId: number): void {
    for (const [live, { conference, ...facts }] of this.lives.entries()) {
      if (conference?.guest.userId !== userId || liveOf(live)?.appId !== appId) continue;
      this.lives.set(live, { ...facts, conference: { ...conference, guest: { userId, ...PLACEHOLDER_CARD } } });
    }
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
