import type { DomainEvent, EventTypes } from '../kernel/event.ts';
import { type PersonalFields, textOf } from '../kernel/personal.ts';

/** Who is told: a person, both in a talk, or everybody in a room. */
export const NOTICE_AUDIENCES = ['user', 'chat', 'live'] as const;
export type NoticeAudience = (typeof NOTICE_AUDIENCES)[number];

/**
 * `notice-<app>.<audience>.<id>`: what the server of an app sends over the sockets of its clients. `message`: JSON of an object, which goes
 * out as it is. `userId`: the person who is told, the room's host, or one of the talk, by whose key the log keeps it.
 */
export type ServerMessageSent = DomainEvent<
  'ServerMessageSent',
  { audience: NoticeAudience; targetId: number; userId: number; message: string }
>;
export type NoticeEvent = ServerMessageSent;

export const noticeEventTypes: EventTypes<NoticeEvent> = { ServerMessageSent: true };

export const noticePersonal: PersonalFields<NoticeEvent> = { ServerMessageSent: { message: textOf('userId') } };
