import type { EventMeta } from '../../domain/kernel/event.ts';
import type { EventRule, Indexes, View } from '../read-models.ts';
import { documentId } from './ids.ts';

/** How a person stands in lists of people; id `<app>.<userId>`. */
export interface ListedAs {
  appId: string;
  /** Ordered by time of registration. */
  userId: number;
  /** Has filled in a profile, is not banned and was not erased. */
  listed: boolean;
  completed: boolean;
  banned: boolean;
  erased: boolean;
  /** Has been live. */
  isAnchor: boolean;
  /** When they signed in or went live last, epoch ms. */
  activeAt: number;
}

const indexes = {
  byType: ['appId', 'listed', 'isAnchor', '-userId'],
  active: ['appId', 'listed', '-activeAt'],
} as const satisfies Indexes<ListedAs>;

export const peopleLists: View<ListedAs, typeof indexes> = {
  name: 'people-lists',
  version: 1,
  indexes,
  on: {
    UserRegistered: {
      ids: idsOfUser,
      evolve: (_, { data: { userId }, meta: { appId, at } }) => ({
        ...{ appId, userId, activeAt: at, isAnchor: false },
        ...{ listed: false, completed: false, banned: false, erased: false },
      }),
    },
    ProfileUpdated: changing((person) => {
      person.completed = true;
    }),
    UserBanned: changing((person) => {
      person.banned = true;
    }),
    UserUnbanned: changing((person) => {
      person.banned = false;
    }),
    PersonErased: changing((person) => {
      person.erased = true;
    }),
    SessionOpened: changing((person, at) => {
      person.activeAt = at;
    }),
    LiveStarted: {
      ids: (event) => [documentId(event, event.data.hostId)],
      evolve(person, { meta }) {
        if (person) Object.assign(person, { isAnchor: true, activeAt: meta.at });
        return person;
      },
    },
  },
};

interface OfUser {
  meta: EventMeta;
  data: { userId: number };
}

function idsOfUser(event: OfUser): string[] {
  return [documentId(event, event.data.userId)];
}

function changing<Event extends OfUser>(change: (person: ListedAs, at: number) => void): EventRule<ListedAs, Event> {
  return {
    ids: idsOfUser,
    evolve(person, event) {
      if (!person) return person;
      change(person, event.meta.at);
      person.listed = person.completed && !person.banned && !person.erased;
      return person;
    },
  };
}
