import { createHash } from 'node:crypto';
import { Type } from '@sinclair/typebox';
import { shown, withInput } from '../../../application/commands.ts';
import type { Core } from '../../../application/core.ts';
import { ID_EPOCH_MS, ID_RANDOM_BITS, newId } from '../../../application/ids.ts';
import { personCard } from '../../../application/people.ts';
import type { LiveFacts } from '../../../application/rooms/standing.ts';
import { factsOf, liveStream } from '../../../application/rooms/standing.ts';
import type { Clock } from '../../../domain/kernel/clock.ts';
import type { CommandMeta } from '../../../domain/kernel/decider.ts';
import { DEFAULT_SEAT_COUNT, liveDecider, MAX_TITLE_CHARS } from '../../../domain/live/decider.ts';
import { LIVE_STATUS, type LiveStatus } from '../../../domain/live/events.ts';
import { lives } from '../../../projections/views/lives.ts';
import { endpoint, type UserCall } from '../../http/endpoint.ts';
import { addressBook } from './addresses.ts';
import { type HostFacts, liveDocument, liveOptions, shareDocument } from './shapes.ts';

const DAY_MS = 24 * 3600 * 1000;
/** Ids drawn before giving up: two processes draw the same one once in some 4,000 times. */
const MAX_DRAWS = 5;

function creationDocument(call: UserCall<unknown>, live: LiveFacts, host: HostFacts) {
  const book = addressBook(call);
  const { userId } = call.caller;
  return {
    live: liveDocument(live, book, userId),
    share: shareDocument(live, host, book, userId),
    liveOptions: liveOptions(book),
  };
}

/**
 * heihei, 创建直播 (v1.5.0). For hosts who gave a birthday (501, which 更新用户信息 refuses to minors). Makes a live that is not started; older ones of the host stay as they are, so that 未关闭的直播查询
 * can offer them. With an `Idempotency-Key`, a repetition within a day answers with the same live.
 */
export const createLive = endpoint({
  path: '/api/live/create-live',
  module: 'live',
  name: 'createLive',
  auth: 'user',
  params: Type.Object({ title: Type.String({ minLength: 1, maxLength: MAX_TITLE_CHARS }) }),
  errors: ['Underage'],
  async handle(call) {
    const { core, caller, params } = call;
    const meta = withInput(call.meta('create-live'), { title: params.title });
    const host = await personCard(core, caller.appId, caller.userId);
    const liveId = meta.keyed ? await keyedLiveId(core, meta) : await freshLiveId(core, caller.appId);
    const handled = await core.commands.handle(
      liveDecider,
      liveStream(caller.appId, liveId),
      { type: 'CreateLive', liveId, roomId: liveId, host, title: params.title, seatCount: DEFAULT_SEAT_COUNT },
      meta,
    );
    const live = factsOf(handled.state);
    return { ...creationDocument(call, live, host), ...(await shown(core, handled.position, [lives])) };
  },
});

async function freshLiveId(core: Core, appId: string): Promise<number> {
  for (let draw = 1; ; draw++) {
    const liveId = newId(core.clock);
    const { revision } = await core.commands.load(liveDecider, liveStream(appId, liveId));
    if (revision < 0 || draw === MAX_DRAWS) return liveId;
  }
}

/**
 * The id of a live that its caller may ask for again: the day's first, with the rest from the command's id. So ids stay in
 * the order of days, and a repetition finds the live of today or, around midnight, of yesterday.
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

/** heihei, 未关闭的直播查询 (v1.4.0): the caller's newest live that was not stopped, as 创建直播 answers; else a bare success. */
export const unclosedLive = endpoint({
  path: '/api/live/unclosed-live',
  module: 'live',
  name: 'unclosedLive',
  auth: 'user',
  params: Type.Object({}),
  errors: [],
  async handle(call) {
    const { core, caller } = call;
    const newest = (status: LiveStatus) =>
      core.models.find(lives, {
        index: 'byHostAndStatus',
        equals: [caller.appId, caller.userId, status],
        limit: 1,
      });
    const found = [...(await newest(LIVE_STATUS.playing)), ...(await newest(LIVE_STATUS.created))];
    const [live] = found.map(({ document }) => document).sort((a, b) => b.createdAt - a.createdAt);
    return live ? creationDocument(call, live, await personCard(core, caller.appId, caller.userId)) : {};
  },
});
