import { PERSONAL } from '../../domain/events.ts';
import { assert } from '../../domain/kernel/assert.ts';
import type { AnyPersonalFields, Personal, PersonalKind } from '../../domain/kernel/personal.ts';
import {
  type ErasureCompleted,
  type PersonCard,
  type PersonErased,
  PLACEHOLDER_CARD,
} from '../../domain/user/events.ts';
import {
  type Appended,
  type AtomicAppends,
  type EventStore,
  type ExpectedRevision,
  type LoggedEvent,
  logged,
  type NewEvent,
  type Position,
  type ReadOptions,
  type StoreStatus,
  type StreamAppend,
  type SubscribeOptions,
  type Subscription,
} from '../event-store.ts';
import { type KeyId, type Subject, type SubjectKey, userSubject } from '../keys/key-store.ts';
import type { Keyring } from '../keys/keyring.ts';
import { dataText } from '../limits.ts';
import { Opening } from './opening.ts';
import { personOfReason, reasonReplaced } from './operator-reason.ts';
import { type PersonalPlan, plansOf, type Visitor } from './personal-plan.ts';
import { openedCard, saysSomething, sealedCard } from './sealed-card.ts';
import type { TextSealer } from './text-sealer.ts';
import { WaitingAppends } from './waiting-appends.ts';

export interface SealingOptions {
  keyring: Keyring;
  texts: TextSealer;
  /** The subject of a phone that has no account yet: by a keyed hash. */
  phoneSubject(appId: string, phone: string): Subject;
  /** What is personal, by type of event; default Salon's. */
  personal?: AnyPersonalFields;
}

/** Where the sealed data of an event of this process keeps what it was made of: its subscribers need not open it again. */
const OPENED = Symbol('opened');

interface SealedData {
  /** `event`: what the first subscriber was given, for the others. */
  [OPENED]?: { data: object; generation: number; event?: LoggedEvent };
}

/**
 * A log whose personal texts are sealed under the keys of the people that they are about (`PERSONAL`), over a log that holds them so. Callers
 * neither see nor need anything of it: what comes out is what went in, or the placeholders of people who were erased. Keeps every promise
 * of the port: keys are durable before the events that need them, and appends to one stream stay in the order of their calls. Rejects with
 * `StoreUnavailableError` where a key is needed and the key store does not answer.
 */
export class SealingEventStore implements EventStore {
  /** The log as it is stored. */
  readonly sealed: EventStore;
  private readonly keyring: Keyring;
  private readonly texts: TextSealer;
  private readonly phoneSubject: SealingOptions['phoneSubject'];
  private readonly plans: ReadonlyMap<string, PersonalPlan>;
  private readonly waiting = new WaitingAppends();
  /** Counted up when a key is dropped: data that was kept opened is not used any more. */
  private generation = 0;
  readonly status?: () => StoreStatus;
  readonly atomic?: AtomicAppends;

  constructor(sealed: EventStore, { keyring, texts, phoneSubject, personal = PERSONAL }: SealingOptions) {
    this.sealed = sealed;
    this.keyring = keyring;
    this.texts = texts;
    this.phoneSubject = phoneSubject;
    this.plans = plansOf(personal);
    keyring.whenForgotten(() => this.generation++);
    if (sealed.status) this.status = () => sealed.status!();
    const { atomic } = sealed;
    if (atomic) {
      this.atomic = {
        nextPosition: () => atomic.nextPosition(),
        prepare: (appends) => this.prepare(appends),
        append: (prepared, position) => atomic.append(prepared, position),
      };
    }
  }

  append(stream: string, events: NewEvent[], options: { expected: ExpectedRevision }): Promise<Appended> {
    const called = { stream, count: events.length, expected: options.expected };
    const sealed = this.waiting.isWaiting(stream) ? null : this.seal(events, NO_KEYS);
    if (sealed) return this.waiting.heed(called, this.sealed.append(stream, sealed, options));
    try {
      const kept = events.map(copied);
      const ready = async () => this.seal(kept, NO_KEYS) ?? this.seal(kept, await this.keysFor(kept))!;
      return this.waiting.add(called, ready, (events) => this.sealed.append(stream, events, options));
    } catch (error) {
      return Promise.reject(error);
    }
  }

