import type { CommandMeta, Decider } from '../kernel/decider.ts';
import { assertNever } from '../kernel/event.ts';
import { acceptCall, callViewer, refuseCall, requestCall } from './calls.ts';
import type { ConferenceCommand } from './commands.ts';
import { type ConferenceEvent, conferenceEventTypes } from './events.ts';
import { confirmConference, ended, joinConference, quitConference, withdrawn } from './room.ts';
import { type Conference, emptyConference, evolve } from './state.ts';

export { MAX_QUEUED_CALLS } from './calls.ts';
export {
  type Call,
  type Conference,
  type CurrentConference,
  currentConference,
  evolve,
  waitingCall,
} from './state.ts';

/**
 * The conference (连麦) of one live: viewers queue or are invited, one of them at a time is connected with the host (heihei,
 * 申请连麦接口 to 连麦成功). Deadlines name the attempt that they belong to and change nothing once it is settled; a time
 * that has passed counts as passed before its deadline fires.
 */
export function decide(
  command: ConferenceCommand,
  conference: Conference,
  meta: Pick<CommandMeta, 'at' | 'actor'>,
): ConferenceEvent[] {
  switch (command.type) {
    case 'RequestCall':
      return requestCall(command, conference, meta);
    case 'CallViewer':
      return callViewer(command, conference, meta);
    case 'AcceptCall':
      return acceptCall(command, conference, meta);
    case 'RefuseCall':
      return refuseCall(command, conference, meta);
    case 'JoinConference':
      return joinConference(command, conference, meta);
    case 'ConfirmConference':
      return confirmConference(command, conference, meta);
    case 'QuitConference':
      return quitConference(command, conference, meta);
    case 'ExpireCall':
    case 'TimeOutConference':
      return passDeadline(command, conference, meta.at);
    case 'ViewerGone': {
      const { current, calls } = conference;
      const call = calls.get(command.userId);
      if (current?.guest.userId === command.userId) return [ended(conference, current, 'guest-left')];
      return call ? [withdrawn(conference, call)] : [];
    }
    case 'LiveGone': {
      const { current, calls } = conference;
      const settled = [...calls.values()].map((call) => withdrawn(conference, call));
      return current ? [...settled, ended(conference, current, 'live-stopped')] : settled;
    }
    default:
      return assertNever(command);
  }
}

function passDeadline(
  command: Extract<ConferenceCommand, { type: 'ExpireCall' | 'TimeOutConference' }>,
  conference: Conference,
  at: number,
): ConferenceEvent[] {
  const { liveId, hostId, calls, current } = conference;
  if (command.type === 'TimeOutConference') {
    const due = current?.conferenceId === command.conferenceId && !current.connected && at >= current.connectBy;
    return due ? [ended(conference, current, 'timeout')] : [];
  }
  for (const [userId, { callId, by, expiresAt }] of calls) {
    if (callId !== command.callId || at < expiresAt) continue;
    return [{ type: 'CallExpired', data: { liveId, hostId, callId, userId, by } }];
  }
  return [];
}

export const conferenceDecider: Decider<Conference, ConferenceCommand, ConferenceEvent> = {
  category: 'conference',
  eventTypes: conferenceEventTypes,
  hasPart: ({ type }) => type !== 'RefuseCall', // Refusing a call that is over concerns nobody.
  initialState: emptyConference,
  decide,
  evolve,
};
