import type { Honour } from '../../domain/honours/events.ts';
import type { EventMeta } from '../../domain/kernel/event.ts';
import { PLACEHOLDERS } from '../../domain/kernel/personal.ts';
import type { UserFollowed, UserUnfollowed } from '../../domain/relations/events.ts';
import type { Gender, PersonErased, ProfileUpdated, UserRegistered } from '../../domain/user/events.ts';
import type {
  BulletBought,
  ChatGiftBought,
  ChatPointsCredited,
  GiftBought,
  PointsCredited,
  PointsHeld,
  PointsReleased,
  SubjectGiftBought,
  SubjectPointsCredited,
} from '../../domain/wallet/events.ts';
import type { LoggedEvent } from '../../event-store/event-store.ts';
import type { EventRule, Indexes, View } from '../read-models.ts';
import { documentId } from './ids.ts';

/** What others may see of a user, with its counters; id `<app>.<userId>`. */
export interface UserCard {
  appId: string;
  userId: number;
  heiNum: number;
  displayName: string;
  /** Lower-cased display name, readable, for search by prefix; '' of somebody who was erased. */
  nameKey: string;
  gender: Gender;
  birthDay: string;
  coverUrl: string;
  description: string;
  address: string;
  latlng: string;
  /** False until the first profile update: the client then shows its registration page. */
  registered: boolean;
  renameCount: number;
  banned: boolean;
  /** Was erased: nothing here says who it was. */
  erased: boolean;
  experience: number;
  gold: number;
  points: number;
  outlayGold: number;
  earnedPoints: number;
  followerCount: number;
  followingCount: number;
  liveCount: number;
  /** Epoch seconds of the last profile change. */
  lastModified: number;
  honours: ShownHonour[];
}

/** What a person is distinguished by. */
export interface ShownHonour {
  honour: Honour;
  /** '' in the view; the address of its sign once it is shown. */
  picture: string;
}

const indexes = { byName: ['appId', 'nameKey'], byHeiNum: ['appId', 'heiNum'] } as const satisfies Indexes<UserCard>;

export const userCards: View<UserCard, typeof indexes> = {
  name: 'user-cards',
  version: 4,
  indexes,
  on: {
    UserRegistered: {
      opens: true,
      ids: idsOfUser,
      evolve: (_, event, _id, opened) => ({ ...registered(event), nameKey: nameKeyOf(opened) }),
    },
    ProfileUpdated: {
      opens: true,
      ids: idsOfUser,
      evolve(card, event, _id, opened) {
        if (card) update(card, event, nameKeyOf(opened));
        return card;
      },
    },
    UserBanned: changing((card) => {
      card.banned = true;
    }),
    UserUnbanned: changing((card) => {
      card.banned = false;
    }),
    HonourGranted: changing((card, { data }) => {
      card.honours.push({ honour: data.honour, picture: '' });
    }),
    HonourRemoved: changing((card, { data }) => {
      card.honours = card.honours.filter(({ honour }) => honour !== data.honour);
    }),
    PersonErased: changing(erase),
    UserFollowed: counting(1),
    UserUnfollowed: counting(-1),
    LiveStarted: {
      ids: (event) => [documentId(event, event.data.hostId)],
      evolve(card) {
        if (card) card.liveCount += 1;
        return card;
      },
    },
    GoldGranted: changing(setGold),
    GoldRemoved: changing(setGold),
    GoldExpired: changing(setGold),
    GiftBought: changing(spend),
    ChatGiftBought: changing(spend),
    SubjectGiftBought: changing(spend),
    BulletBought: changing(spend),
    // `outlayGold` counts as the wallet does: what was given in rooms, without renames; refunds are not subtracted.
    RenameBought: changing(setGold),
    PurchaseRefunded: changing(setGold),
    PointsCredited: changing(earn),
    ChatPointsCredited: changing(earn),
    SubjectPointsCredited: changing(earn),
    PointsExchanged: changing((card, { data }) => {
      card.points = data.pointsAfter;
      card.gold = data.goldAfter;
    }),
    PointsHeld: changing(setPoints),
    PointsReleased: changing(setPoints),
  },
};

