import type { Position } from '../event-store/event-store.ts';
import type { Since } from './door.ts';
import { encodeEvent, type FrameBytes } from './frame.ts';
import type { Stretch } from './history.ts';
import { MAX_REPLAY_BYTES } from './limits.ts';
import type { Channel } from './message.ts';
import type { ReplayRings } from './replay-rings.ts';
import type { KeptMessage, Replay } from './ring.ts';

/** What `resumed` says of a channel. `position` is where to resume from next. */
export interface ResumedChannel {
  recovered: boolean;
  position: Position;
  reason?: 'not a member' | 'too old' | 'too much' | 'ahead';
}

interface Resuming {
  rings: ReplayRings;
  /** Messages read from the log, for rooms whose rings lack some that the client missed. */
  stretches: ReadonlyMap<Channel, Stretch>;
  since: Since;
  entitled: ReadonlySet<Channel>;
  /** The position after which the client gets messages live. */
  position: Position;
}

/**
 * What a client that has seen `since` gets before it is live at `position`: of each channel all that it missed, or what is
 * left of it, with a `gap` wherever something is missing, and the reason. At most `MAX_REPLAY_BYTES` of messages in all.
 */
export function resumed({ rings, stretches, since, entitled, position }: Resuming) {
  const channels: Record<Channel, ResumedChannel> = Object.create(null);
  const replays = new Map<Channel, Replay>();
  for (const [channel, seen] of Object.entries(since)) {
    const refuse = (reason: ResumedChannel['reason']) => {
      channels[channel] = { recovered: false, position, reason };
    };
    if (!entitled.has(channel)) refuse('not a member');
    else if (seen > position) refuse('ahead');
    else {
      const replay = completed(rings.after(channel, seen), seen, stretches.get(channel));
      replays.set(channel, replay);
      if (replay.lost.length > 0) refuse('too old');
      else channels[channel] = { recovered: true, position };
    }
  }
  const left = fitting(
    [...replays.values()].flatMap(({ messages }) => messages),
    MAX_REPLAY_BYTES,
  );
  const frames: FrameBytes[] = [];
  for (const [channel, replay] of replays) {
    const isCut = replay.messages.some((message) => !left.has(message));
    if (isCut) channels[channel] = { recovered: false, position, reason: 'too much' };
    frames.push(...framesOf(channel, since[channel]!, replay, left));
  }
  return { frames, channels };
}

/** A ring's replay, completed with what was read from the log. */
function completed(replay: Replay, seen: Position, stretch: Stretch | undefined): Replay {
  if (!stretch || replay.lost.length === 0) return replay;
  const isOutside = (position: Position) => position <= stretch.from || position > stretch.upTo;
  const lost = replay.lost.filter((position) => position > stretch.upTo);
  // The log was not read as far back as this client needs: something may be missing up to there.
  if (stretch.from > seen) lost.unshift(stretch.from);
  const outside = replay.messages.filter(({ position }) => isOutside(position));
  const inside = stretch.messages.filter(({ position }) => position > seen);
  const messages = [...outside, ...inside].sort((a, b) => a.position - b.position);
  return { messages, lost };
}

/**
 * Chooses which messages to send when there are more than fit: gifts and actions before texts, and of each kind an equal share of
 * bytes for each sender, newest first. So one sender's flood does not displace what others said.
 */
export function fitting(messages: readonly KeptMessage[], maxBytes: number): Set<KeptMessage> {
  const left = new Set<KeptMessage>();
  let budgetBytes = maxBytes;
  for (const isMust of [true, false]) {
    const bySender = groupedBySender(messages.filter((message) => message.isMust === isMust));
    const shareBytes = evenShare([...bySender.values()].map(bytesOf), budgetBytes);
    for (const ofSender of bySender.values()) {
      let ownBytes = 0;
      for (const message of ofSender.sort((a, b) => b.position - a.position)) {
        ownBytes += message.bytes.length;
        if (ownBytes > shareBytes) break;
        left.add(message);
        budgetBytes -= message.bytes.length;
      }
    }
  }
  return left;
}

function groupedBySender(messages: readonly KeptMessage[]): Map<string, KeptMessage[]> {
  const groups = new Map<string, KeptMessage[]>();
  for (const message of messages) {
    const group = groups.get(message.sender);
    if (group) group.push(message);
    else groups.set(message.sender, [message]);
  }
  return groups;
}

function bytesOf(messages: readonly KeptMessage[]): number {
  return messages.reduce((sum, { bytes }) => sum + bytes.length, 0);
}

/** The most that each may have, so that all together have no more than `total`; infinity when everything fits. */
function evenShare(wanted: number[], total: number): number {
  let left = total;
  const ascending = wanted.sort((a, b) => a - b);
  for (const [i, amount] of ascending.entries()) {
    const share = left / (ascending.length - i);
    if (amount > share) return share;
    left -= amount;
  }
  return Number.POSITIVE_INFINITY;
}

/** The messages in order, with a `gap` wherever something is missing, also at the end. */
function framesOf(channel: Channel, seen: Position, { messages, lost }: Replay, left: Set<KeptMessage>): FrameBytes[] {
  const frames: FrameBytes[] = [];
  let after = seen;
  let isMissing = false;
  let nextLost = 0;
  const gap = () => frames.push(encodeEvent('gap', { channel, after }));
  for (const message of messages) {
    while (nextLost < lost.length && lost[nextLost]! <= message.position) {
      isMissing = true;
      nextLost++;
    }
    if (!left.has(message)) {
      isMissing = true;
      continue;
    }
    if (isMissing) gap();
    isMissing = false;
    frames.push(message.bytes);
    after = message.position;
  }
  if (isMissing || nextLost < lost.length) gap();
  return frames;
}
