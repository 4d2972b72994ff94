import { relationsDecider } from '../../domain/relations/decider.ts';
import {
  conferenceStream,
  conversationStream,
  devicesStream,
  feedStream,
  honoursStream,
  inboxStream,
  listensStream,
  liveStream,
  noticeStream,
  pushStream,
  recordingsStream,
  relationsStream,
  userStream,
  verificationStream,
  walletStream,
} from '../../domain/streams.ts';
import { userDecider } from '../../domain/user/decider.ts';
import { MAX_QUERY_DOCUMENTS } from '../../projections/read-models.ts';
import { follows } from '../../projections/views/follows.ts';
import { inboxEntries } from '../../projections/views/inbox-entries.ts';
import { liveMembers } from '../../projections/views/live-members.ts';
import { lives } from '../../projections/views/lives.ts';
import { orders } from '../../projections/views/orders.ts';
import { reports } from '../../projections/views/reports.ts';
import { namesOf } from '../accounts/names.ts';
import type { Actor } from '../actor.ts';
import type { Core } from '../core.ts';
import { cardsOf, personCard } from '../people/cards.ts';
import { balanceNow } from '../wallets/balance.ts';
import { cursorText, EXPORT_PARTS, EXPORT_START, type ExportCursor, type ExportPart, readCursor } from './cursor.ts';
import { ownPart } from './own-part.ts';

/** One thing that is known of a person. */
export interface ExportItem {
  /** Which part of the export it belongs to: see docs/guarantees.md, "Being forgotten". */
  part: ExportPart;
  /** What it is: the type of an event, or `profile`, `name`, `session`, `person`, `live`, `visit`, `report`, `order`. */
  type: string;
  /** When it happened or began, epoch ms; absent where that is not known. */
  at?: number;
  data: object;
}

export interface ExportPage {
  items: ExportItem[];
  /** Send it for the next page; null when there is none. */
  next: string | null;
}

/** A page ends when it has looked at this many events or documents: some 10 ms of work, and some 1 MB. */
const PAGE_LOOKS = 1_000;
/** Events or documents that one step looks at, at most. */
const STEP_LOOKS = 500;

/** What a step found, what it cost in events or documents looked at, and where to go on; null: at the next part. */
interface Step {
  items: ExportItem[];
  looks: number;
  next: ExportCursor | null;
}

/**
 * A page of everything that is known of the actor: profile, outside names, sessions, every event of their own streams (account,
 * relations, wallet, list of conversations, phones, notifications, sign-in codes), whom they follow and block and who follows them,
 * what they wrote to others, the lives that they hosted and visited, and every event of these rooms that names them, what they said
 * among them, whom they reported and what they were reported for, what they ordered for money. Secrets are left out, and of others everything but ids and names. `cursor`: the `next` of the page before; '' for the
 * first. Pages are made one by one from what is there at the time.
 *
 * Throws `UserNotFound` for an unknown or erased person, `InvalidInput` (field `cursor`).
 */
export async function exportPage(core: Core, actor: Actor, { cursor }: { cursor: string }): Promise<ExportPage> {
  await personCard(core, actor.appId, actor.userId);
  let at: ExportCursor | null = cursor === '' ? EXPORT_START : readCursor(cursor);
  const items: ExportItem[] = [];
  for (let looks = 0; at !== null && looks < PAGE_LOOKS; ) {
    const step: Step = await STEPS[EXPORT_PARTS[at.part]!](core, actor, at);
    items.push(...step.items);
    looks += step.looks + 1;
    const isLast: boolean = at.part === EXPORT_PARTS.length - 1;
    at = step.next ?? (isLast ? null : { ...EXPORT_START, part: at.part + 1 });
  }
  return { items, next: at && cursorText(at) };
}

type TakeStep = (core: Core, actor: Actor, at: ExportCursor) => Promise<Step>;

const STEPS: Readonly<Record<ExportPart, TakeStep>> = {
  summary,
  streams: ownStreams,
  following: (core, actor, at) => related(core, actor, at, 'following'),
  blocked: (core, actor, at) => related(core, actor, at, 'blocked'),
  followers,
  conversations,
  hosted,
  visiting: (core, actor, at) => visits(core, actor, at, 'visiting'),
  visited: (core, actor, at) => visits(core, actor, at, 'visited'),
  reports: (core, actor, at) => reportsIn(core, actor, at, 'reports'),
  reported: (core, actor, at) => reportsIn(core, actor, at, 'reported'),
  orders: ordersOf,
};

