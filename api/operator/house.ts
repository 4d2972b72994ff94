import { Type } from '@sinclair/typebox';
import { bannersOf } from '../../application/house/banners.ts';
import {
  announceRelease,
  houseOf,
  releasesOf,
  setBanners,
  setHints,
  setRoomSeats,
  withdrawRelease,
} from '../../application/operators/house.ts';
import { changeTopic, closeTopic, openTopic, topicsOf } from '../../application/operators/topics.ts';
import { BANNER_KINDS } from '../../domain/banners/events.ts';
import { MAX_BANNERS } from '../../domain/banners/limits.ts';
import { MAX_HINTS, MAX_ROOM_SEATS } from '../../domain/house/limits.ts';
import { SYSTEMS } from '../../domain/release/events.ts';
import { TOPIC_KINDS } from '../../domain/topic/events.ts';
import { MAX_TOPIC_RANK } from '../../domain/topic/limits.ts';
import { UpToDate } from '../http/answers.ts';
import type { Endpoint } from '../http/endpoint.ts';
import { action, query } from './endpoint.ts';
import { AT_POSITION, SOME_TIME } from './session.ts';
import { Count, Id, oneOf, Time } from './shapes.ts';

/** Longest text in a request, in characters; deciders know each one's own limit. */
const Text = (description = '') => Type.String({ maxLength: 2_000, ...(description && { description }) });
const Shown = Type.Object(UpToDate);
/** Nothing has to catch up: clients are answered from the log. */
const Written = Type.Object({ position: Count });
const SOME_TOPIC = 5246211187523301;

const Look = {
  name: Text(),
  category: Text(),
  introduction: Text(),
  pictureUrl: Text('An https address, or relative to where the app keeps its pictures.'),
  kind: oneOf(TOPIC_KINDS),
  isOnTop: Type.Boolean(),
  rank: Type.Integer({ minimum: 0, maximum: MAX_TOPIC_RANK }),
};
const SOME_LOOK = {
  ...{ name: '今晚聊什么', category: '生活', introduction: '', pictureUrl: '', kind: 'plain' as const },
  ...{ isOnTop: false, rank: 1_000 },
};

const topics = query({
  path: 'topics/list',
  name: 'listTopicsAsOperator',
  role: 'viewer',
  summary: 'List topics, open and closed ones, newest first',
  params: {},
  answer: Type.Object({
    topics: Type.Array(
      Type.Object({
        topicId: Id,
        ...Look,
        isOpen: Type.Boolean(),
        openedAt: Time,
        viewCount: Count,
        likeCount: Count,
        replyCount: Count,
      }),
    ),
  }),
  example: {
    params: {},
    answer: {
      topics: [
        {
          topicId: SOME_TOPIC,
          ...SOME_LOOK,
          ...{ isOpen: true, openedAt: SOME_TIME, viewCount: 0, likeCount: 0, replyCount: 0 },
        },
      ],
    },
  },
  handle: async ({ core, tenant }) => ({
    topics: (await topicsOf(core, tenant)).map(({ appId, ...topic }) => topic),
  }),
});

const PartOfLook = {
  introduction: Type.Optional(Look.introduction),
  pictureUrl: Type.Optional(Look.pictureUrl),
  kind: Type.Optional(Look.kind),
  isOnTop: Type.Optional(Look.isOnTop),
  rank: Type.Optional(Look.rank),
};

/** What was given of a look. */
function given<Params extends object>(params: Params): Params {
  return Object.fromEntries(Object.entries(params).filter(([, value]) => value !== undefined)) as Params;
}

const open = action({
  path: 'topics/open',
  name: 'openTopic',
  role: 'support',
  summary: 'Open a topic that people speak about',
  params: { name: Look.name, category: Look.category, ...PartOfLook },
  answer: Type.Object({ topicId: Id, ...UpToDate }),
  example: { params: { name: '今晚聊什么', category: '生活' }, answer: { topicId: SOME_TOPIC } },
  errors: ['IdempotencyConflict'],
  handle: ({ core, tenant, params, meta }) => {
    const { name, category, introduction, pictureUrl, kind, isOnTop, rank } = params;
    return openTopic(
      core,
      tenant,
      { name, category, ...given({ introduction, pictureUrl, kind, isOnTop, rank }) },
      meta,
    );
  },
});

const change = action({
  path: 'topics/change',
  name: 'changeTopic',
  role: 'support',
  summary: 'Change what is given of a topic',
  params: { topicId: Id, name: Type.Optional(Look.name), category: Type.Optional(Look.category), ...PartOfLook },
  answer: Shown,
  example: { params: { topicId: SOME_TOPIC, isOnTop: true }, answer: {} },
  errors: ['TopicNotFound', 'IdempotencyConflict'],
  handle: ({ core, tenant, params, meta }) => {
    const { topicId, name, category, introduction, pictureUrl, kind, isOnTop, rank } = params;
    const look = given({ name, category, introduction, pictureUrl, kind, isOnTop, rank });
    return changeTopic(core, tenant, { topicId, ...look }, meta);
  },
});

const close = action({
  path: 'topics/close',
  name: 'closeTopic',
  role: 'support',
  summary: 'Take a topic out of the lists; what was posted stays',
  params: { topicId: Id },
  answer: Shown,
  example: { params: { topicId: SOME_TOPIC }, answer: {} },
  errors: ['TopicNotFound'],
  handle: ({ core, tenant, params: { topicId }, meta }) => closeTopic(core, tenant, { topicId }, meta),
});