function setPoints(card: UserCard, { data }: LoggedEvent<PointsHeld | PointsReleased>): void {
  card.points = data.pointsAfter;
}

interface OfUser {
  meta: EventMeta;
  data: { userId: number };
}

function idsOfUser(event: OfUser): string[] {
  return [documentId(event, event.data.userId)];
}

/** The rule of an event that changes its user's card; it does nothing when there is no card. */
function changing<Event extends OfUser>(change: (card: UserCard, event: Event) => void): EventRule<UserCard, Event> {
  return {
    ids: idsOfUser,
    evolve(card, event) {
      if (card) change(card, event);
      return card;
    },
  };
}

/** The rule of following and unfollowing: the cards of both users count it. */
function counting(step: 1 | -1): EventRule<UserCard, LoggedEvent<UserFollowed | UserUnfollowed>> {
  return {
    ids: (event) => [documentId(event, event.data.userId), documentId(event, event.data.targetId)],
    evolve(card, event, id) {
      if (card && id === documentId(event, event.data.userId)) card.followingCount += step;
      else if (card) card.followerCount += step;
      return card;
    },
  };
}

function setGold(card: UserCard, { data }: OfUser & { data: { goldAfter: number } }): void {
  card.gold = data.goldAfter;
}

function spend(
  card: UserCard,
  { data }: LoggedEvent<GiftBought | ChatGiftBought | SubjectGiftBought | BulletBought>,
): void {
  card.experience = data.experienceAfter;
  card.gold = data.goldAfter;
  card.outlayGold += data.costGold;
}

function earn(
  card: UserCard,
  { data }: LoggedEvent<PointsCredited | ChatPointsCredited | SubjectPointsCredited>,
): void {
  card.experience = data.experienceAfter;
  card.points = data.pointsAfter;
  card.earnedPoints = data.earnedPointsAfter;
}

/** The one readable thing of a card: a search by prefix cannot look into sealed names. */
function nameKeyOf({ data }: LoggedEvent<UserRegistered | ProfileUpdated>): string {
  return data.displayName.toLowerCase();
}

function registered({ data, meta }: LoggedEvent<UserRegistered>): UserCard {
  return {
    appId: meta.appId,
    userId: data.userId,
    heiNum: data.heiNum ?? 0,
    displayName: data.displayName,
    nameKey: '',
    gender: data.gender ?? 'Unspecified',
    birthDay: data.birthDay ?? '',
    coverUrl: data.coverUrl,
    description: '',
    address: '',
    latlng: '',
    registered: false,
    renameCount: 0,
    banned: false,
    erased: false,
    experience: 0,
    gold: 0,
    points: 0,
    outlayGold: 0,
    earnedPoints: 0,
    followerCount: 0,
    followingCount: 0,
    liveCount: 0,
    lastModified: Math.floor(meta.at / 1000),
    honours: [],
  };
}

function update(card: UserCard, { data, meta }: LoggedEvent<ProfileUpdated>, nameKey: string): void {
  card.displayName = data.displayName;
  card.nameKey = nameKey;
  card.gender = data.gender;
  card.birthDay = data.birthDay;
  if (data.coverUrl !== undefined) card.coverUrl = data.coverUrl;
  card.description = data.description;
  card.address = data.address;
  card.latlng = data.latlng;
  card.registered = true;
  if (data.renamed) card.renameCount += 1;
  card.lastModified = Math.floor(meta.at / 1000);
}

/** Leaves what the ledger and lists need: counters, gold and points. `nameKey` is '', so that no search finds the person. */
function erase(card: UserCard, { meta }: LoggedEvent<PersonErased>): void {
  card.erased = true;
  card.heiNum = 0;
  card.displayName = PLACEHOLDERS.name;
  card.nameKey = '';
  card.gender = 'Unspecified';
  card.birthDay = '';
  card.coverUrl = '';
  card.description = '';
  card.address = '';
  card.latlng = '';
  card.honours = [];
  card.lastModified = Math.floor(meta.at / 1000);
}
