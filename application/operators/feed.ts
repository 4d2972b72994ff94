import type { OperatorRole } from '../../domain/operator/roles.ts';
import type { LoggedEvent, Position } from '../../event-store/event-store.ts';
import { type FeedEvent, feedEventFor } from './feed-events.ts';

/** Events that one feed is told of at a time (`TICK_MS` of feeds.ts), at most: 100 a second, more than anybody reads. */
export const MAX_EVENTS_PER_TICK = 25;

/** Why a feed ended: its session or token did, its operator's role changed, its client did not read, or the process stops. */
export type FeedEnd = 'signed-out' | 'role-changed' | 'too-slow' | 'stopping';

/** What a feed says. */
export type FeedFrame =
  | {
      kind: 'events';
      events: FeedEvent[];
      /** Up to which all was looked at: where a client that comes back goes on. */
      position: Position;
      /** False: more events would have fitted after the last one here than a feed tells. */
      isComplete: boolean;
    }
  | {
      kind: 'counts';
      /** How many events of each type there were since the last counts, told or not. */
      types: Record<string, number>;
      position: Position;
      /** Milliseconds since the last counts. */
      ms: number;
    }
  /** Nothing new: the connection is kept. */
  | { kind: 'idle' }
  | { kind: 'end'; reason: FeedEnd };

/** Which events a feed is about: everything that is given has to fit. */
export interface FeedWanted {
  appId?: string | undefined;
  type?: string | undefined;
}

/** Somebody who listens. */
export interface FeedClient {
  operator: { operatorId: number; role: OperatorRole };
  wanted: FeedWanted;
  /** The role that its session or token gives now; null: none. Rejects with the store's errors. */
  roleNow(): Promise<OperatorRole | null>;
  /** Takes a frame; false when what it was told before still waits to be read. */
  tell(frame: FeedFrame): boolean;
}

/** One feed: what it still has to tell, bounded. */
export class Feed {
  readonly operatorId: number;
  /** Up to which all was looked at. */
  reached: Position;
  private readonly client: FeedClient;
  private readonly role: OperatorRole;
  private events: FeedEvent[] = [];
  private isComplete = true;
  private counts = new Map<string, number>();
  private hasSpoken = true;

  constructor(client: FeedClient, reached: Position) {
    this.client = client;
    this.operatorId = client.operator.operatorId;
    this.role = client.operator.role;
    this.reached = reached;
  }

  /** Whether it would take an event of a type now. */
  takes(type: string): boolean {
    const { wanted } = this.client;
    const hasRoom = this.isComplete && this.events.length < MAX_EVENTS_PER_TICK;
    return hasRoom && (wanted.type === undefined || wanted.type === type);
  }

  /** The next event of the log; opened, if it `takes` one of this type. */
  offer(event: LoggedEvent): void {
    if (event.position <= this.reached) return;
    this.reached = event.position;
    const { appId, type } = this.client.wanted;
    if (appId !== undefined && event.meta.appId !== appId) return;
    this.counts.set(event.type, (this.counts.get(event.type) ?? 0) + 1);
    if (type !== undefined && event.type !== type) return;
    if (this.takes(event.type)) this.events.push(feedEventFor(this.role, event));
    else this.isComplete = false;
  }

  /** Says what came before it follows the log. */
  begin(events: readonly LoggedEvent[], isComplete: boolean): boolean {
    this.events = events.map((event) => feedEventFor(this.role, event));
    this.isComplete = isComplete;
    return this.flush();
  }

  /** Tells what has come since the last time; false when its client does not keep up. */
  flush(): boolean {
    if (this.events.length === 0 && this.isComplete) return true;
    const { events, isComplete, reached: position } = this;
    this.events = [];
    this.isComplete = true;
    return this.tell({ kind: 'events', events, position, isComplete });
  }

  /** Tells how many events there were in the last `ms`; nothing when there were none. */
  count(ms: number): boolean {
    if (this.counts.size === 0) return true;
    const types = Object.fromEntries(this.counts);
    this.counts = new Map();
    return this.tell({ kind: 'counts', types, position: this.reached, ms });
  }

  /** Says that it is still there, unless it has said something since the last time. */
  beat(): boolean {
    if (!this.hasSpoken) return this.client.tell({ kind: 'idle' });
    this.hasSpoken = false;
    return true;
  }

  end(reason: FeedEnd): void {
    this.client.tell({ kind: 'end', reason });
  }

  /** Why it has to end; null while its operator may listen as before. Rejects with the store's errors. */
  async reasonToEnd(): Promise<FeedEnd | null> {
    const role = await this.client.roleNow();
    if (role === this.role) return null;
    return role === null ? 'signed-out' : 'role-changed';
  }

  private tell(frame: FeedFrame): boolean {
    this.hasSpoken = true;
    return this.client.tell(frame);
  }
}