const Banner = Type.Object({
  desc: Text(),
  cover: Text('The picture: an address, or relative to where the app keeps its pictures.'),
  kind: oneOf(BANNER_KINDS),
  targetId: Type.Integer({
    minimum: 0,
    maximum: Number.MAX_SAFE_INTEGER,
    description: 'A person or a live; 0 for a page.',
  }),
  url: Text('Of a page; empty for a person or a live.'),
});
const Banners = Type.Object({ banners: Type.Array(Banner, { maxItems: MAX_BANNERS }) });
const SOME_BANNERS = [
  {
    desc: '新手指南',
    cover: '/static/cover/cover-1-108.png',
    kind: 'web' as const,
    targetId: 0,
    url: 'https://salon.example/guide',
  },
];

const banners = query({
  path: 'banners/list',
  name: 'listBanners',
  role: 'viewer',
  summary: 'Show what the app’s first screen shows',
  params: {},
  answer: Banners,
  example: { params: {}, answer: { banners: SOME_BANNERS } },
  handle: async ({ core, tenant }) => ({ banners: [...(await bannersOf(core, tenant))] }),
});

const bannersSet = action({
  path: 'banners/set',
  name: 'setBanners',
  role: 'support',
  summary: 'Set what the app’s first screen shows, all of it',
  params: { banners: Banners.properties.banners },
  answer: Written,
  example: { params: { banners: SOME_BANNERS }, answer: AT_POSITION },
  errors: ['IdempotencyConflict'],
  handle: ({ core, tenant, params: { banners }, meta }) => setBanners(core, tenant, { banners }, meta),
});

const System = oneOf(SYSTEMS);
const Release = {
  channel: Type.String({ maxLength: 100, default: '', description: 'The store; empty: every store.' }),
  versionCode: Type.String({ maxLength: 100 }),
  force: Type.Boolean({ default: false, description: 'The app does not go on without it.' }),
  url: Text(),
  title: Text(),
  text: Type.String({ maxLength: 2_000, default: '' }),
  fileName: Type.String({ maxLength: 200, default: '' }),
};
const SOME_RELEASE = {
  ...{ channel: '', versionCode: '1.0.4', force: false, url: 'https://cdn.salon.example/heihei-1.0.4.apk' },
  ...{ title: '更新', text: '新版本来了', fileName: 'heihei.apk' },
};

const releases = query({
  path: 'releases/list',
  name: 'listReleases',
  role: 'viewer',
  summary: 'List the releases of the app that are offered for a system',
  params: { system: System },
  answer: Type.Object({ releases: Type.Array(Type.Object(Release)) }),
  example: { params: { system: 'android' }, answer: { releases: [SOME_RELEASE] } },
  handle: async ({ core, tenant, params: { system } }) => ({ releases: await releasesOf(core, tenant, system) }),
});

const announce = action({
  path: 'releases/announce',
  name: 'announceRelease',
  role: 'admin',
  summary: 'Offer a release of the app to clients that are older',
  params: { system: System, ...Release },
  answer: Written,
  example: { params: { system: 'android', ...SOME_RELEASE }, answer: AT_POSITION },
  errors: ['IdempotencyConflict'],
  handle: ({ core, tenant, params, meta }) => {
    const { system, channel, versionCode, force, url, title, text, fileName } = params;
    return announceRelease(core, tenant, { system, channel, versionCode, force, url, title, text, fileName }, meta);
  },
});

const withdraw = action({
  path: 'releases/withdraw',
  name: 'withdrawRelease',
  role: 'admin',
  summary: 'Offer a release no more',
  params: { system: System, channel: Release.channel, versionCode: Release.versionCode },
  answer: Written,
  example: { params: { system: 'android', channel: '', versionCode: '1.0.4' }, answer: AT_POSITION },
  errors: ['IdempotencyConflict'],
  handle: ({ core, tenant, params: { system, channel, versionCode }, reason, meta }) =>
    withdrawRelease(core, tenant, { system, channel, versionCode, reason }, meta),
});

const house = query({
  path: 'house/show',
  name: 'showHouse',
  role: 'viewer',
  summary: 'Show what holds for a tenant: seats of new rooms, lines that begin conversations',
  params: {},
  answer: Type.Object({ seatCount: Count, hints: Type.Array(Type.String()) }),
  example: { params: {}, answer: { seatCount: 8, hints: ['你最近在听什么歌？'] } },
  async handle({ core, tenant }) {
    const { seatCount, hints } = await houseOf(core, tenant);
    return { seatCount, hints: [...hints] };
  },
});

const seats = action({
  path: 'house/set-seats',
  name: 'setRoomSeats',
  role: 'admin',
  summary: 'Set how many seats rooms have whose lives are created from now on',
  params: { seatCount: Type.Integer({ minimum: 1, maximum: MAX_ROOM_SEATS }) },
  answer: Written,
  example: { params: { seatCount: 20 }, answer: AT_POSITION },
  errors: ['IdempotencyConflict'],
  handle: ({ core, tenant, params: { seatCount }, meta }) => setRoomSeats(core, tenant, { seatCount }, meta),
});

const hints = action({
  path: 'house/set-hints',
  name: 'setHints',
  role: 'support',
  summary: 'Set the lines of which one begins each new conversation of two people',
  params: { hints: Type.Array(Text(), { maxItems: MAX_HINTS }) },
  answer: Written,
  example: { params: { hints: ['你最近在听什么歌？'] }, answer: AT_POSITION },
  errors: ['IdempotencyConflict'],
  handle: ({ core, tenant, params: { hints }, meta }) => setHints(core, tenant, { hints }, meta),
});

export const houseEndpoints: readonly Endpoint[] = [
  ...[topics, open, change, close],
  ...[banners, bannersSet],
  ...[releases, announce, withdraw],
  ...[house, seats, hints],
];
