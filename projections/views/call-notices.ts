import type { PersonCard } from '../../domain/user/events.ts';
import type { EventRule, Indexes, View } from '../read-models.ts';
import { documentId } from './ids.ts';

/** Calls of a person that are kept; the oldest one gives way (heihei, historyMsg: at most 100). */
export const MAX_CALL_NOTICES = 100;

/** That somebody called, as the person was told. */
export interface CallNotice {
  /** Of the event in the log: it names the notice. */
  position: number;
  chatId: number;
  from: PersonCard;
  isReturn: boolean;
  isRead: boolean;
  /** Epoch ms. */
  at: number;
}

/** Who called a person lately, newest last; id `<app>.<userId>`. */
export interface CallNotices {
  notices: CallNotice[];
}

const indexes = {} as const satisfies Indexes<CallNotices>;

export const callNotices: View<CallNotices, typeof indexes> = {
  name: 'call-notices',
  version: 1,
  indexes,
  on: {
    ChatDue: {
      ids: (event) => [documentId(event, event.data.toId)],
      evolve(kept, { position, data: { chatId, from, isReturn }, meta: { at } }) {
        const notice = { position, chatId, from: { ...from }, isReturn, isRead: false, at };
        return { notices: [...(kept?.notices ?? []), notice].slice(-MAX_CALL_NOTICES) };
      },
    },
    CallNoticeRead: changing((notices, { position }) => reading(notices, (notice) => notice.position === position)),
    CallNoticeRemoved: changing((notices, { position }) => notices.filter((notice) => notice.position !== position)),
    InboxRead: changing((notices) => reading(notices, () => true)),
  },
};

function changing<Event extends { meta: { appId: string }; data: { userId: number } }>(
  change: (notices: CallNotice[], data: Event['data']) => CallNotice[],
): EventRule<CallNotices, Event & Parameters<typeof documentId>[0]> {
  return {
    ids: (event) => [documentId(event, event.data.userId)],
    evolve: (kept, { data }) => (kept ? { notices: change(kept.notices, data) } : null),
  };
}

function reading(notices: CallNotice[], isRead: (notice: CallNotice) => boolean): CallNotice[] {
  return notices.map((notice) => (isRead(notice) ? { ...notice, isRead: true } : notice));
}
