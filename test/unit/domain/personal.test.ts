import { expect } from 'chai';
import { PERSONAL, type SalonEvent } from '../../../domain/events.ts';
import type { DomainEvent } from '../../../domain/kernel/event.ts';
import {
  namesNobody,
  notPersonal,
  type Personal,
  type PersonalFields,
  textOf,
} from '../../../domain/kernel/personal.ts';
import { eventFixtures } from '../../support/event-fixtures.ts';

const fixtures: Record<SalonEvent['type'], readonly { data: object }[]> = eventFixtures;

/** Every value in some data, by its path; items of a list are `*`. */
function valuesOf(value: unknown, path = ''): [path: string, value: unknown][] {
  if (typeof value !== 'object' || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([key, item]) => {
    const step = Array.isArray(value) ? '*' : key;
    return valuesOf(item, path === '' ? step : `${path}.${step}`);
  });
}

type Renamed = DomainEvent<'Renamed', { userId: number; to: { names: { name: string }[] }; by?: string }>;
type Counted = DomainEvent<'Counted', { count: number }>;

describe('what events say about people (domain/kernel/personal.ts)', () => {
  it('is of somebody whom the same event names', () => {
    for (const [type, events] of Object.entries(fixtures)) {
      const fields: Readonly<Record<string, Personal | typeof notPersonal>> = PERSONAL[type as SalonEvent['type']];
      for (const { data } of events) {
        const values = new Map(valuesOf(data));
        for (const [path, value] of values) {
          const field = fields[path];
          if (typeof value !== 'string' || field === undefined || field === notPersonal) continue;
          const of = values.get(field.of);
          expect(of, `${type}.${path} is of ${field.of}`).to.be.a(field.subject === 'user' ? 'number' : 'string');
        }
      }
    }
  });

  it('must be decided before an event compiles', () => {
    const complete: PersonalFields<Renamed | Counted> = {
      Renamed: { 'to.names.*.name': textOf('userId'), by: notPersonal },
      Counted: namesNobody,
    };
    // @ts-expect-error An event without a decision.
    const withoutEvent: PersonalFields<Renamed | Counted> = { Renamed: complete.Renamed };
    const withoutField: PersonalFields<Renamed> = {
      // @ts-expect-error A text without a decision.
      Renamed: { 'to.names.*.name': textOf('userId') },
    };
    const ofNobody: PersonalFields<Renamed> = {
      // @ts-expect-error A subject that the event does not name.
      Renamed: { 'to.names.*.name': textOf('hostId'), by: notPersonal },
    };
    expect([withoutEvent, withoutField, ofNobody]).to.have.length(3);
  });
});