async function summary(core: Core, actor: Actor): Promise<Step> {
  const { appId, userId } = actor;
  const { state } = await core.commands.load(userDecider, userStream(appId, userId));
  const { displayName, gender, birthDay, coverUrl, address, latlng, description } = state;
  const { phone, heiNum, uid, completed, renameCount, banned } = state;
  const texts = { displayName, gender, birthDay, coverUrl, address, latlng, description };
  const profile = { userId, phone, heiNum, uid, ...texts, completed, renameCount, banned };
  const balance = await balanceNow(core, actor);
  const names = await namesOf(core, appId, userId);
  const items: ExportItem[] = [
    { part: 'summary', type: 'profile', data: { ...profile, balance } },
    ...names.map(({ kind, value, claimedAt }) => item('name', claimedAt, { kind, value })),
    ...[...state.sessions.values()].map((expiresAt) => item('session', undefined, { expiresAt })),
  ];
  return { items, looks: items.length, next: null };
}

function item(type: string, at: number | undefined, data: object): ExportItem {
  return { part: 'summary', type, ...(at !== undefined && { at }), data };
}

async function ownStreams(core: Core, actor: Actor, at: ExportCursor): Promise<Step> {
  const { appId, userId } = actor;
  const phones = (await namesOf(core, appId, userId)).filter(({ kind }) => kind === 'phone');
  const streams = [
    userStream(appId, userId),
    relationsStream(appId, userId),
    walletStream(appId, userId),
    inboxStream(appId, userId),
    devicesStream(appId, userId),
    pushStream(appId, userId),
    recordingsStream(appId, userId),
    listensStream(appId, userId),
    noticeStream(appId, 'user', userId),
    honoursStream(appId, userId),
    ...phones.map(({ value }) => verificationStream(appId, value)),
  ];
  return eventsOf(core, actor, at, 'streams', streams);
}

/** A stretch of events that name the actor, of one of several streams; `next` is null behind the last stream. */
async function eventsOf(
  core: Core,
  { userId }: Actor,
  at: ExportCursor,
  part: ExportPart,
  streams: readonly string[],
): Promise<Step> {
  const stream = streams[at.stream];
  if (stream === undefined) return { items: [], looks: 0, next: null };
  const events = await core.log.read(stream, { from: at.revision, limit: STEP_LOOKS });
  const isAboutPhone = stream.startsWith('verification-');
  const items = events.flatMap((event) => {
    const own = ownPart(event, isAboutPhone ? null : userId);
    return own ? [{ part, ...own }] : [];
  });
  const last = events[events.length - 1];
  const isWhole = events.length < STEP_LOOKS;
  const next = isWhole ? { ...at, stream: at.stream + 1, revision: 0 } : { ...at, revision: last!.revision + 1 };
  return { items, looks: events.length, next: isWhole && at.stream + 1 >= streams.length ? null : next };
}

/** People whom the actor follows or blocks, by id and name. */
async function related(core: Core, actor: Actor, at: ExportCursor, part: 'following' | 'blocked'): Promise<Step> {
  const { appId, userId } = actor;
  const { state } = await core.commands.load(relationsDecider, relationsStream(appId, userId));
  const ids = [...state[part]].slice(at.revision, at.revision + STEP_LOOKS);
  const items = await people(core, appId, part, ids);
  const next = ids.length < STEP_LOOKS ? null : { ...at, revision: at.revision + ids.length };
  return { items, looks: ids.length, next };
}

async function people(core: Core, appId: string, part: ExportPart, ids: readonly number[]): Promise<ExportItem[]> {
  const cards = await cardsOf(core, appId, ids);
  return ids.map((userId) => {
    const displayName = cards.get(userId)?.displayName ?? '';
    return { part, type: 'person', data: { userId, displayName } };
  });
}

async function followers(core: Core, { appId, userId }: Actor, at: ExportCursor): Promise<Step> {
  const limit = Math.min(STEP_LOOKS, MAX_QUERY_DOCUMENTS);
  const query = { index: 'followers', equals: [appId, userId], offset: at.skip, limit } as const;
  const found = await core.models.find(follows, { ...query, ...(at.at > 0 && { from: at.at }) });
  const ids = found.map(({ document }) => document.userId);
  const items = await people(core, appId, 'followers', ids);
  const times = found.map(({ document }) => document.at);
  return { items, looks: ids.length, next: found.length < limit ? null : behind(at, times) };
}

/** The cursor behind entries with these times: from the last one's time on, without those of that time. */
function behind(at: ExportCursor, times: readonly number[]): ExportCursor {
  const last = times.at(-1)!;
  const same = times.filter((time) => time === last).length;
  return { ...at, at: last, skip: last === at.at ? at.skip + same : same, stream: 0, revision: 0 };
}

