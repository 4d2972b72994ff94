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
  /** What was read from the log for this client, of rooms whose rings lack some of it. */
  stretches: ReadonlyMap<Channel, Stretch>;
  since: Since;
  entitled: ReadonlySet<Channel>;
  /** Where the client is live from. */
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

/** What a ring has, with what was read from the log in place of what it lacks. */
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
 * Of more messages than fit, which ones do: gifts and actions before texts, and of each kind as much of one sender as of another,
 * their newest. Nobody's flood takes the place of what others said.
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

/** How much each may have at most, so that all of them together have no more than `total`. */
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

/** Messages in order, a `gap` ahead of each before which something is missing, and at the end where that is so there. */
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
