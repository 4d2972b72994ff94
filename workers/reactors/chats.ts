import { openChatFor } from '../../domain/chat/commands.ts';
import { chatDecider } from '../../domain/chat/decider.ts';
import { chatStream, switchboardStream } from '../../domain/streams.ts';
import { switchboardDecider } from '../../domain/switchboard/decider.ts';
import type { ChatMatched, DueAccepted, PartReason } from '../../domain/switchboard/events.ts';
import { type Reaction, type Reactor, reaction } from '../reactor.ts';

/** Two people who were joined get their talk. The use case that joined them has opened it already, unless it was cut short. */
export const openChat: Reactor = {
  name: 'open-chat',
  on: {
    DueAccepted: ({ data, meta }) => [open(meta.appId, data)],
    ChatMatched: ({ data, meta }) => [open(meta.appId, data)],
  },
};

function open(appId: string, joined: DueAccepted['data'] | ChatMatched['data']): Reaction {
  return reaction(chatDecider, chatStream(appId, joined.chatId), openChatFor(joined));
}

/** A talk that the switchboard breaks off ends. It was opened before, since one group does both, in the log's order. */
export const breakChat: Reactor = {
  name: 'break-chat',
  on: {
    TalkBroken: ({ data: { chatId, reason }, meta: { appId } }) => [
      reaction(chatDecider, chatStream(appId, chatId), { type: 'BreakChat', reason }),
    ],
  },
};

/** Once a talk is over, both can be called again. */
export const freeLine: Reactor = {
  name: 'free-line',
  on: {
    ChatStopped: ({ data: { chatId }, meta: { appId } }) => [
      reaction(switchboardDecider, switchboardStream(appId), { type: 'FreeLine', chatId }),
    ],
  },
};

/** Who blocks somebody, is banned or erased, or goes live ends what they have with others: calls, the wait for a stranger, a talk. */
export const partPeople: Reactor = {
  name: 'part-people',
  on: {
    UserBlocked: ({ data: { userId, targetId }, meta }) => part(meta.appId, userId, 'blocked', targetId),
    UserBanned: ({ data: { userId }, meta }) => part(meta.appId, userId, 'banned'),
    PersonErased: ({ data: { userId }, meta }) => part(meta.appId, userId, 'erased'),
    LiveStarted: ({ data: { hostId }, meta }) => part(meta.appId, hostId, 'live'),
  },
};

function part(appId: string, userId: number, reason: PartReason, otherId?: number): Reaction[] {
  const command = { type: 'PartPeople', userId, reason, ...(otherId !== undefined && { otherId }) } as const;
  return [reaction(switchboardDecider, switchboardStream(appId), command)];
}
