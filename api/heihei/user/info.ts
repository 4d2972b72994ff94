import { Type } from '@sinclair/typebox';
import type { Core } from '../../../application/core.ts';
import { followedAmong, hasBlocked, personCard } from '../../../application/people.ts';
import { conferenceDecider } from '../../../domain/conference/decider.ts';
import { currentConference, waitingCall } from '../../../domain/conference/state.ts';
import { DomainError } from '../../../domain/kernel/errors.ts';
import { streamName } from '../../../domain/kernel/ids.ts';
import { LIVE_STATUS } from '../../../domain/live/events.ts';
import { spendableGold, walletDecider } from '../../../domain/wallet/decider.ts';
import { lives } from '../../../projections/views/lives.ts';
import { userCards } from '../../../projections/views/user-cards.ts';
import { endpoint, type UserCall } from '../../http/endpoint.ts';
import { Int, LiveId, UserId } from '../../http/params.ts';
import { otherProfile, ownProfile } from './shapes.ts';

/** What the card's button does (heihei, 获取用户信息: confStatus): call, none, hang up, answer. */
const CONF_STATUS = { call: 1, unavailable: 2, connected: 3, answer: 4 } as const;
/** `type` of a user who is live. */
const ON_AIR = 5;

/**
 * heihei, 获取用户信息. 710 for nobody, 736 when that user blocks the caller. With `liveId`, the card opened in that room also
 * says what the conference button does; without, whether the user is live now and where to.
 */
export const userInfo = endpoint({
  path: '/api/user/info',
  module: 'user',
  name: 'userInfo',
  auth: 'user',
  // `cuid` says for whom to look up follows and blocks; the token says that, so any is taken and ignored.
  params: Type.Object({ uid: UserId, cuid: Type.Optional(Int), liveId: Type.Optional(LiveId) }),
  errors: ['UserNotFound', 'ProfileHidden'],
  async handle(call) {
    const { core, caller, params } = call;
    const { appId, userId } = caller;
    const { uid } = params;
    await personCard(core, appId, uid);
    const isOwn = uid === userId;
    if (!isOwn && (await hasBlocked(core, appId, uid, userId))) throw new DomainError('ProfileHidden');
    const card = await core.models.get(userCards, `${appId}.${uid}`);
    // Registered, and not in the read model yet: nobody can have the id from a list.
    if (!card) throw new DomainError('UserNotFound');
    if (isOwn) return { result: { ...ownProfile(card), goldCount: await goldNow(core, appId, uid) } };
    const [followed, isBlocked, userStatus] = await Promise.all([
      followedAmong(core, appId, userId, [uid]),
      hasBlocked(core, appId, userId, uid),
      params.liveId === undefined ? onAir(core, appId, uid) : conferenceButton(call, params.liveId, uid),
    ]);
    return { result: otherProfile(card, followed.has(uid), isBlocked), ...(userStatus && { userStatus }) };
  },
});

/** What the caller can spend: gold that ends counts until then, not until the read model hears of its end. */
async function goldNow({ commands, clock }: Core, appId: string, userId: number): Promise<number> {
  const { state } = await commands.load(walletDecider, streamName(walletDecider.category, appId, userId));
  return spendableGold(state, clock.now());
}

async function onAir({ models }: Core, appId: string, hostId: number) {
  const equals = [appId, hostId, LIVE_STATUS.playing];
  const [playing] = await models.find(lives, { index: 'byHostAndStatus', equals, limit: 1 });
  return playing && { type: ON_AIR, jump: `wmlives_heihei://live?id=${playing.document.liveId}` };
}

/** Between the host of a live and one of its viewers; null between anybody else. */
async function conferenceButton({ core, caller }: UserCall<unknown>, liveId: number, uid: number) {
  const live = await core.models.get(lives, `${caller.appId}.${liveId}`);
  const isHost = live?.hostId === caller.userId;
  if (live?.status !== LIVE_STATUS.playing || (!isHost && live.hostId !== uid)) return null;
  const jump = `wmlives_heihei://live?id=${liveId}`;
  const viewerId = isHost ? uid : caller.userId;
  const stream = streamName(conferenceDecider.category, caller.appId, liveId);
  const { state } = await core.commands.load(conferenceDecider, stream);
  const now = core.clock.now();
  const current = currentConference(state, now);
  if (current?.guest.userId === viewerId) return { confStatus: CONF_STATUS.connected, jump };
  const call = waitingCall(state, viewerId, now);
  if (call) {
    const toAnswer = (call.by === 'viewer') === isHost;
    const expireTime = Math.ceil((call.expiresAt - now) / 1000);
    return { confStatus: toAnswer ? CONF_STATUS.answer : CONF_STATUS.unavailable, expireTime, jump };
  }
  return { confStatus: current ? CONF_STATUS.unavailable : CONF_STATUS.call, jump };
}
