import type { ChatConnected, ChatStopped } from '../../domain/chat/events.ts';
import type { CallInvited, CallRequested } from '../../domain/conference/events.ts';
import { POST_PURPOSE, POSTED_WITHIN_MS } from '../../domain/file/limits.ts';
import type { EventMeta } from '../../domain/kernel/event.ts';
import type { FansPushed } from '../../domain/push/events.ts';
import type { DueAccepted, DueCancelled, DueDropped, DueExpired } from '../../domain/switchboard/events.ts';
import { WIDEN_MATCH_MS } from '../../domain/switchboard/limits.ts';
import type { OrderExpired, OrderPaid, OrderRefunded } from '../../domain/topup/events.ts';
import { QUERY_AFTER_MS } from '../../domain/topup/limits.ts';
import type {
  BulletBought,
  ChatGiftBought,
  GiftBought,
  GoldRemoved,
  PurchaseRefunded,
  RenameBought,
  SubjectGiftBought,
} from '../../domain/wallet/events.ts';
import { PAYOUT_ASK_AFTER_MS } from '../../domain/withdrawal/limits.ts';
import type { LoggedEvent } from '../../event-store/event-store.ts';
import type { EventRule, Indexes, View } from '../read-models.ts';
import { documentId } from './ids.ts';

/** What is to be done at a time. */
export type JobCommand =
  | { kind: 'expire-call'; liveId: number; callId: string }
  | { kind: 'time-out-conference'; liveId: number; conferenceId: string }
  /** Calls between two people, and talks. */
  | { kind: 'expire-due'; chatId: number }
  | { kind: 'expire-match'; userId: number }
  /** Who waits for a stranger takes anybody from now on. */
  | { kind: 'widen-match'; userId: number }
  | { kind: 'chat-not-joined'; chatId: number }
  /** A lot of the wallet's gold ends. */
  | { kind: 'expire-gold'; userId: number; expiresAt: number }
  /** An order of gold that nobody has paid. */
  | { kind: 'expire-order'; orderId: string }
  /** The provider is asked whether somebody paid it. */
  | { kind: 'query-order'; orderId: string }
  /** A payout is told to the provider, or asked about. */
  | { kind: 'pay-out'; withdrawalId: string }
  /** An upload that nobody has claimed, or posted, goes. */
  | { kind: 'drop-upload'; fileId: string }
  /** After `expiresAt` (epoch ms) there is nothing left to send. */
  | { kind: 'send-code'; phoneHash: string; codeId: string; expiresAt: number }
  /** The same holds for notifications: of one person, and of the followers of a host with an id above `afterUserId`. */
  | { kind: 'push'; userId: number; pushId: string; expiresAt: number }
  | { kind: 'push-fans'; hostId: number; pushId: string; afterUserId: number; expiresAt: number };

/** An open job. The event that causes it makes it, the event that settles the matter deletes it. */
export interface OpenJob {
  appId: string;
  /** Epoch ms. */
  dueAt: number;
  command: JobCommand;
}

/** A purchase, a refund or a removal says how much is left of each lot that it touched. */
const changingLots: EventRule<
  OpenJob,
  LoggedEvent<
    GiftBought | ChatGiftBought | SubjectGiftBought | BulletBought | RenameBought | GoldRemoved | PurchaseRefunded
  >
> = {
  ids: (event) => event.data.lots?.map(({ expiresAt }) => lotId(event, event.data.userId, expiresAt)) ?? [],
  evolve(_, event, id) {
    const { userId, lots } = event.data;
    const change = lots?.find(({ expiresAt }) => lotId(event, userId, expiresAt) === id);
    if (!change || change.left === 0) return null;
    const { expiresAt } = change;
    return { appId: event.meta.appId, dueAt: expiresAt, command: { kind: 'expire-gold', userId, expiresAt } };
  },
};

const indexes = { due: ['dueAt'] } as const satisfies Indexes<OpenJob>;

