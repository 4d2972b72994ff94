import { Type } from '@sinclair/typebox';
import {
  banLive,
  closeLive,
  kickFromLive,
  liveForOperator,
  livesFor,
  MAX_SHOWN_MEMBERS,
  muteInLive,
} from '../../application/operators/lives.ts';
import type { LiveDocument } from '../../application/rooms/standing.ts';
import { LIVE_STATUS } from '../../domain/live/events.ts';
import { named } from '../http/answers.ts';
import type { Endpoint } from '../http/endpoint.ts';
import { action, NothingElse, query } from './endpoint.ts';
import { AT_POSITION, SOME_TIME } from './session.ts';
import { Count, Id, oneOf, PageParams, SOME_PERSON, Time } from './shapes.ts';

const STATUSES = [
  LIVE_STATUS.playing,
  LIVE_STATUS.created,
  LIVE_STATUS.stopped,
  LIVE_STATUS.banned,
  LIVE_STATUS.deleted,
] as const;

const Live = named(
  'OperatorsLive',
  Type.Object({
    liveId: Id,
    roomId: Id,
    hostId: Id,
    hostName: Type.String(),
    title: Type.String(),
    status: oneOf(STATUSES),
    isVisible: Type.Boolean(),
    isPaused: Type.Boolean(),
    createdAt: Time,
    startedAt: Time,
    endedAt: Time,
    seatCount: Count,
    memberCount: Count,
    totalUsers: Count,
    totalPoints: Count,
  }),
);
const SOME_LIVE_ID = 246211187523001;
const SOME_LIVE = {
  ...{ liveId: SOME_LIVE_ID, roomId: SOME_LIVE_ID, hostId: SOME_PERSON, hostName: '小红', title: '周末歌会' },
  ...{ status: 'playing' as const, isVisible: true, isPaused: false },
  ...{ createdAt: SOME_TIME, startedAt: SOME_TIME, endedAt: 0 },
  ...{ seatCount: 8, memberCount: 3, totalUsers: 12, totalPoints: 520 },
};

function shownLive(live: LiveDocument, hostName: string) {
  const { liveId, roomId, hostId, title, status, visible: isVisible, paused: isPaused, ...rest } = live;
  const { createdAt, startedAt, endedAt, seatCount, memberCount, totalUsers, totalPoints } = rest;
  return {
    ...{ liveId, roomId, hostId, hostName, title, status, isVisible, isPaused },
    ...{ createdAt, startedAt, endedAt, seatCount, memberCount, totalUsers, totalPoints },
  };
}

const list = query({
  path: 'lives/list',
  name: 'listLives',
  role: 'viewer',
  summary: 'List lives in a state, newest first; those that are hidden apart',
  params: {
    status: Type.Unsafe<(typeof STATUSES)[number]>(Type.String({ enum: [...STATUSES], default: 'playing' })),
    isHidden: Type.Boolean({ default: false }),
    ...PageParams,
  },
  answer: Type.Object({ lives: Type.Array(Live) }),
  example: { params: {}, answer: { lives: [SOME_LIVE] } },
  async handle({ core, tenant, params: { status, isHidden, offset, limit } }) {
    const found = await livesFor(core, tenant, { status, isHidden, offset, limit });
    return { lives: found.map(({ live, host }) => shownLive(live, host?.displayName ?? '')) };
  },
});

const show = query({
  path: 'lives/show',
  name: 'showLiveAsOperator',
  role: 'viewer',
  summary: 'Show one live, and who is in its room',
  params: { liveId: Id },
  answer: Type.Object({
    live: Live,
    members: Type.Array(
      Type.Object({ userId: Id, displayName: Type.String(), isMuted: Type.Boolean(), isManager: Type.Boolean() }),
      { maxItems: MAX_SHOWN_MEMBERS },
    ),
    muted: Type.Array(Id, { maxItems: MAX_SHOWN_MEMBERS, description: 'In the room or not.' }),
  }),
  example: {
    params: { liveId: SOME_LIVE_ID },
    answer: {
      live: SOME_LIVE,
      members: [{ userId: SOME_PERSON, displayName: '小红', isMuted: false, isManager: false }],
      muted: [],
    },
  },
  errors: ['LiveNotFound'],
  async handle({ core, tenant, params: { liveId } }) {
    const { live, host, members, muted } = await liveForOperator(core, tenant, { liveId });
    return { live: shownLive(live, host.displayName), members, muted };
  },
});

const close = action({
  path: 'lives/close',
  name: 'closeLive',
  role: 'support',
  summary: 'Stop a live, as its host would',
  params: { liveId: Id },
  answer: NothingElse,
  example: { params: { liveId: SOME_LIVE_ID }, answer: AT_POSITION },
  errors: ['LiveNotFound'],
  handle: ({ core, tenant, params: { liveId }, meta }) => closeLive(core, tenant, { liveId }, meta),
});

const ban = action({
  path: 'lives/ban',
  name: 'banLive',
  role: 'support',
  summary: 'End a live for good; nobody finds it any more',
  params: { liveId: Id },
  answer: NothingElse,
  example: { params: { liveId: SOME_LIVE_ID }, answer: AT_POSITION },
  errors: ['LiveNotFound', 'IdempotencyConflict'],
  handle: ({ core, tenant, params: { liveId }, reason, meta }) => banLive(core, tenant, { liveId, reason }, meta),
});

const kick = action({
  path: 'lives/kick',
  name: 'kickFromLive',
  role: 'support',
  summary: 'Put somebody out of a room; they come back by invitation alone',
  params: { liveId: Id, userId: Id },
  answer: NothingElse,
  example: { params: { liveId: SOME_LIVE_ID, userId: SOME_PERSON }, answer: AT_POSITION },
  errors: ['LiveNotFound', 'NotInLive', 'TargetIsSelf', 'IdempotencyConflict'],
  handle: ({ core, tenant, params: { liveId, userId }, meta }) => kickFromLive(core, tenant, { liveId, userId }, meta),
});

const mute = action({
  path: 'lives/mute',
  name: 'muteInLive',
  role: 'support',
  summary: 'Mute somebody in a live, or let them speak again',
  params: { liveId: Id, userId: Id, isMuted: Type.Boolean({ default: true }) },
  answer: NothingElse,
  example: { params: { liveId: SOME_LIVE_ID, userId: SOME_PERSON, isMuted: true }, answer: AT_POSITION },
  errors: ['LiveNotFound', 'UserNotFound', 'TargetIsSelf', 'IdempotencyConflict'],
  handle: ({ core, tenant, params: { liveId, userId, isMuted }, meta }) =>
    muteInLive(core, tenant, { liveId, userId, isMuted }, meta),
});

export const liveEndpoints: readonly Endpoint[] = [list, show, close, ban, kick, mute];
