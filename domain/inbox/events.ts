import type { DomainEvent, EventTypes } from '../kernel/event.ts';
import { namesNobody, type PersonalFields } from '../kernel/personal.ts';

/** `inbox-<app>.<userId>`: what a person does with the list of those who wrote to them. All was read, as of this event's place in the log. */
export type InboxRead = DomainEvent<'InboxRead', { userId: number }>;
/** All of the other was seen, where there was no message to read: calls. */
export type InboxEntryRead = DomainEvent<'InboxEntryRead', { userId: number; otherId: number }>;
/** The other's entry is gone from the list, until one of the two writes again; what was written stays. */
export type InboxEntryRemoved = DomainEvent<'InboxEntryRemoved', { userId: number; otherId: number }>;
/** The notice of a call, by the position of its event, was read, or taken away. */
export type CallNoticeRead = DomainEvent<'CallNoticeRead', { userId: number; position: number }>;
export type CallNoticeRemoved = DomainEvent<'CallNoticeRemoved', { userId: number; position: number }>;

/**
 * The person has read groups, each up to and with the message `seq`. It stands here and not in the groups' own streams, so that reading costs the
 * reader alone. At most `MAX_GROUPS_OF_PERSON`.
 */
export type GroupsRead = DomainEvent<'GroupsRead', { userId: number; groups: { groupId: number; seq: number }[] }>;

export type InboxEvent =
  | InboxRead
  | InboxEntryRead
  | InboxEntryRemoved
  | CallNoticeRead
  | CallNoticeRemoved
  | GroupsRead;

export const inboxEventTypes: EventTypes<InboxEvent> = {
  InboxRead: true,
  InboxEntryRead: true,
  InboxEntryRemoved: true,
  CallNoticeRead: true,
  CallNoticeRemoved: true,
  GroupsRead: true,
};

export const inboxPersonal: PersonalFields<InboxEvent> = {
  InboxRead: namesNobody,
  InboxEntryRead: namesNobody,
  InboxEntryRemoved: namesNobody,
  CallNoticeRead: namesNobody,
  CallNoticeRemoved: namesNobody,
  GroupsRead: namesNobody,
};
