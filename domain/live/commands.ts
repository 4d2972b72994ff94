import type { PersonCard } from '../user/events.ts';
import type { LeaveReason, StopReason } from './events.ts';

/**
 * The actor (`meta.actor`) is who asks; host-only commands throw `NotHost` for anybody else, but for the system (actor 0). Managers may
 * mute, unmute and kick whoever is neither host nor manager.
 * A live that does not exist or was deleted or banned: `LiveNotFound`.
 */
export type LiveCommand =
  | { type: 'CreateLive'; liveId: number; roomId: number; host: PersonCard; title: string; seatCount: number }
  | { type: 'StartLive'; host: PersonCard }
  | { type: 'ChangeLive'; title: string }
  | { type: 'PauseLive' }
  | { type: 'ContinueLive' }
  | { type: 'StopLive'; reason: StopReason }
  | { type: 'BanLive'; reason: string }
  | { type: 'DeleteLive' }
  | { type: 'SetLiveVisible'; visible: boolean }
  /** `blockedByHost`: the host's block list holds the viewer. `invitationKey` of an invitation opens a full room once. */
  | { type: 'JoinLive'; viewer: PersonCard; blockedByHost: boolean; invitationKey: string }
  | { type: 'LeaveLive'; userId: number; reason: LeaveReason }
  | { type: 'LockSeat' }
  | { type: 'UnlockSeat' }
  | { type: 'Knock'; viewer: PersonCard; blockedByHost: boolean }
  | { type: 'InviteViewer'; userId: number; invitationKey: string; host: PersonCard }
  | { type: 'KickViewer'; userId: number }
  | { type: 'MuteViewer'; userId: number }
  | { type: 'UnmuteViewer'; userId: number }
  | { type: 'AppointManager'; userId: number }
  | { type: 'DismissManager'; userId: number }
  | { type: 'GiveNotice'; text: string };
