import type { CommandMeta } from '../../domain/kernel/decider.ts';
import { liveDecider } from '../../domain/live/decider.ts';
import { LIVE_STATUS } from '../../domain/live/events.ts';
import { MAX_SEATS_OF_USER } from '../../domain/live/limits.ts';
import { liveStream } from '../../domain/streams.ts';
import { liveMembers } from '../../projections/views/live-members.ts';
import { lives } from '../../projections/views/lives.ts';
import { stepOf } from '../accounts/identities.ts';
import type { Actor } from '../actor.ts';
import type { Core } from '../core.ts';

/**
 * Memberships that a join looks at, newest first. Those in lives that have ended are among them for good, and do not count; whoever
 * hides a seat behind this many has joined as many lives of accomplices, which may start only so often (`notify` in
 * api/http/rate-limits.ts).
 */
const MEMBERSHIPS_LOOKED_AT = 100;

/**
 * Gives up a viewer's oldest seats beyond `MAX_SEATS_OF_USER`, after a join that the views show. Seats of lives that the person hosts do not
 * count. Of joins that race at several processes the later one in the log sees all of them, so the bound holds once both are done.
 */
export async function giveUpOldestSeats(core: Core, { appId, userId }: Actor, meta: CommandMeta): Promise<void> {
  const found = await core.models.find(liveMembers, {
    index: 'ofUser',
    equals: [appId, userId, true],
    reverse: true,
    limit: MEMBERSHIPS_LOOKED_AT,
  });
  const taken = found.map(({ document }) => document).filter(({ isHost }) => !isHost);
  if (taken.length <= MAX_SEATS_OF_USER) return;
  const shown = await core.models.getMany(
    lives,
    taken.map(({ liveId }) => `${appId}.${liveId}`),
  );
  const playing = taken.filter((_, at) => shown[at]?.status === LIVE_STATUS.playing);
  for (const { liveId } of playing.slice(MAX_SEATS_OF_USER)) {
    const leave = { type: 'LeaveLive', userId, reason: 'elsewhere' } as const;
    await core.commands.handle(liveDecider, liveStream(appId, liveId), leave, stepOf(meta, `leave of ${liveId}`));
  }
}
