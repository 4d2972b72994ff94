import { expect } from 'chai';
import { namesNobody, textOf } from '../../domain/kernel/personal.ts';
import { cardAt, type PersonCard } from '../../domain/user/events.ts';
import {
  type Appended,
  type EventStore,
  type ExpectedRevision,
  type LoggedEvent,
  logged,
  type NewEvent,
  type Position,
  type ReadOptions,
  type SubscribeOptions,
  type Subscription,
} from '../../event-store/event-store.ts';
import type { KeyStore } from '../../event-store/keys/key-store.ts';
import { Keyring } from '../../event-store/keys/keyring.ts';
import { SealingEventStore } from '../../event-store/sealing/sealing-event-store.ts';
import { TextSealer } from '../../event-store/sealing/text-sealer.ts';

/** People who say something in the contract's events; each has a key that is made by their first event. */
const PEOPLE = 20;
/** Of data that is nearly as large as an append may be, nothing more is said. */
const MAX_CHARS = 10_000;

interface Said {
  from: PersonCard;
  saying: string;
}

/** Puts sealing over a log, as the contract's events need it: each of them says something of a person, unseen by the contract. */
export function sealedUnderTest(stored: EventStore, keys: KeyStore): EventStore {
  const keyring = new Keyring(keys);
  const texts = new TextSealer(keyring);
  const personal = { TextSent: { ...cardAt('from'), saying: textOf('from.userId') }, Other: namesNobody };
  const sealed = new SealingEventStore(stored, { keyring, texts, phoneSubject: () => 'p', personal });
  return new SayingEventStore(sealed, stored);
}

/** Adds to each event a card and a text on its way in, and takes them off on its way out if they are what they were. */
class SayingEventStore implements EventStore {
  private readonly inner: EventStore;
  private readonly stored: EventStore;

  constructor(inner: EventStore, stored: EventStore) {
    this.inner = inner;
    this.stored = stored;
  }

  append(stream: string, events: NewEvent[], options: { expected: ExpectedRevision }): Promise<Appended> {
    return this.inner.append(stream, events.map(saying), options);
  }

  async read(stream: string, options?: ReadOptions): Promise<LoggedEvent[]> {
    return heard(await this.inner.read(stream, options));
  }

  async readAll(options: { after: Position; limit?: number }): Promise<LoggedEvent[]> {
    for (const { data } of await this.stored.readAll(options)) {
      if ('saying' in data) expect(JSON.stringify(data)).not.to.match(/Person|I am/);
    }
    return heard(await this.inner.readAll(options));
  }

  async readAllBackwards(options?: { before?: Position; limit?: number }): Promise<LoggedEvent[]> {
    return heard(await this.inner.readAllBackwards(options));
  }

  subscribe(options: SubscribeOptions): Subscription {
    return this.inner.subscribe({ ...options, onBatch: (events) => options.onBatch(heard(events)) });
  }

  head(): Promise<Position> {
    return this.inner.head();
  }

  async last(): Promise<LoggedEvent | undefined> {
    const last = await this.inner.last();
    return last && heard([last])[0];
  }

  close(): Promise<void> {
    return this.inner.close();
  }
}

function saidBy(id: string): Said {
  const userId = 1 + (Number.parseInt(id.slice(0, 4), 16) % PEOPLE || 0);
  const from: PersonCard = { userId, displayName: `Person ${userId}`, gender: 'Female', birthDay: '', coverUrl: '' };
  return { from, saying: `I am ${id}` };
}

function saying(event: NewEvent): NewEvent {
  const { data, id } = event;
  const isObject = typeof data === 'object' && data !== null && !Array.isArray(data);
  const isLarge = isObject && 'text' in data && String(data.text).length > MAX_CHARS;
  return isObject && !isLarge ? { ...event, data: { ...data, ...saidBy(id) } } : event;
}

function heard(events: LoggedEvent[]): LoggedEvent[] {
  return events.map((event) => {
    const { from, saying, ...data } = event.data as unknown as Said;
    if (from === undefined) return event;
    if (event.type === ('TextSent' as string)) expect({ from, saying }).to.deep.equal(saidBy(event.id));
    return logged({ ...event, data });
  });
}
