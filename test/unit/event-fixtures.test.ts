import { expect } from 'chai';
import { allDeciders } from '../../domain/deciders.ts';
import { EVENT_TYPES, isKnownEvent, type SalonEvent } from '../../domain/events.ts';
import { emptyAggregate, evolveOnce } from '../../domain/kernel/aggregate.ts';
import { currentVersion, type EventMeta } from '../../domain/kernel/event.ts';
import { categoryOf } from '../../domain/kernel/ids.ts';
import type { RecordedEvent } from '../../event-store/event-store.ts';
import { functionsOf } from '../../event-store/on-events.ts';
import { upcastTo } from '../../event-store/upcast.ts';
import { type Document, type ReadModels, rulesOf } from '../../projections/read-models.ts';
import { allViews } from '../../projections/views/all.ts';
import { RememberedFacts } from '../../realtime/heihei/facts.ts';
import { leavesMessages, messagesOf } from '../../realtime/heihei/index.ts';
import { allReactors } from '../../workers/reactors/all.ts';
import earlierVersions from '../fixtures/events/earlier-versions.json' with { type: 'json' };
import { eventFixtures } from '../support/event-fixtures.ts';

type EventType = SalonEvent['type'];
type DataOf<Type extends EventType> = Extract<SalonEvent, { type: Type }>['data'];

/** What JSON can say of a type: a text instead of one of its literals. */
type AsJson<T> = T extends string
  ? string
  : T extends number
    ? number
    : T extends boolean
      ? boolean
      : T extends readonly (infer Item)[]
        ? readonly AsJson<Item>[]
        : { [Key in keyof T]: AsJson<T[Key]> };

/**
 * The compiler's part: every event type has a fixture, and the data in the log fits the type that today's code reads it by. If
 * this does not compile, an event has changed its shape: logs hold the old one, so the code must go on reading that.
 */
const fixtures: {
  [Type in EventType]: readonly { stream: string; data: AsJson<DataOf<Type>>; meta: AsJson<EventMeta> }[];
} = eventFixtures;

/** And no field is in the log that today's code does not know: an optional one that was renamed would be ignored in silence. */
type KeysOf<T> = T extends unknown ? keyof T : never;
type Unread = {
  [Type in EventType]: Exclude<KeysOf<(typeof eventFixtures)[Type][number]['data']>, KeysOf<DataOf<Type>>>;
};
const noneUnread: [Unread[EventType]] extends [never] ? true : Unread = true;

/** Events in versions that today's releases no longer write, by type: the compiler cannot know their shapes. */
const earlier: Readonly<Record<string, readonly { stream: string; data: unknown; meta: EventMeta }[]>> =
  earlierVersions;

/** All of them as the log hands them over, the oldest first. */
const upcast = upcastTo(EVENT_TYPES);
const events = [...Object.entries(fixtures), ...Object.entries(earlier)]
  .flatMap(([type, list]) => list.map((fixture) => ({ type, ...fixture })))
  .sort((a, b) => a.meta.at - b.meta.at)
  .map((event, n) => ({ ...event, id: `event-${n + 1}`, revision: n, position: n + 1 }))
  .map((event) => upcast(event as unknown as RecordedEvent));

/** Paths of what no reader may make of an event: numbers that are none, and whatever JSON would lose. */
function faultsIn(value: unknown, path = ''): string[] {
  if (value === undefined || (typeof value === 'number' && !Number.isFinite(value))) return [`${path} is ${value}`];
  if (typeof value === 'string') return /undefined|NaN/.test(value) ? [`${path} is ${value}`] : [];
  if (typeof value !== 'object' || value === null) return [];
  if (value instanceof Set) return [...value].flatMap((item) => faultsIn(item, `${path}.(item)`));
  const entries = value instanceof Map ? [...value] : Object.entries(value);
  return entries.flatMap(([key, item]) => [...faultsIn(key, `${path}.(key)`), ...faultsIn(item, `${path}.${key}`)]);
}

const nothingThere: ReadModels = {
  get: async () => null,
  getMany: async (_view, ids) => ids.map(() => null),
  find: async () => [],
  caughtUp: async () => true,
  position: () => events.length,
};

describe('events as the log holds them (test/fixtures/events)', () => {
  it('are there, one of each type at least', () => {
    expect(noneUnread).to.equal(true);
    for (const [type, list] of Object.entries(fixtures)) {
      expect(isKnownEvent(type), type).to.equal(true);
      expect(list, type).not.to.have.length(0);
    }
  });

  it('are there, one of each version at least that an upcaster starts from', () => {
    for (const type of Object.keys(EVENT_TYPES)) {
      const there = new Set((earlier[type] ?? []).map(({ meta }) => meta.schemaVersion ?? 1));
      const wanted = Array.from({ length: currentVersion(EVENT_TYPES, type) - 1 }, (_, i) => i + 1);
      expect([...there].sort(), `earlier versions of ${type}`).to.deep.equal(wanted);
      for (const { meta } of fixtures[type as EventType]) {
        expect(meta.schemaVersion ?? 1, type).to.equal(currentVersion(EVENT_TYPES, type));
      }
    }
  });

  it('are folded by the decider of their stream', () => {
    const deciders = new Map(allDeciders.map((decider) => [decider.category, decider]));
    const streams = new Map<string, ReturnType<typeof emptyAggregate<unknown>>>();
    for (const event of events) {
      const decider = deciders.get(categoryOf(event.stream));
      if (!decider) throw new Error(`no decider folds ${event.stream}`);
      const aggregate = streams.get(event.stream) ?? emptyAggregate(decider);
      streams.set(event.stream, aggregate);
      evolveOnce(decider, aggregate, event, event.meta);
      expect(faultsIn(aggregate.state), `${event.type} in ${event.stream}`).to.deep.equal([]);
    }
  });

  for (const view of allViews) {
    it(`are folded by the view ${view.name}`, () => {
      const documents = new Map<string, Document | null>();
      const rules = rulesOf(view);
      for (const event of events) {
        const rule = rules.get(event.type);
        for (const id of rule?.ids(event) ?? []) {
          const document = rule!.evolve(documents.get(id) ?? null, event, id, event);
          documents.set(id, document);
          expect(faultsIn({ id, document }), `${event.type} in ${view.name}`).to.deep.equal([]);
        }
      }
      expect(documents).not.to.have.property('size', 0);
    });
  }

  it('become messages', () => {
    const facts = new RememberedFacts();
    for (const event of events) {
      leavesMessages(event);
      for (const { channel, body } of messagesOf(event, facts.take(event))) {
        expect(channel, event.type).to.match(/^(user|live|fans|chat|group|friends):heihei\.\d+$/);
        expect(faultsIn(body), `message of ${event.type}`).to.deep.equal([]);
      }
    }
  });

  for (const reactor of allReactors) {
    it(`are reacted to by ${reactor.name}`, async () => {
      const reacts = functionsOf(reactor.on);
      const known = events.filter(({ type }) => reacts.has(type));
      expect(new Set(known.map(({ type }) => type))).to.have.length(reacts.size);
      for (const event of known) {
        for (const { stream, command } of await reacts.get(event.type)!(event, nothingThere)) {
          expect(stream, event.type).to.match(/^[a-z]+-heihei\.\d+$/);
          const faults = faultsIn(command).filter((fault) => !fault.endsWith(' is undefined'));
          expect(faults, `command for ${event.type}`).to.deep.equal([]);
        }
      }
    });
  }
});
