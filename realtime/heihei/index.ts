import { assertNever } from '../../domain/kernel/event.ts';
import type { LoggedEvent } from '../../event-store/event-store.ts';
import type { OutgoingMessage } from '../message.ts';
import { conferenceMessages } from './conference.ts';
import { type MessageFacts, NO_FACTS } from './facts.ts';
import { feedMessages } from './feed.ts';
import { liveMessages } from './live.ts';
import { walletMessages } from './wallet.ts';

/**
 * The socket messages that an event becomes, pure. At most one a channel, so that a position names one message of a
 * channel, and at most MAX_MESSAGES_PER_EVENT - 1 in all (the last number is the counters').
 */
export function messagesOf(event: LoggedEvent, facts: MessageFacts = NO_FACTS): OutgoingMessage[] {
  const { appId } = event.meta;
  switch (event.type) {
    case 'TextSaid':
    case 'Liked':
    case 'GiftShown':
    case 'BulletShown':
      return feedMessages(appId, event);
    case 'LiveCreated':
    case 'LiveStarted':
    case 'LiveTitleChanged':
    case 'LivePaused':
    case 'LiveContinued':
    case 'LiveStopped':
    case 'LiveBanned':
    case 'LiveDeleted':
    case 'LiveVisibilitySet':
    case 'ViewerJoined':
    case 'ViewerLeft':
    case 'SeatLocked':
    case 'SeatUnlocked':
    case 'ViewerKnocked':
    case 'ViewerInvited':
    case 'ViewerMuted':
    case 'ViewerUnmuted':
      return liveMessages(appId, event, facts);
    case 'CallRequested':
    case 'CallInvited':
    case 'CallExpired':
    case 'CallRefused':
    case 'CallWithdrawn':
    case 'ConferenceAccepted':
    case 'ConferenceJoined':
    case 'ConferenceConfirmed':
    case 'ConferenceConnected':
    case 'ConferenceEnded':
      return conferenceMessages(appId, event);
    case 'GoldGranted':
    case 'GoldRemoved':
    case 'GoldExpired':
    case 'GiftBought':
    case 'BulletBought':
    case 'RenameBought':
    case 'PurchaseRefunded':
    case 'PointsCredited':
    case 'WalletFrozen':
    case 'WalletUnfrozen':
      return walletMessages(appId, event);
    case 'UserRegistered':
    case 'ProfileUpdated':
    case 'SessionOpened':
    case 'SessionClosed':
    case 'UserBanned':
    case 'UserUnbanned':
    case 'IdentityClaimed':
    case 'IdentityReleased':
    case 'OrderClaimed':
    case 'CodeIssued':
    case 'CodeRejected':
    case 'CodeAccepted':
    case 'CodeDelivered':
    case 'CodeUndelivered':
    case 'UserFollowed':
    case 'UserUnfollowed':
    case 'UserBlocked':
    case 'UserUnblocked':
    case 'CommandNoted':
      return [];
    default:
      return assertNever(event);
  }
}

/** Whether an event may make a message that is kept for whoever was away: most events of a log make none, or likes alone. */
export function leavesMessages(event: LoggedEvent): boolean {
  try {
    return messagesOf(event, { ...NO_FACTS, conference: SOME_CONFERENCE }).some(
      (message) => message.class !== 'latest',
    );
  } catch {
    // Whoever makes its messages says that it can't be done.
    return true;
  }
}

const NOBODY = { userId: 0, displayName: '', gender: 'Unspecified', birthDay: '', coverUrl: '' } as const;
/** While a conference goes on, whoever joins is told of it. */
const SOME_CONFERENCE = { guest: NOBODY, connected: true };