  private prepare(appends: readonly StreamAppend[]): readonly StreamAppend[] | Promise<unknown> {
    if (appends.some(({ stream }) => this.waiting.isWaiting(stream))) return this.waiting.issued();
    const prepared: StreamAppend[] = [];
    for (const append of appends) {
      const events = this.seal(append.events, NO_KEYS);
      if (!events) return this.keysFor(appends.flatMap(({ events }) => events));
      prepared.push({ ...append, events });
    }
    return prepared;
  }

  async read(stream: string, options?: ReadOptions): Promise<LoggedEvent[]> {
    return this.openEvents(await this.sealed.read(stream, options));
  }

  async readAll(options: { after: Position; limit?: number }): Promise<LoggedEvent[]> {
    return this.openEvents(await this.sealed.readAll(options));
  }

  async readAllBackwards(options?: { before?: Position; limit?: number }): Promise<LoggedEvent[]> {
    return this.openEvents(await this.sealed.readAllBackwards(options));
  }

  subscribe({ onBatch, reads = all, ...options }: SubscribeOptions): Subscription {
    return this.sealed.subscribe({
      ...options,
      onBatch: (events) => {
        for (const event of events) if (isErasure(event)) this.forget(event);
        const opening = new Opening(this.texts);
        const opened = events.map((event) => (reads(event) ? this.open(event, opening) : event));
        // Keys take time, and by then `reads` may answer otherwise: then all are opened.
        return opening.missing.size === 0 ? onBatch(opened) : this.openEvents(events).then(onBatch);
      },
    });
  }

  head(): Promise<Position> {
    return this.sealed.head();
  }

  async last(): Promise<LoggedEvent | undefined> {
    const last = await this.sealed.last();
    return last && (await this.openEvents([last]))[0];
  }

  async close(): Promise<void> {
    await this.waiting.issued();
    await this.sealed.close();
  }

  /** Events as the log holds them, opened. */
  async openEvents(events: LoggedEvent[]): Promise<LoggedEvent[]> {
    const opening = new Opening(this.texts);
    const opened = events.map((event) => this.open(event, opening));
    return opening.missing.size === 0 ? opened : this.openWith(opening.missing, events);
  }

  private async openWith(missing: ReadonlySet<KeyId>, events: LoggedEvent[]): Promise<LoggedEvent[]> {
    const opening = new Opening(this.texts, await this.keyring.keysById(missing));
    return events.map((event) => this.open(event, opening));
  }

  private open(event: LoggedEvent, opening: Opening): LoggedEvent {
    const meta = reasonReplaced(event.meta, null, opening);
    const plan = this.plans.get(event.type);
    if (!plan) return meta === event.meta ? event : logged({ ...event, meta });
    const kept = (event.data as SealedData)[OPENED];
    if (kept && kept.generation === this.generation) {
      if (kept.event?.position !== event.position) kept.event = logged({ ...event, meta, data: kept.data });
      return kept.event;
    }
    const data = plan.replace(event.data, opening);
    return data === event.data && meta === event.meta ? event : logged({ ...event, meta, data });
  }

  /** The events sealed, under keys that are in memory or `keys`; null when one is in neither. */
  private seal(events: NewEvent[], keys: ReadonlyMap<string, SubjectKey>): NewEvent[] | null {
    const sealed: NewEvent[] = [];
    for (const event of events) {
      const plan = this.plans.get(event.type);
      const person = personOfReason(event);
      if (!plan && person === null) {
        sealed.push(event);
        continue;
      }
      const sealing = new Sealing(this.texts, (of, subject) => this.keyOf(event.meta.appId, of, subject, keys));
      const given = event.data as object;
      const data: SealedData & object = plan?.replace(given, sealing) ?? given;
      const meta = person === null ? event.meta : reasonReplaced(event.meta, person, sealing);
      if (!sealing.isComplete) return null;
      const isChanged = data !== given;
      if (isChanged && !sealing.leftOut) data[OPENED] = { data: given, generation: this.generation };
      sealed.push(isChanged || meta !== event.meta ? { ...event, meta, data } : event);
    }
    return sealed;
  }

