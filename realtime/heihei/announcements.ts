import type { Announcement } from '../../domain/push/events.ts';
import type { LoggedEvent } from '../../event-store/event-store.ts';
import { userChannel } from '../channels.ts';
import type { Messages } from './facts.ts';

/** What the server of an app tells a person: on all of their sockets. */
export const announcementMessages: Messages = {
  Announced({ data: { userId, announcement }, meta: { appId } }) {
    if (userId === 0) return [];
    const body = { msgType: 'push', push: announced(announcement) };
    return [{ channel: userChannel(appId, userId), body, class: 'must', urgent: true }];
  },
};

/** What everybody of an app who is online gets of an event; null for nearly all of them. */
export function toEverybody(event: LoggedEvent): Record<string, unknown> | null {
  if (event.type !== 'Announced' || event.data.userId !== 0) return null;
  return { msgType: 'push', push: announced(event.data.announcement) };
}

/** As the app gets it; `ext` is the object that the server gave, or null. */
export function announced({ kind: type, title, body, attachmentUrl, ext }: Announcement) {
  return { type, title, body, attachmentUrl, ext: objectIn(ext) };
}

/** Null also where the text of an erased person was. */
function objectIn(ext: string): object | null {
  return ext === '' ? null : (JSON.parse(ext) as object);
}