/**
 * What is still to be done, as the log says. Ids: `<app>.<what>.<what it names>`, where what is call, conference, due, match, widen, chat, code,
 * lot, order, payout, push, push-fans, query or upload.
 */
export const jobs: View<OpenJob, typeof indexes> = {
  name: 'jobs',
  version: 5,
  indexes,
  on: {
    CallRequested: { ids: idsOfCall, evolve: expireCall },
    CallInvited: { ids: idsOfCall, evolve: expireCall },
    CallExpired: { ids: idsOfCall, evolve: settled },
    CallRefused: { ids: idsOfCall, evolve: settled },
    CallWithdrawn: { ids: idsOfCall, evolve: settled },
    ConferenceAccepted: {
      ids: (event) => [...idsOfCall(event), ...idsOfConference(event)],
      evolve(_, event, id) {
        const { liveId, conferenceId, connectBy } = event.data;
        if (id !== documentId(event, 'conference', conferenceId)) return null; // The call is answered.
        const { appId } = event.meta;
        return { appId, dueAt: connectBy, command: { kind: 'time-out-conference', liveId, conferenceId } };
      },
    },
    ConferenceJoined: {
      ids: (event) => (event.data.first ? idsOfConference(event) : []),
      evolve(job, event) {
        if (job) job.dueAt = event.data.connectBy;
        return job;
      },
    },
    ConferenceConnected: { ids: idsOfConference, evolve: settled },
    ConferenceEnded: { ids: idsOfConference, evolve: settled },
    ChatDue: {
      ids: (event) => [documentId(event, 'due', event.data.chatId)],
      evolve(_, { data: { chatId, expiresAt }, meta: { appId } }) {
        return { appId, dueAt: expiresAt, command: { kind: 'expire-due', chatId } };
      },
    },
    DueAccepted: settlingDue(),
    DueCancelled: settlingDue(),
    DueExpired: settlingDue(),
    DueDropped: settlingDue(),
    MatchQueued: {
      ids: (event) => idsOfMatch(event, event.data.userId),
      evolve(job, event, id) {
        const { userId, until } = event.data;
        const { appId, at } = event.meta;
        if (id === documentId(event, 'match', userId)) {
          return { appId, dueAt: until, command: { kind: 'expire-match', userId } };
        }
        return job ?? { appId, dueAt: at + WIDEN_MATCH_MS, command: { kind: 'widen-match', userId } };
      },
    },
    MatchLeft: { ids: (event) => idsOfMatch(event, event.data.userId), evolve: settled },
    ChatMatched: {
      ids: (event) => event.data.userIds.flatMap((userId) => idsOfMatch(event, userId)),
      evolve: settled,
    },
    ChatOpened: {
      ids: (event) => [documentId(event, 'chat', event.data.chatId)],
      evolve(_, { data: { chatId, joinBy }, meta: { appId } }) {
        return { appId, dueAt: joinBy, command: { kind: 'chat-not-joined', chatId } };
      },
    },
    ChatConnected: settlingChat(),
    ChatStopped: settlingChat(),
    GoldGranted: {
      ids(event) {
        const { userId, expiresAt } = event.data;
        return expiresAt === undefined ? [] : [lotId(event, userId, expiresAt)];
      },
      evolve(_, { data: { userId, expiresAt = 0 }, meta: { appId } }) {
        return { appId, dueAt: expiresAt, command: { kind: 'expire-gold', userId, expiresAt } };
      },
    },
    GoldExpired: {
      ids: (event) => [lotId(event, event.data.userId, event.data.expiresAt)],
      evolve: settled,
    },
    GiftBought: changingLots,
    ChatGiftBought: changingLots,
    SubjectGiftBought: changingLots,
    BulletBought: changingLots,
    RenameBought: changingLots,
    GoldRemoved: changingLots,
    PurchaseRefunded: changingLots,
    OrderCreated: {
      ids: (event) => idsOfOrder(event, event.data.channel !== 'apple'),
      evolve(_, event, id) {
        const { orderId, expiresAt } = event.data;
        const { appId, at } = event.meta;
        if (id === documentId(event, 'order', orderId)) {
          return { appId, dueAt: expiresAt, command: { kind: 'expire-order', orderId } };
        }
        return { appId, dueAt: at + QUERY_AFTER_MS[0], command: { kind: 'query-order', orderId } };
      },
    },
    OrderReportedPaid: {
      ids: idsOfQuery,
      evolve(job, { data: { orderId }, meta: { appId, at } }) {
        return atAnotherTime(job ?? { appId, dueAt: 0, command: { kind: 'query-order', orderId } }, at);
      },
    },
    OrderQueried: {
      ids: idsOfQuery,
      evolve: (job, { data: { nextAt } }) => (nextAt === undefined ? null : atAnotherTime(job, nextAt)),
    },
    OrderPaid: settlingOrder(),
    OrderExpired: settlingOrder(),
    OrderRefunded: settlingOrder(),
    WithdrawalApproved: {
      ids: idsOfPayout,
      evolve: (_, { data: { withdrawalId }, meta: { appId, at } }) => payOut(appId, withdrawalId, at),
    },
    // Whoever wrote this tells the provider; should it end before it hears the answer, others ask.
    PayoutStarted: {
      ids: idsOfPayout,
      evolve: (job, { meta: { at } }) => atAnotherTime(job, at + PAYOUT_ASK_AFTER_MS[0]),
    },
    PayoutAsked: {
      ids: idsOfPayout,
      evolve: (job, { data: { nextAt } }) => atAnotherTime(job, nextAt),
    },
    WithdrawalRejected: { ids: idsOfPayout, evolve: settled },
    WithdrawalPaid: { ids: idsOfPayout, evolve: settled },
    PayoutFailed: { ids: idsOfPayout, evolve: settled },
    UploadGranted: {
      ids: idsOfUpload,
      evolve: (_, { data: { fileId, dropAt }, meta: { appId } }) => ({
        appId,
        dueAt: dropAt,
        command: { kind: 'drop-upload', fileId },
      }),
    },
    // The post that a sound was claimed for may never come.
    FileClaimed: {
      ids: idsOfUpload,
      evolve: (job, { data: { purpose }, meta: { at } }) =>
        purpose === POST_PURPOSE && job ? atAnotherTime(job, Math.max(job.dueAt, at + POSTED_WITHIN_MS)) : null,
    },
    SubjectPosted: { ids: idsOfUpload, evolve: settled },
    UploadDropped: { ids: idsOfUpload, evolve: settled },
    CodeIssued: {
      ids: idsOfCode,
      evolve(_, { stream, data: { codeId, expiresAt }, meta: { appId, at } }) {
        return { appId, dueAt: at, command: { kind: 'send-code', phoneHash: phoneHashOf(stream), codeId, expiresAt } };
      },
    },
    CodeDelivered: { ids: idsOfCode, evolve: settled },
    CodeUndelivered: { ids: idsOfCode, evolve: settled },
    CodeAccepted: { ids: idsOfCode, evolve: settled },
    CodeRejected: {
      // An address that has no try left does not end the code for others. Older events do not name the address: there it ended the code.
      ids: (event) => (event.data.from === undefined && event.data.triesLeft === 0 ? idsOfCode(event) : []),
      evolve: settled,
    },
    PushRequested: {
      ids: idsOfPush,
      evolve(_, { data: { userId, pushId, expiresAt }, meta: { appId, at } }) {
        return { appId, dueAt: at, command: { kind: 'push', userId, pushId, expiresAt } };
      },
    },
    PushSettled: { ids: idsOfPush, evolve: settled },
    FansPushRequested: {
      ids: idsOfFansPush,
      evolve(_, { data: { hostId, pushId, expiresAt }, meta: { appId, at } }) {
        return { appId, dueAt: at, command: { kind: 'push-fans', hostId, pushId, afterUserId: 0, expiresAt } };
      },
    },
    FansPushed: { ids: idsOfFansPush, evolve: nextStep },
    FansPushEnded: { ids: idsOfFansPush, evolve: settled },
  },
};

