import type { Gender } from '../../domain/user/events.ts';
import type { LoggedEvent } from '../../event-store/event-store.ts';
import type { View } from '../read-models.ts';
import { documentId } from './ids.ts';

/** What others may see of a user, with its counters; id `<app>.<userId>`. */
export interface UserCard extends Record<string, unknown> {
  appId: string;
  userId: number;
  heiNum: number;
  displayName: string;
  /** Lower-cased display name, for search by prefix. */
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
}

export const userCards: View<UserCard> = {
  name: 'user-cards',
  version: 1,
  indexes: { byName: ['appId', 'nameKey'], byHeiNum: ['appId', 'heiNum'] },
  ids(event) {
    switch (event.type) {
      case 'UserRegistered':
      case 'ProfileUpdated':
      case 'UserBanned':
      case 'UserUnbanned':
      case 'GoldGranted':
      case 'GoldRemoved':
      case 'GoldExpired':
      case 'GiftBought':
      case 'BulletBought':
      case 'RenameBought':
      case 'PurchaseRefunded':
      case 'PointsCredited':
        return [documentId(event, event.data.userId)];
      case 'UserFollowed':
      case 'UserUnfollowed':
        return [documentId(event, event.data.userId), documentId(event, event.data.targetId)];
      case 'LiveStarted':
        return [documentId(event, event.data.hostId)];
      default:
        return [];
    }
  },
  evolve(card, event, id) {
    if (event.type === 'UserRegistered') return registered(event);
    return card && changed(card, event, id);
  },
};

type EventOf<Type extends LoggedEvent['type']> = Extract<LoggedEvent, { type: Type }>;

function registered({ data, meta }: EventOf<'UserRegistered'>): UserCard {
  return {
    appId: meta.appId,
    userId: data.userId,
    heiNum: data.heiNum ?? 0,
    displayName: data.displayName,
    nameKey: data.displayName.toLowerCase(),
    gender: data.gender ?? 'Unspecified',
    birthDay: data.birthDay ?? '',
    coverUrl: data.coverUrl,
    description: '',
    address: '',
    latlng: '',
    registered: false,
    renameCount: 0,
    banned: false,
    experience: 0,
    gold: 0,
    points: 0,
    outlayGold: 0,
    earnedPoints: 0,
    followerCount: 0,
    followingCount: 0,
    liveCount: 0,
    lastModified: Math.floor(meta.at / 1000),
  };
}

function changed(card: UserCard, event: LoggedEvent, id: string): UserCard {
  switch (event.type) {
    case 'ProfileUpdated':
      return updated(card, event);
    case 'UserBanned':
      card.banned = true;
      return card;
    case 'UserUnbanned':
      card.banned = false;
      return card;
    case 'UserFollowed':
    case 'UserUnfollowed': {
      const step = event.type === 'UserFollowed' ? 1 : -1;
      if (id === documentId(event, event.data.userId)) card.followingCount += step;
      else card.followerCount += step;
      return card;
    }
    case 'LiveStarted':
      card.liveCount += 1;
      return card;
    case 'GoldGranted':
    case 'GoldRemoved':
    case 'GoldExpired':
      card.gold = event.data.goldAfter;
      return card;
    case 'GiftBought':
    case 'BulletBought':
      card.experience = event.data.experienceAfter;
      card.gold = event.data.goldAfter;
      card.outlayGold += event.data.costGold;
      return card;
    case 'RenameBought':
    case 'PurchaseRefunded':
      // What was given in rooms is as the wallet counts it: renames are not in it, refunds are not taken back out.
      card.gold = event.data.goldAfter;
      return card;
    case 'PointsCredited':
      card.experience = event.data.experienceAfter;
      card.points = event.data.pointsAfter;
      card.earnedPoints = event.data.earnedPointsAfter;
      return card;
    default:
      return card;
  }
}

function updated(card: UserCard, { data, meta }: EventOf<'ProfileUpdated'>): UserCard {
  card.displayName = data.displayName;
  card.nameKey = data.displayName.toLowerCase();
  card.gender = data.gender;
  card.birthDay = data.birthDay;
  if (data.coverUrl !== undefined) card.coverUrl = data.coverUrl;
  card.description = data.description;
  card.address = data.address;
  card.latlng = data.latlng;
  card.registered = true;
  if (data.renamed) card.renameCount += 1;
  card.lastModified = Math.floor(meta.at / 1000);
  return card;
}