  private keyOf(
    appId: string,
    of: unknown,
    subject: Personal['subject'],
    keys: ReadonlyMap<string, SubjectKey>,
  ): SubjectKey | undefined {
    const name = this.subjectOf(appId, of, subject);
    return this.keyring.held(appId, name) ?? keys.get(`${appId} ${name}`);
  }

  /** The keys of somebody who is erased are destroyed, by whichever process carries it out. */
  private forget({ data, meta }: Erasure): void {
    this.keyring.forget(meta.appId, [userSubject(data.userId)]);
  }

  private subjectOf(appId: string, of: unknown, subject: Personal['subject']): Subject {
    if (subject === 'phone') return this.phoneSubject(appId, String(of));
    assert(typeof of === 'number', 'an event names the person that its texts are about');
    return userSubject(of);
  }

  private async keysFor(events: NewEvent[]): Promise<Map<string, SubjectKey>> {
    const wanted = new Map<string, Set<Subject>>();
    for (const event of events) {
      const { type, data, meta } = event;
      const want = (of: unknown, subject: Personal['subject']) => {
        const subjects = wanted.get(meta.appId) ?? new Set();
        wanted.set(meta.appId, subjects.add(this.subjectOf(meta.appId, of, subject)));
      };
      const person = personOfReason(event);
      if (person !== null) want(person, 'user');
      this.plans.get(type)?.replace(data as object, {
        text(text, _kind, of, subject) {
          if (text !== '') want(of, subject);
          return text;
        },
        card(card, of) {
          if (saysSomething(card as PersonCard)) want(of, 'user');
          return card;
        },
      });
    }
    const keys = new Map<string, SubjectKey>();
    for (const [appId, subjects] of wanted) {
      for (const [subject, key] of await this.keyring.keysOf(appId, subjects)) keys.set(`${appId} ${subject}`, key);
    }
    return keys;
  }
}

/** Seals the texts of one event; most of them are about one person. */
class Sealing implements Visitor {
  /** False once a key was not at hand. */
  isComplete = true;
  /** True once something was about a person who is erased: it is not written. */
  leftOut = false;
  private readonly texts: TextSealer;
  private readonly keyOf: (of: unknown, subject: Personal['subject']) => SubjectKey | undefined;
  private lastOf: unknown;
  private lastKey: SubjectKey | undefined;

  constructor(texts: TextSealer, keyOf: Sealing['keyOf']) {
    this.texts = texts;
    this.keyOf = keyOf;
  }

  text(text: string, kind: PersonalKind, of: unknown, subject: Personal['subject']): string {
    if (text === '') return text;
    const key = this.key(of, subject);
    return key ? this.texts.seal(key, kind, text) : text;
  }

  card(card: object, of: unknown): object {
    const key = saysSomething(card as PersonCard) ? this.key(of, 'user') : undefined;
    if (!key) return card;
    const sealed = this.texts.sealCard(key, card as PersonCard);
    return sealed === null ? openedCard(card, PLACEHOLDER_CARD) : sealedCard(card, sealed);
  }

  private key(of: unknown, subject: Personal['subject']): SubjectKey | undefined {
    if (!this.lastKey || this.lastOf !== of) {
      this.lastOf = of;
      this.lastKey = this.keyOf(of, subject);
      if (!this.lastKey) this.isComplete = false;
      else if (this.lastKey.secret === null) this.leftOut = true;
    }
    return this.lastKey;
  }
}

/** An event as it is now: its caller may go on using its objects. Throws `RangeError` for data that no log takes. */
function copied(event: NewEvent): NewEvent {
  return { ...event, data: JSON.parse(dataText(event.data)) };
}

type Erasure = LoggedEvent<PersonErased | ErasureCompleted>;

function isErasure(event: LoggedEvent): event is Erasure {
  return event.type === 'PersonErased' || event.type === 'ErasureCompleted';
}

const all = () => true;

const NO_KEYS: ReadonlyMap<string, SubjectKey> = new Map();