interface Of<Data> {
  meta: EventMeta;
  data: Data;
}

function idsOfCall(event: Of<{ callId: string }>): string[] {
  return [documentId(event, 'call', event.data.callId)];
}

function idsOfConference(event: Of<{ conferenceId: string }>): string[] {
  return [documentId(event, 'conference', event.data.conferenceId)];
}

function idsOfMatch(event: { meta: EventMeta }, userId: number): string[] {
  return [documentId(event, 'match', userId), documentId(event, 'widen', userId)];
}

function settlingDue(): EventRule<OpenJob, LoggedEvent<DueAccepted | DueCancelled | DueExpired | DueDropped>> {
  return { ids: (event) => [documentId(event, 'due', event.data.chatId)], evolve: settled };
}

function settlingChat(): EventRule<OpenJob, LoggedEvent<ChatConnected | ChatStopped>> {
  return { ids: (event) => [documentId(event, 'chat', event.data.chatId)], evolve: settled };
}

function idsOfCode(event: { stream: string; meta: EventMeta }): string[] {
  return [documentId(event, 'code', phoneHashOf(event.stream))];
}

/** What stands for the phone in the name of its stream, `verification-<app>.<hash>`. */
function phoneHashOf(stream: string): string {
  return stream.slice(stream.indexOf('.') + 1);
}

