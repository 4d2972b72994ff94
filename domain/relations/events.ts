import type { DomainEvent, EventTypes } from '../kernel/event.ts';
import { namesNobody, type PersonalFields, textOf } from '../kernel/personal.ts';

/** `relations-<app>.<userId>`: whom this user follows and blocks, and who their friends are. */
export type UserFollowed = DomainEvent<'UserFollowed', { userId: number; targetId: number }>;
export type UserUnfollowed = DomainEvent<'UserUnfollowed', { userId: number; targetId: number }>;
export type UserBlocked = DomainEvent<'UserBlocked', { userId: number; targetId: number }>;
export type UserUnblocked = DomainEvent<'UserUnblocked', { userId: number; targetId: number }>;
/** `userId` asked `targetId` to be friends. */
export type FriendRequested = DomainEvent<'FriendRequested', { userId: number; targetId: number; text: string }>;
/** `targetId` did not want to. */
export type FriendRequestRefused = DomainEvent<'FriendRequestRefused', { userId: number; targetId: number }>;
/**
 * The two are friends, as the stream of `userId` has it. `isMirror`: the other's stream had it first. `how`: `targetId` accepted a request, or an
 * app's server made them friends.
 */
export type FriendAdded = DomainEvent<
  'FriendAdded',
  { userId: number; targetId: number; how: 'accepted' | 'added'; isMirror: boolean }
>;
export type FriendRemoved = DomainEvent<'FriendRemoved', { userId: number; targetId: number; isMirror: boolean }>;

export type RelationsEvent =
  | UserFollowed
  | UserUnfollowed
  | UserBlocked
  | UserUnblocked
  | FriendRequested
  | FriendRequestRefused
  | FriendAdded
  | FriendRemoved;

export const relationsEventTypes: EventTypes<RelationsEvent> = {
  UserFollowed: true,
  UserUnfollowed: true,
  UserBlocked: true,
  UserUnblocked: true,
  FriendRequested: true,
  FriendRequestRefused: true,
  FriendAdded: true,
  FriendRemoved: true,
};

export const relationsPersonal: PersonalFields<RelationsEvent> = {
  UserFollowed: namesNobody,
  UserUnfollowed: namesNobody,
  UserBlocked: namesNobody,
  UserUnblocked: namesNobody,
  FriendRequested: { text: textOf('userId') },
  FriendRequestRefused: namesNobody,
  FriendAdded: namesNobody,
  FriendRemoved: namesNobody,
};
