import type { SalonEvent } from '../../domain/events.ts';
import type { PersonCard } from '../../domain/user/events.ts';
import type { GiftPurchase } from '../../domain/wallet/events.ts';
import type { LoggedEvent } from '../../event-store/event-store.ts';
import { type Document, rulesOf, type View } from '../../projections/read-models.ts';

/** Events for tests of views, and what views make of them. */

export const T0 = 1_700_000_000_500;

/** Folds events, the first at T0 and each a second after the one before, into the documents that they touch. */
export function given(...events: (SalonEvent & { stream?: string })[]) {
  const happened = events.map((event, at) => {
    const meta = { appId: 'app', actor: 0, at: T0 + at * 1_000, commandId: 'c' };
    return { stream: 's', ...event, id: `e${at}`, meta, revision: at, position: at + 1 } as LoggedEvent;
  });
  return {
    into<D extends Document>(view: View<D>): Record<string, D> {
      const documents = new Map<string, D>();
      const rules = rulesOf(view);
      for (const event of happened) {
        const rule = rules.get(event.type);
        for (const id of rule?.ids(event) ?? []) {
          const document = rule!.evolve(documents.get(id) ?? null, event, id, event);
          if (document) documents.set(id, document);
          else documents.delete(id);
        }
      }
      return Object.fromEntries(documents);
    },
  };
}

export const person = (userId: number): PersonCard => {
  return { userId, displayName: `P${userId}`, gender: 'Unspecified', birthDay: '', coverUrl: '' };
};
export const registered = (userId: number): SalonEvent => ({
  type: 'UserRegistered',
  data: { userId, phone: '138', heiNum: 100 + userId, displayName: 'Änne', coverUrl: '/c.jpg' },
});
export const profile = (displayName: string, renamed: boolean): SalonEvent => ({
  type: 'ProfileUpdated',
  data: {
    userId: 1,
    displayName,
    gender: 'Female',
    birthDay: '2000-01-02',
    address: 'a',
    latlng: '1,2',
    description: 'd',
    renamed,
  },
});
export const gift = { id: 1, name: 'Rose', picture: 'static', priceGold: 30, experience: 3 } as const;
export const purchase: GiftPurchase = {
  ...{ liveId: 9, roomId: 90, hostId: 2, from: person(1) },
  ...{ gift, amount: 1, units: 1, comboId: '' },
};
export const liveCreated: SalonEvent = {
  type: 'LiveCreated',
  data: { liveId: 9, roomId: 90, hostId: 2, host: person(2), title: 'first', seatCount: 8 },
};
export const liveStarted: SalonEvent = {
  type: 'LiveStarted',
  data: { liveId: 9, hostId: 2, host: person(2), title: 'begun' },
};
export const liveStopped: SalonEvent = {
  type: 'LiveStopped',
  data: { liveId: 9, roomId: 90, hostId: 2, title: 'begun', reason: 'host', totalUsers: 1, onlineUsers: 2 },
};
export const joined = (userId: number, joinTime: number, memberCount: number): SalonEvent => ({
  type: 'ViewerJoined',
  data: { liveId: 9, userId, viewer: person(userId), joinTime, byInvitation: false, memberCount },
});
export const left = (userId: number, memberCount: number): SalonEvent => ({
  type: 'ViewerLeft',
  data: { liveId: 9, userId, displayName: person(userId).displayName, reason: 'quit', memberCount },
});
export const credited: SalonEvent = {
  type: 'PointsCredited',
  data: {
    ...{ userId: 2, points: 30, pointsAfter: 40, earnedPointsAfter: 50, experienceAfter: 7, livePointsAfter: 60 },
    purchaseEventId: 'e',
    purchase: { kind: 'gift', ...purchase },
  },
};