/** What the actor and others wrote to each other: of the others' messages, that and when they came. */
async function conversations(core: Core, actor: Actor, at: ExportCursor): Promise<Step> {
  const { appId, userId } = actor;
  const query = { index: 'byUser', equals: [appId, userId], offset: at.skip, limit: 1 } as const;
  const [found] = await core.models.find(inboxEntries, { ...query, ...(at.at > 0 && { from: at.at }) });
  if (!found) return { items: [], looks: 0, next: null };
  const { otherId, at: time } = found.document;
  const step = await eventsOf(core, actor, at, 'conversations', [conversationStream(appId, userId, otherId)]);
  return { ...step, next: step.next ?? behind(at, [time]) };
}

/** The lives that the actor hosted, each with the events of its room that name the actor. */
async function hosted(core: Core, actor: Actor, at: ExportCursor): Promise<Step> {
  const query = { index: 'byHost', equals: [actor.appId, actor.userId], offset: at.skip, limit: 1 } as const;
  const [found] = await core.models.find(lives, { ...query, ...(at.at > 0 && { from: at.at }) });
  if (!found) return { items: [], looks: 0, next: null };
  const { appId, ...live } = found.document;
  const first: ExportItem = { part: 'hosted', type: 'live', at: live.createdAt, data: live };
  return room(core, actor, at, { part: 'hosted', liveId: live.liveId, time: live.createdAt, first });
}

/** The lives of others that the actor is in (`visiting`) or was in, each with the events of its room that name the actor. */
async function visits(core: Core, actor: Actor, at: ExportCursor, part: 'visiting' | 'visited'): Promise<Step> {
  const equals = [actor.appId, actor.userId, part === 'visiting'] as const;
  const query = { index: 'ofUser', equals, offset: at.skip, limit: 1, ...(at.at > 0 && { from: at.at }) } as const;
  const [found] = await core.models.find(liveMembers, query);
  if (!found) return { items: [], looks: 0, next: null };
  const { liveId, joinTime, isHost } = found.document;
  if (isHost) return { items: [], looks: 1, next: behind(at, [joinTime]) };
  const first: ExportItem = { part, type: 'visit', at: joinTime, data: { liveId } };
  return room(core, actor, at, { part, liveId, time: joinTime, first });
}

/** Whom the actor reported; and for what the actor was reported, without by whom. */
async function reportsIn(core: Core, actor: Actor, at: ExportCursor, part: 'reports' | 'reported'): Promise<Step> {
  const equals = [actor.appId, actor.userId] as const;
  const page = { equals, offset: at.skip, limit: STEP_LOOKS, ...(at.at > 0 && { from: at.at }) };
  const found = await (part === 'reports'
    ? core.models.find(reports, { index: 'byReporter', ...page })
    : core.models.find(reports, { index: 'ofUser', ...page }));
  const items = found.map(({ document: { reportId, userId, kind, at: time } }): ExportItem => {
    const data = part === 'reports' ? { reportId, userId, kind } : { reportId, kind };
    return { part, type: 'report', at: time, data };
  });
  const times = found.map(({ document }) => document.at);
  return { items, looks: items.length, next: found.length < STEP_LOOKS ? null : behind(at, times) };
}

/** What the actor ordered and paid for with money. */
async function ordersOf(core: Core, { appId, userId }: Actor, at: ExportCursor): Promise<Step> {
  const query = { index: 'byUser', equals: [appId, userId], offset: at.skip, limit: STEP_LOOKS } as const;
  const found = await core.models.find(orders, { ...query, ...(at.at > 0 && { from: at.at }) });
  const items = found.map(({ document: { appId: _, ...data } }): ExportItem => {
    return { part: 'orders', type: 'order', at: data.createdAt, data };
  });
  const times = found.map(({ document }) => document.createdAt);
  return { items, looks: items.length, next: found.length < STEP_LOOKS ? null : behind(at, times) };
}

interface Room {
  part: ExportPart;
  liveId: number;
  /** By which the list of rooms is ordered. */
  time: number;
  /** Comes before the room's events. */
  first: ExportItem;
}

async function room(core: Core, actor: Actor, at: ExportCursor, { part, liveId, time, first }: Room): Promise<Step> {
  const { appId } = actor;
  const streams = [liveStream(appId, liveId), conferenceStream(appId, liveId), feedStream(appId, liveId)];
  const step = await eventsOf(core, actor, at, part, streams);
  const isFirst = at.stream === 0 && at.revision === 0;
  const items = isFirst ? [first, ...step.items] : step.items;
  return { items, looks: step.looks, next: step.next ?? behind(at, [time]) };
}
