import { DomainError } from '../../domain/kernel/errors.ts';
import { listensDecider } from '../../domain/listens/decider.ts';
import { recordingsDecider } from '../../domain/recordings/decider.ts';
import { listensStream, recordingsStream } from '../../domain/streams.ts';
import { type RecordDocument, records } from '../../projections/views/records.ts';
import type { Actor } from '../actor.ts';
import { isOnTheLine } from '../chats/line.ts';
import { type MakeMeta, type Shown, shown } from '../commands.ts';
import type { Core } from '../core.ts';
import { blockersAmong, cardsOf, followedAmong, type UserCard } from '../people/cards.ts';
import { between, blockListOf } from '../policy/people.ts';
import { liveOnAir } from '../rooms/playing-live.ts';

/** Recordings on a page. */
export const RECORDS_PER_PAGE = 20;
/** Recordings that are looked through for one page: so many may be of people whom the actor does not hear. */
const MAX_LOOKED_THROUGH = 400;

/** A recording as its listeners find it. */
export interface HeardRecord {
  record: RecordDocument;
  /** The address of the sound. */
  url: string;
  owner: UserCard;
  isFollowed: boolean;
}

/** Somebody else's recording in a list, the live that its owner plays, and whether its owner calls or talks now. */
export interface ListedRecord extends HeardRecord {
  liveId: number | null;
  onTheLine: boolean;
}

export interface RecordPage {
  /** Null without one. */
  mine: HeardRecord | null;
  /** Newest first. */
  others: ListedRecord[];
}

/**
 * The actor's own recording, and a page of others', newest first: those before the recording `before`, 0 for the newest. Left out are
 * recordings that wait for a review, of the banned, and of people whom the actor blocks or who block the actor.
 */
export async function latestRecords(core: Core, actor: Actor, { before }: { before: number }): Promise<RecordPage> {
  const { appId, userId } = actor;
  const [own] = await core.models.find(records, { index: 'byUser', equals: [appId, userId], limit: 1 });
  const mine = own ? await shownRecords(core, actor, [own.document]) : [];
  const blocked = await blockListOf(core, appId, userId);
  const found: HeardRecord[] = [];
  for (let after = before, read = 0; found.length < RECORDS_PER_PAGE && read < MAX_LOOKED_THROUGH; ) {
    const page = await core.models.find(records, {
      index: 'latest',
      equals: [appId, true],
      ...(after > 0 && { after }),
      limit: RECORDS_PER_PAGE,
    });
    const documents = page.map(({ document }) => document);
    const wanted = documents.filter((record) => record.userId !== userId && !blocked.has(record.userId));
    found.push(...(await audibleFor(core, actor, wanted)));
    read += page.length;
    if (page.length < RECORDS_PER_PAGE) break;
    after = documents[documents.length - 1]!.recordId;
  }
  const others = found.slice(0, RECORDS_PER_PAGE).map(async (record): Promise<ListedRecord> => {
    const { userId: hostId, liveCount } = record.owner;
    // Most people never go live: no look-up for them.
    const liveId = liveCount > 0 ? await liveOnAir(core, actor, { hostId }) : null;
    return { ...record, liveId, onTheLine: await isOnTheLine(core, appId, hostId) };
  });
  return { mine: mine[0] ?? null, others: await Promise.all(others) };
}

async function audibleFor(core: Core, actor: Actor, found: readonly RecordDocument[]): Promise<HeardRecord[]> {
  const owners = found.map(({ userId }) => userId);
  const blockers = await blockersAmong(core, actor.appId, actor.userId, owners);
  const shownOnes = await shownRecords(
    core,
    actor,
    found.filter(({ userId }) => !blockers.has(userId)),
  );
  return shownOnes.filter(({ owner }) => !owner.banned && !owner.erased);
}

/** With their owners; without those whose owner is not in the read model yet. */
async function shownRecords(core: Core, actor: Actor, found: readonly RecordDocument[]): Promise<HeardRecord[]> {
  const { appId, userId } = actor;
  const owners = found.map((record) => record.userId);
  const [cards, followed] = await Promise.all([
    cardsOf(core, appId, owners),
    followedAmong(core, appId, userId, owners),
  ]);
  return found.flatMap((record) => {
    const owner = cards.get(record.userId);
    const url = core.files.store.url(record.path);
    return owner ? [{ record, url, owner, isFollowed: followed.has(record.userId) }] : [];
  });
}

/**
 * A recording that the actor is about to hear; hearing another person's is noted for their history. Throws `RecordNotFound`, also for one that
 * waits for a review (unless it is the actor's own), of a banned person, or when one of the two blocks the other.
 */
export async function readRecord(
  core: Core,
  actor: Actor,
  { recordId }: { recordId: number },
  makeMeta: MakeMeta,
): Promise<HeardRecord> {
  const record = await recordOf(core, actor, recordId);
  const [found] = await shownRecords(core, actor, [record]);
  if (!found) throw new DomainError('RecordNotFound');
  if (record.userId === actor.userId) return found;
  const { blocks, isBlocked, isBanned, isErased } = await between(core, actor, record.userId);
  if (!record.audible || blocks || isBlocked || isBanned || isErased) throw new DomainError('RecordNotFound');
  const { userId } = actor;
  const hear = { type: 'HearRecord', recordId, userId, ownerId: record.userId } as const;
  await core.commands.handle(
    listensDecider,
    listensStream(actor.appId, userId),
    hear,
    makeMeta(`read-record ${recordId}`),
  );
  return found;
}

/** Takes the actor's own recording away. Throws `RecordNotFound`, `RecordNotOwn`, `IdempotencyConflict`. */
export async function deleteRecord(
  core: Core,
  actor: Actor,
  { recordId }: { recordId: number },
  makeMeta: MakeMeta,
): Promise<Shown> {
  const stream = recordingsStream(actor.appId, actor.userId);
  const other = await core.models.get(records, `${actor.appId}.${recordId}`);
  if (other && other.userId !== actor.userId) throw new DomainError('RecordNotOwn');
  const command = { type: 'DeleteRecord', recordId } as const;
  const meta = makeMeta(`delete-record ${recordId}`);
  const { position } = await core.commands.handle(recordingsDecider, stream, command, meta);
  return shown(core, position, [records]);
}

/** Throws `RecordNotFound`. */
async function recordOf(core: Core, { appId }: Pick<Actor, 'appId'>, recordId: number): Promise<RecordDocument> {
  const record = await core.models.get(records, `${appId}.${recordId}`);
  if (!record) throw new DomainError('RecordNotFound');
  return record;
}
