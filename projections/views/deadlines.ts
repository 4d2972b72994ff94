import type { View } from '../read-models.ts';
import { documentId } from './ids.ts';

/** A command to be issued at a time; deleted by the event that settles the matter. Id: `<app>.<kind>.<what it names>`. */
export type DeadlineCommand =
  | { kind: 'expire-call'; liveId: number; callId: string }
  | { kind: 'time-out-conference'; liveId: number; conferenceId: string };

export interface Deadline extends Record<string, unknown> {
  appId: string;
  /** Epoch ms. */
  dueAt: number;
  command: DeadlineCommand;
}

export const deadlines: View<Deadline> = {
  name: 'deadlines',
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
      default:
        return [];
    }
  },
  evolve(deadline, event, id) {
    const { appId } = event.meta;
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
        if (deadline) deadline.dueAt = event.data.connectBy;
        return deadline;
      case 'ConferenceConnected':
      case 'ConferenceEnded':
        return null;
      default:
        return deadline;
    }
  },
};
