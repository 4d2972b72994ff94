import { type Static, Type } from '@sinclair/typebox';
import { isOnTheLine } from '../../../application/chats/line.ts';
import { type CallState, callBetween } from '../../../application/conferences/call-between.ts';
import type { Core } from '../../../application/core.ts';
import { viewProfile } from '../../../application/people/view-profile.ts';
import { liveOnAir } from '../../../application/rooms/playing-live.ts';
import { endpoint } from '../../http/endpoint.ts';
import { Int, LiveId, UserId } from '../../http/params.ts';
import { OtherProfile, OwnProfile, otherProfile, ownProfile, sampleOtherProfile, sampleOwnProfile } from './shapes.ts';

/** What the card's button does (heihei, 获取用户信息: confStatus): call, none, hang up, answer. */
const CONF_STATUS: Readonly<Record<CallState['state'], number>> = {
  free: 1,
  busy: 2,
  waiting: 2,
  connected: 3,
  toAnswer: 4,
};
/** `type` of a user who is live, and of one who calls or talks. */
const ON_AIR = 5;
const ON_THE_LINE = 6;

const jump = Type.String({ description: 'An address that the app opens.' });
const OnAir = Type.Object({ type: Type.Literal(ON_AIR), jump });
const OnTheLine = Type.Object({ type: Type.Literal(ON_THE_LINE) });
const ConferenceButton = Type.Object({
  confStatus: Type.Integer({ minimum: 1, maximum: 4, description: '1 call, 2 no button, 3 hang up, 4 answer.' }),
  expireTime: Type.Optional(Type.Integer({ description: 'Seconds until the call ends, while there is one.' })),
  jump,
});

/**
 * heihei, 获取用户信息. 710 for an unknown user, 736 when that user blocks the caller. With `liveId`, the card opened in that room also
 * says what the conference button does; without, whether the user is live now and where, or calls or talks.
 */
export const userInfo = endpoint({
  path: '/api/user/info',
  module: 'user',
  name: 'userInfo',
  summary: "Get a user's profile, or one's own",
  auth: 'user',
  // `cuid` names the caller. The token does so already: any value is accepted and ignored.
  params: Type.Object({ uid: UserId, cuid: Type.Optional(Int), liveId: Type.Optional(LiveId) }),
  answer: Type.Union([
    Type.Object({ result: OwnProfile }),
    Type.Object({ result: OtherProfile, userStatus: Type.Optional(Type.Union([OnAir, OnTheLine, ConferenceButton])) }),
  ]),
  examples: [
    { summary: "One's own", params: { uid: sampleOwnProfile.id }, answer: { result: sampleOwnProfile } },
    {
      summary: "Somebody else's, who is live",
      params: { uid: sampleOtherProfile.id },
      answer: {
        result: sampleOtherProfile,
        userStatus: { type: ON_AIR, jump: 'wmlives_heihei://live?id=7012345678999' },
      },
    },
    {
      summary: "A viewer's who called the host, as the host sees it",
      params: { uid: sampleOtherProfile.id, liveId: 7_012_345_678_999 },
      answer: {
        result: sampleOtherProfile,
        userStatus: {
          confStatus: CONF_STATUS.toAnswer,
          expireTime: 20,
          jump: 'wmlives_heihei://live?id=7012345678999',
        },
      },
    },
  ],
  errors: ['UserNotFound', 'ProfileHidden'],
  async handle({ core, caller, params: { uid, liveId } }) {
    const profile = await viewProfile(core, caller, { userId: uid });
    if (profile.isOwn) return { result: ownProfile(profile.card, profile.gold, profile.pushEnabled) };
    const userStatus =
      liveId === undefined
        ? (onAir(await liveOnAir(core, caller, { hostId: uid })) ?? (await onTheLine(core, caller.appId, uid)))
        : conferenceButton(liveId, await callBetween(core, caller, { liveId, otherId: uid }));
    const result = otherProfile(profile.card, profile.isFollowed, profile.isBlocked);
    return { result, ...(userStatus && { userStatus }) };
  },
});

function onAir(liveId: number | null): Static<typeof OnAir> | null {
  return liveId === null ? null : { type: ON_AIR, jump: roomAddress(liveId) };
}

async function onTheLine(core: Core, appId: string, userId: number): Promise<Static<typeof OnTheLine> | null> {
  return (await isOnTheLine(core, appId, userId)) ? { type: ON_THE_LINE } : null;
}

function conferenceButton(liveId: number, call: CallState | null): Static<typeof ConferenceButton> | null {
  if (!call) return null;
  const expires = 'expiresInMs' in call && { expireTime: Math.ceil(call.expiresInMs / 1000) };
  return { confStatus: CONF_STATUS[call.state], ...expires, jump: roomAddress(liveId) };
}

function roomAddress(liveId: number): string {
  return `wmlives_heihei://live?id=${liveId}`;
}
