import type { LoggedEvent } from '../../event-store/event-store.ts';
import type { View } from '../read-models.ts';
import { documentId } from './ids.ts';

/** What is to be done at a time. */
export type JobCommand =
  | { kind: 'expire-call'; liveId: number; callId: string }
  | { kind: 'time-out-conference'; liveId: number; conferenceId: string }
  /** A lot of the wallet's gold ends. */
  | { kind: 'expire-gold'; userId: number; expiresAt: number }
  /** After `expiresAt` (epoch ms) there is nothing left to send. */
  | { kind: 'send-code'; phone: string; codeId: string; expiresAt: number };

/** An open job: made by the event that causes it, deleted by the event that settles the matter. */
export interface OpenJob extends Record<string, unknown> {
  appId: string;
  /** Epoch ms. */
  dueAt: number;
  command: JobCommand;
}

/** What is still to be done, as the log says. Ids: `<app>.<call|conference|code|lot>.<what it names>`. */
export const jobs: View<OpenJob> = {
  name: 'jobs',
  version: 1,
  indexes: { due: ['dueAt'] },
  ids(event) {
    switch (event.type) {
      case 'CallRequested':
      case 'CallInvited':
      case 'CallExpired':
      case 'CallRefused':
      case 'CallWithdrawn':
        return [documentId(event, 'call', event.data.callId)];
      case 'ConferenceAccepted':
        return [documentId(event, 'call', event.data.callId), documentId(event, 'conference', event.data.conferenceId)];
      case 'ConferenceJoined':
        return event.data.first ? [documentId(event, 'conference', event.data.conferenceId)] : [];
      case 'ConferenceConnected':
      case 'ConferenceEnded':
        return [documentId(event, 'conference', event.data.conferenceId)];
      case 'GoldGranted': {
        const { userId, expiresAt } = event.data;
        return expiresAt === undefined ? [] : [lotId(event, userId, expiresAt)];
      }
      case 'GoldExpired':
        return [lotId(event, event.data.userId, event.data.expiresAt)];
      case 'GiftBought':
      case 'BulletBought':
      case 'RenameBought':
      case 'GoldRemoved':
      case 'PurchaseRefunded': {
        const { userId, lots } = event.data;
        return lots?.map(({ expiresAt }) => lotId(event, userId, expiresAt)) ?? [];
      }
      case 'CodeIssued':
      case 'CodeDelivered':
      case 'CodeUndelivered':
      case 'CodeAccepted':
        return [documentId(event, 'code', event.data.phone)];
      case 'CodeRejected':
        // Of all who try it, one who has no try left does not end the code; in old logs that is not told apart.
        return event.data.from === undefined && event.data.triesLeft === 0
          ? [documentId(event, 'code', event.data.phone)]
          : [];
      default:
        return [];
    }
  },
  evolve(job, event, id) {
    const { appId, at } = event.meta;
    switch (event.type) {
      case 'CallRequested':
      case 'CallInvited': {
        const { liveId, callId, expiresAt } = event.data;
        return { appId, dueAt: expiresAt, command: { kind: 'expire-call', liveId, callId } };
      }
      case 'CallExpired':
      case 'CallRefused':
      case 'CallWithdrawn':
        return null;
      case 'ConferenceAccepted': {
        const { liveId, conferenceId, connectBy } = event.data;
        if (id !== documentId(event, 'conference', conferenceId)) return null; // The call is answered.
        return { appId, dueAt: connectBy, command: { kind: 'time-out-conference', liveId, conferenceId } };
      }
      case 'ConferenceJoined':
        if (job) job.dueAt = event.data.connectBy;
        return job;
      case 'ConferenceConnected':
      case 'ConferenceEnded':
        return null;
      case 'CodeIssued': {
        const { phone, codeId, expiresAt } = event.data;
        return { appId, dueAt: at, command: { kind: 'send-code', phone, codeId, expiresAt } };
      }
      case 'GoldGranted': {
        const { userId, expiresAt = 0 } = event.data;
        return { appId, dueAt: expiresAt, command: { kind: 'expire-gold', userId, expiresAt } };
      }
      case 'GoldExpired':
        return null;
      case 'GiftBought':
      case 'BulletBought':
      case 'RenameBought':
      case 'GoldRemoved':
      case 'PurchaseRefunded': {
        const { userId, lots } = event.data;
        const change = lots?.find(({ expiresAt }) => lotId(event, userId, expiresAt) === id);
        if (!change || change.left === 0) return null;
        const { expiresAt } = change;
        return { appId, dueAt: expiresAt, command: { kind: 'expire-gold', userId, expiresAt } };
      }
      case 'CodeDelivered':
      case 'CodeUndelivered':
      case 'CodeAccepted':
      case 'CodeRejected':
        return null;
      default:
        return job;
    }
  },
};

function lotId(event: LoggedEvent, userId: number, expiresAt: number): string {
  return documentId(event, 'lot', `${userId}.${expiresAt}`);
}
