import { createHash } from 'node:crypto';
import { houseDecider } from '../../domain/house/decider.ts';
import type { Clock } from '../../domain/kernel/clock.ts';
import type { CommandMeta } from '../../domain/kernel/decider.ts';
import { liveDecider } from '../../domain/live/decider.ts';
import { LIVE_STATUS, type LiveStatus } from '../../domain/live/events.ts';
import { houseStream, liveStream } from '../../domain/streams.ts';
import type { PersonCard } from '../../domain/user/events.ts';
import { lives } from '../../projections/views/lives.ts';
import type { Actor } from '../actor.ts';
import { type MakeMeta, type Shown, shown, whenNew, withInput } from '../commands.ts';
import type { Core } from '../core.ts';
import { ID_EPOCH_MS, ID_RANDOM_BITS, newId } from '../ids.ts';
import { personCard } from '../people/cards.ts';
import { type LiveSummary, summaryOf } from './standing.ts';

const DAY_MS = 24 * 3600 * 1000;
/** Ids drawn before giving up: two processes draw the same id in the same millisecond once in some 4,000 times. */
const MAX_DRAWS = 5;

/** A live whose host is the actor. */
export interface OwnLive {
  live: LiveSummary;
  host: PersonCard;
}

/**
 * Creates a live that is not started. Older lives of the host stay as they are. Under a key, a repetition within a day answers with
 * the same live.
 *
 * Throws `Underage` for a host who gave no birthday, `InvalidInput` for a title outside 1 to `MAX_TITLE_CHARS` visible characters,
 * `TextNotAllowed`, `IdempotencyConflict`.
 */
export async function createLive(
  core: Core,
  actor: Actor,
  { title }: { title: string },
  makeMeta: MakeMeta,
): Promise<OwnLive & Shown> {
  const { appId, userId } = actor;
  const meta = withInput(makeMeta('create-live'), { title });
  const words = core.settings.words.worded(appId, title, 'title');
  const host = await personCard(core, appId, userId);
  const liveId = meta.keyed ? await keyedLiveId(core, meta) : await freshLiveId(core, appId);
  const { state: house } = await core.commands.load(houseDecider, houseStream(appId));
  const handled = await core.commands.handle(
    whenNew(liveDecider, words.requireAllowed),
    liveStream(appId, liveId),
    { type: 'CreateLive', liveId, roomId: liveId, host, title: words.text, seatCount: house.seatCount },
    meta,
  );
  const live = summaryOf(handled.state);
  return { live, host, ...(await shown(core, handled.position, [lives])) };
}

async function freshLiveId(core: Core, appId: string): Promise<number> {
  for (let draw = 1; ; draw++) {
    const liveId = newId(core.clock);
    const { revision } = await core.commands.load(liveDecider, liveStream(appId, liveId));
    if (revision < 0 || draw === MAX_DRAWS) return liveId;
  }
}

/**
 * The id of a live that is created under a key: the first id of the day plus an offset derived from the command's id. So ids stay
 * in the order of days, and a repetition finds the live of today or, around midnight, of yesterday.
 */
async function keyedLiveId(core: Core, { appId, commandId }: CommandMeta): Promise<number> {
  const hash = createHash('sha256').update(commandId).digest().readBigUInt64BE();
  const rest = Number(hash % BigInt(DAY_MS * 2 ** ID_RANDOM_BITS));
  const today = dayOf(core.clock) * DAY_MS * 2 ** ID_RANDOM_BITS + rest;
  const yesterday = today - DAY_MS * 2 ** ID_RANDOM_BITS;
  if (yesterday <= 0) return today;
  const { revision } = await core.commands.load(liveDecider, liveStream(appId, yesterday));
  return revision < 0 ? today : yesterday;
}

function dayOf(clock: Clock): number {
  return Math.floor((clock.now() - ID_EPOCH_MS) / DAY_MS);
}

/** The actor's newest live that was not stopped, playing or not yet started; null when there is none. Reads the read models. */
export async function unclosedLive(core: Core, { appId, userId }: Actor): Promise<OwnLive | null> {
  const newest = (status: LiveStatus) =>
    core.models.find(lives, { index: 'byHostAndStatus', equals: [appId, userId, status], limit: 1 });
  const found = [...(await newest(LIVE_STATUS.playing)), ...(await newest(LIVE_STATUS.created))];
  const [live] = found.map(({ document }) => document).sort((a, b) => b.createdAt - a.createdAt);
  return live ? { live, host: await personCard(core, appId, userId) } : null;
}
