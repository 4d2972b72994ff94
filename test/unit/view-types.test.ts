import { expect } from 'chai';
import { LIVE_STATUS } from '../../domain/live/events.ts';
import type { Indexes, QueryOn, View } from '../../projections/read-models.ts';
import type { liveMembers } from '../../projections/views/live-members.ts';
import type { lives } from '../../projections/views/lives.ts';

/** What the compiler holds: an error that is expected below and does not come fails `npm run typecheck`. */
interface Room {
  appId: string;
  open: boolean;
  at: number;
  tags: string[];
}

const indexes = { newest: ['appId', 'open', '-at'] } as const satisfies Indexes<Room>;
const rooms: View<Room, typeof indexes> = { name: 'rooms', version: 1, indexes, on: {} };

/** Queries that fit. */
export const queries: QueryOn<typeof rooms>[] = [
  { index: 'newest', equals: [], limit: 1 },
  { index: 'newest', equals: [], after: 'app', limit: 1 },
  { index: 'newest', equals: ['app', true], from: 7, until: 9, offset: 1, reverse: true, limit: 1 },
  { index: 'newest', equals: ['app', true, 7], limit: 1 },
];
export const onLives: QueryOn<typeof lives> = {
  index: 'byHostAndStatus',
  equals: ['app', 1, LIVE_STATUS.playing],
  before: 7,
  limit: 1,
};
export const onMembers: QueryOn<typeof liveMembers> = {
  index: 'present',
  equals: ['app', 1, true],
  after: 7,
  limit: 1,
};

export const refused: QueryOn<typeof rooms>[] = [
  // @ts-expect-error An index that the view does not have.
  { index: 'oldest', equals: [], limit: 1 },
  // @ts-expect-error A value that its field cannot have.
  { index: 'newest', equals: [1], limit: 1 },
  // @ts-expect-error Fields in another order.
  { index: 'newest', equals: [true, 'app'], limit: 1 },
  // @ts-expect-error More values than the index has fields.
  { index: 'newest', equals: ['app', true, 7, 8], limit: 1 },
  // @ts-expect-error A bound that the next field cannot have.
  { index: 'newest', equals: ['app'], after: 7, limit: 1 },
  // @ts-expect-error A bound behind the last field.
  { index: 'newest', equals: ['app', true, 7], before: 9, limit: 1 },
  // @ts-expect-error No limit.
  { index: 'newest', equals: ['app'] },
];

// @ts-expect-error A field that the documents do not have.
export const unknownField = { byTitle: ['appId', 'title'] } as const satisfies Indexes<Room>;
// @ts-expect-error A field that is not compared.
export const listField = { byTag: ['tags'] } as const satisfies Indexes<Room>;
// @ts-expect-error An index of nothing.
export const noField = { none: [] } as const satisfies Indexes<Room>;

export const rules: View<Room>['on'] = {
  LiveStarted: {
    ids: ({ data }) => [String(data.liveId)],
    // @ts-expect-error Another event's data.
    evolve: (_, { data, meta }) => ({ appId: meta.appId, open: true, at: data.joinTime, tags: [] }),
  },
  // @ts-expect-error Nothing that happens.
  LiveSung: { ids: () => [], evolve: () => null },
};

describe('the types of views and queries', () => {
  it('are held by the compiler', () => expect(refused).to.have.length(7));
});
