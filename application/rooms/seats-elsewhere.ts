import type { CommandMeta } from '../../domain/kernel/decider.ts';
import { liveDecider } from '../../domain/live/decider.ts';
import { LIVE_STATUS } from '../../domain/live/events.ts';
import { MAX_SEATS_OF_USER } from '../../domain/live/limits.ts';
import { liveStream } from '../../domain/streams.ts';
import { createLruCache } from '../../event-store/lru-cache.ts';
import type { ReadModels } from '../../projections/read-models.ts';
import { type LiveMember, liveMembers } from '../../projections/views/live-members.ts';
import { lives } from '../../projections/views/lives.ts';
import { stepOf } from '../accounts/identities.ts';
import type { Actor } from '../actor.ts';
import type { Core } from '../core.ts';
import { oncePer } from '../once-per.ts';

/** Memberships that are read at a time. */
const PAGE = 100;
/** Pages that one join reads at most: behind as many memberships a seat is not found. Lives to join start only so often (`notify`), so that takes a day's work of accomplices. */
const MAX_PAGES = 200;
/** People of whom a process remembers up to when all of their lives are over: some 100 bytes each. */
const MAX_REMEMBERED = 20_000;
/** What was joined within this time is always read: another process' clock may be behind, and its join come later with an earlier time. */
const RECENT_MS = 5 * 60_000;

/**
 * Gives up a viewer's oldest seats beyond `MAX_SEATS_OF_USER`, after a join that the views show. Seats of lives that the person hosts do not
 * count. Of joins that race at several processes the later one in the log sees all of them, so the bound holds once both are done.
 */
export async function giveUpOldestSeats(core: Core, actor: Actor, meta: CommandMeta): Promise<void> {
  const { appId, userId } = actor;
  const playing = (await seatsOf(core, actor)).filter(({ isHost }) => !isHost);
  for (const { liveId } of playing.slice(MAX_SEATS_OF_USER)) {
    const leave = { type: 'LeaveLive', userId, reason: 'elsewhere' } as const;
    await core.commands.handle(liveDecider, liveStream(appId, liveId), leave, stepOf(meta, `leave of ${liveId}`));
  }
}

/**
 * A person's memberships of lives that play, newest first. Those of lives that have ended stay in the view for good; ended lives never play again, so
 * what lies before the oldest seat is read once in a process.
 */
async function seatsOf(core: Core, { appId, userId }: Actor): Promise<LiveMember[]> {
  const overUpTo = overUpToBy(core.models);
  const user = `${appId}.${userId}`;
  const after = overUpTo.get(user);
  const seats: LiveMember[] = [];
  const seen = new Set<number>();
  let oldest = core.clock.now() - RECENT_MS;
  for (let page = 0, until: number | undefined; page < MAX_PAGES; page++) {
    const found = await core.models.find(liveMembers, {
      index: 'ofUser',
      equals: [appId, userId, true],
      reverse: true,
      limit: PAGE,
      ...(after !== undefined && { after }),
      // From the last page's end on, that time included: two lives may have been joined in one millisecond.
      ...(until !== undefined && { until }),
    });
    const fresh = found.map(({ document }) => document).filter(({ liveId }) => !seen.has(liveId));
    const shown = await core.models.getMany(
      lives,
      fresh.map(({ liveId }) => `${appId}.${liveId}`),
    );
    for (const [at, member] of fresh.entries()) {
      seen.add(member.liveId);
      const status = shown[at]?.status;
      if (status === LIVE_STATUS.playing) seats.push(member);
      // What the view does not show yet may play.
      if (status === LIVE_STATUS.playing || status === undefined) oldest = Math.min(oldest, member.joinTime - 1);
    }
    if (found.length < PAGE || fresh.length === 0) {
      overUpTo.set(user, oldest);
      return seats;
    }
    until = fresh.at(-1)!.joinTime;
  }
  return seats;
}

/** By person: all lives that they joined up to this time are over. */
const overUpToBy = oncePer((_: ReadModels) => createLruCache<string, number>(MAX_REMEMBERED));
