import type { Channel } from './message.ts';

/** What only one user sees: invitations, tips, toasts. Every socket of the user is on it, always. */
export function userChannel(appId: string, userId: number): Channel {
  return `user:${appId}.${userId}`;
}

/** A live room. Members are on it, as the log says who they are. */
export function liveChannel(appId: string, liveId: number): Channel {
  return `live:${appId}.${liveId}`;
}

/** Those who follow a host: told when a live starts. */
export function fansChannel(appId: string, hostId: number): Channel {
  return `fans:${appId}.${hostId}`;
}

/** The streams whose events make a room's messages; null for other channels, whose messages come from anywhere. */
export function streamsOf(channel: Channel): string[] | null {
  if (!channel.startsWith('live:')) return null;
  const room = channel.slice('live:'.length);
  return ['live', 'conference', 'feed'].map((category) => `${category}-${room}`);
}
