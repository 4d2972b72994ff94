import { type Device, devicesDecider } from '../../domain/devices/decider.ts';
import { groupDecider } from '../../domain/group/decider.ts';
import type { Clock } from '../../domain/kernel/clock.ts';
import { liveDecider } from '../../domain/live/decider.ts';
import { LIVE_STATUS } from '../../domain/live/events.ts';
import { isKnownTo } from '../../domain/policy/lives.ts';
import { obstacleToReaching } from '../../domain/policy/people.ts';
import type { Occasion } from '../../domain/push/occasions.ts';
import { relationsDecider } from '../../domain/relations/decider.ts';
import {
  devicesStream,
  groupStream,
  liveStream,
  pushTokenStream,
  relationsStream,
  switchboardStream,
  userStream,
} from '../../domain/streams.ts';
import { switchboardDecider } from '../../domain/switchboard/decider.ts';
import { isSessionValid, userDecider } from '../../domain/user/decider.ts';
import type { CommandHandler } from '../../event-store/command-handler.ts';
import type { EventStore } from '../../event-store/event-store.ts';
import type { OnlineUsers } from '../online-users.ts';

/** What is asked before somebody is notified. */
export interface ReachOptions {
  commands: CommandHandler;
  log: Pick<EventStore, 'read'>;
  clock: Clock;
  online: Pick<OnlineUsers, 'isOnline'>;
}

/**
 * The phones on which a person is to be notified of an occasion now; none when they are online, have switched notifications off, may not
 * be reached by who causes it, or the moment has passed. Only phones whose session is open.
 */
export async function phonesToNotify(
  { commands, clock, online }: ReachOptions,
  appId: string,
  userId: number,
  { to, fromUserId, liveId, chatId, tokenHashes }: Occasion,
): Promise<Device[]> {
  // Most people have no phone registered: ask for that first.
  const { state: own } = await commands.load(devicesDecider, devicesStream(appId, userId));
  if (own.devices.size === 0) return [];
  const devices = [...own.devices.values()].filter((one) => tokenHashes?.includes(one.tokenHash) ?? true);
  const { state: user } = await commands.load(userDecider, userStream(appId, userId));
  if (!user.pushEnabled || user.banned) return [];
  const now = clock.now();
  // The token of an erased person reads as ''.
  const reachable = devices.filter(({ token, sessionId }) => token !== '' && isSessionValid(user, sessionId, now));
  if (reachable.length === 0 || !(await mayBeReached(commands, appId, userId, fromUserId))) return [];
  if (liveId !== undefined && !(await isOnFor(commands, appId, userId, liveId))) return [];
  if ('membersOf' in to && !(await isMember(commands, appId, userId, to.membersOf))) return [];
  if (chatId !== undefined && !(await isRinging(commands, appId, chatId))) return [];
  return (await online.isOnline(appId, userId)) ? [] : reachable;
}

/** Whether somebody may hear of a person now: neither blocks the other, and both are there. */
async function mayBeReached(
  commands: CommandHandler,
  appId: string,
  userId: number,
  fromUserId: number,
): Promise<boolean> {
  const [theirs, own, sender] = await Promise.all([
    commands.load(relationsDecider, relationsStream(appId, fromUserId)).then(({ state }) => state.blocked.has(userId)),
    commands.load(relationsDecider, relationsStream(appId, userId)).then(({ state }) => state.blocked.has(fromUserId)),
    commands
      .load(userDecider, userStream(appId, fromUserId))
      .then(({ state: { banned, erased } }) => ({ banned, erased })),
  ]);
  return (
    obstacleToReaching({ blocks: theirs, isBlocked: own, isBanned: sender.banned, isErased: sender.erased }) === null
  );
}

/** Whether a live plays, and somebody may know of it. */
async function isOnFor(commands: CommandHandler, appId: string, userId: number, liveId: number): Promise<boolean> {
  const { state: live } = await commands.load(liveDecider, liveStream(appId, liveId));
  return live.status === LIVE_STATUS.playing && isKnownTo(live, userId);
}

/** Whether somebody is still in a group. */
async function isMember(commands: CommandHandler, appId: string, userId: number, groupId: number): Promise<boolean> {
  const { state } = await commands.load(groupDecider, groupStream(appId, groupId));
  return state.members.has(userId);
}

/** Whether a call is neither accepted nor taken back. */
async function isRinging(commands: CommandHandler, appId: string, chatId: number): Promise<boolean> {
  const { state } = await commands.load(switchboardDecider, switchboardStream(appId));
  return state.rings.has(chatId);
}

/**
 * Whether a phone is still this person's. It is read from the log itself: what this process has in memory may lack that somebody else has
 * just signed in on the phone through another process.
 */
export async function isTheirs(
  { log }: Pick<ReachOptions, 'log'>,
  appId: string,
  { userId, tokenHash }: Device,
): Promise<boolean> {
  const stream = pushTokenStream(appId, tokenHash);
  const [last] = await log.read(stream, { direction: 'backwards', limit: 1 });
  return last?.type === 'PushTokenTaken' && last.data.userId === userId;
}
