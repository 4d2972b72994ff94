import type { DomainEvent, EventTypes } from '../kernel/event.ts';
import { namesNobody, type PersonalFields } from '../kernel/personal.ts';

/** `relations-<app>.<userId>`: whom this user follows and blocks. */
export type UserFollowed = DomainEvent<'UserFollowed', { userId: number; targetId: number }>;
export type UserUnfollowed = DomainEvent<'UserUnfollowed', { userId: number; targetId: number }>;
export type UserBlocked = DomainEvent<'UserBlocked', { userId: number; targetId: number }>;
export type UserUnblocked = DomainEvent<'UserUnblocked', { userId: number; targetId: number }>;
export type RelationsEvent = UserFollowed | UserUnfollowed | UserBlocked | UserUnblocked;

export const relationsEventTypes: EventTypes<RelationsEvent> = {
  UserFollowed: true,
  UserUnfollowed: true,
  UserBlocked: true,
  UserUnblocked: true,
};

export const relationsPersonal: PersonalFields<RelationsEvent> = {
  UserFollowed: namesNobody,
  UserUnfollowed: namesNobody,
  UserBlocked: namesNobody,
  UserUnblocked: namesNobody,
};
