import type { Position } from '../event-store/event-store.ts';
import type { Since } from './door.ts';
import type { FrameBytes } from './frame.ts';
import { MAX_REPLAY_BYTES } from './limits.ts';
import type { Channel } from './message.ts';
import type { ReplayRings } from './replay-rings.ts';

/** What `resumed` says of a channel. `position` is where to resume from next. */
export interface ResumedChannel {
  recovered: boolean;
  position: Position;
  reason?: 'not a member' | 'too old' | 'too much' | 'ahead';
}

/**
 * What a client that has seen `since` gets before it is live at `position`: of each channel all that it missed, or the reason
 * why not. At most `MAX_REPLAY_BYTES` in all: the channels named first come first.
 */
export function resumed(rings: ReplayRings, since: Since, entitled: ReadonlySet<Channel>, position: Position) {
  const frames: FrameBytes[] = [];
  const channels: Record<Channel, ResumedChannel> = Object.create(null);
  let budgetBytes = MAX_REPLAY_BYTES;
  for (const [channel, seen] of Object.entries(since)) {
    const refuse = (reason: ResumedChannel['reason']) => {
      channels[channel] = { recovered: false, position, reason };
    };
    if (!entitled.has(channel)) refuse('not a member');
    else if (seen > position) refuse('ahead');
    else {
      const replay = rings.after(channel, seen);
      if (!replay.recovered) refuse('too old');
      else if (replay.sizeBytes > budgetBytes) refuse('too much');
      else {
        frames.push(...replay.frames);
        budgetBytes -= replay.sizeBytes;
        channels[channel] = { recovered: true, position };
      }
    }
  }
  return { frames, channels };
}