function idsOfPush(event: Of<{ userId: number; pushId: string }>): string[] {
  return [documentId(event, 'push', `${event.data.userId}.${event.data.pushId}`)];
}

function idsOfFansPush(event: Of<{ pushId: string }>): string[] {
  return [documentId(event, 'push-fans', event.data.pushId)];
}

/** Each step is a job of its own, which its due time tells from the step before, even within a millisecond. */
function nextStep(
  job: OpenJob | null,
  { data: { afterUserId }, meta: { at } }: LoggedEvent<FansPushed>,
): OpenJob | null {
  if (job?.command.kind !== 'push-fans') return job;
  return { ...job, dueAt: Math.max(at, job.dueAt + 1), command: { ...job.command, afterUserId } };
}

function idsOfQuery(event: Of<{ orderId: string }>): string[] {
  return [documentId(event, 'query', event.data.orderId)];
}

function idsOfOrder(event: Of<{ orderId: string }>, isAsked = true): string[] {
  const { orderId } = event.data;
  return [documentId(event, 'order', orderId), ...(isAsked ? [documentId(event, 'query', orderId)] : [])];
}

function settlingOrder(): EventRule<OpenJob, LoggedEvent<OrderPaid | OrderExpired | OrderRefunded>> {
  return { ids: (event) => idsOfOrder(event), evolve: settled };
}

/** The same job at another time, which its due time tells from the one before, even within a millisecond. */
function atAnotherTime(job: OpenJob | null, dueAt: number): OpenJob | null {
  return job && { ...job, dueAt: dueAt === job.dueAt ? dueAt + 1 : dueAt };
}

function idsOfPayout(event: Of<{ withdrawalId: string }>): string[] {
  return [documentId(event, 'payout', event.data.withdrawalId)];
}

function payOut(appId: string, withdrawalId: string, dueAt: number): OpenJob {
  return { appId, dueAt, command: { kind: 'pay-out', withdrawalId } };
}

function idsOfUpload(event: Of<{ fileId: string }>): string[] {
  return [documentId(event, 'upload', event.data.fileId)];
}

function lotId(event: { meta: EventMeta }, userId: number, expiresAt: number): string {
  return documentId(event, 'lot', `${userId}.${expiresAt}`);
}

function expireCall(_: OpenJob | null, { meta, data }: LoggedEvent<CallRequested | CallInvited>): OpenJob {
  const { liveId, callId, expiresAt } = data;
  return { appId: meta.appId, dueAt: expiresAt, command: { kind: 'expire-call', liveId, callId } };
}

function settled(): null {
  return null;
}
