import { createHmac } from 'node:crypto';
import { liveDecider } from '../../domain/live/decider.ts';
import { liveStream } from '../../domain/streams.ts';
import { follows } from '../../projections/views/follows.ts';
import type { Actor } from '../actor.ts';
import { type MakeMeta, whenNew, withInput } from '../commands.ts';
import type { Core } from '../core.ts';
import { blockersAmong, type ListedPerson, listedPeople, personCard } from '../people/cards.ts';
import { requireHost } from '../policy/lives.ts';
import { between, blockListOf, requireMayReach } from '../policy/people.ts';

/** Most people that a host is offered for an invitation. */
const MAX_CANDIDATES = 100;
/** They are picked from this many newest followers, and as many newest followed people. */
const FRIENDS_READ = 200;
/** Length of an invitation's key, in hexadecimal digits: 128 bits. */
const KEY_CHARS = 32;

/** Somebody whom a host may want to invite. */
export interface Candidate extends ListedPerson {
  hasKnocked: boolean;
}

/**
 * People whom the host of a live may want to invite: first those who knocked, friends or not, then followers and followed people,
 * newest first; without people who are in the room, banned or erased, or of whom one blocks the other. Throws `LiveNotFound`, `NotHost`.
 */
export async function inviteCandidates(core: Core, actor: Actor, { liveId }: { liveId: number }): Promise<Candidate[]> {
  const { appId, userId } = actor;
  await requireHost(core, actor, liveId);
  const friends = await friendsOf(core, actor);
  const blocked = new Set(await blockListOf(core, appId, userId));
  const { state: live } = await core.commands.load(liveDecider, liveStream(appId, liveId));
  const knocked = [...live.knocks.keys()].reverse();
  const candidates = [...new Set([...knocked, ...friends])].filter(
    (id) => id !== userId && !blocked.has(id) && !live.members.has(id),
  );
  const knockers = new Set(knocked);
  const chosen = candidates.slice(0, MAX_CANDIDATES);
  const [people, blockers] = await Promise.all([
    listedPeople(core, actor, chosen),
    blockersAmong(core, appId, userId, chosen),
  ]);
  return people
    .filter(({ card }) => !card.banned && !card.erased && !blockers.has(card.userId))
    .map((person) => ({ ...person, hasKnocked: knockers.has(person.card.userId) }));
}

/** Followers of a user, then people whom the user follows, each newest first. */
async function friendsOf(core: Core, { appId, userId }: Actor): Promise<number[]> {
  const newest = { equals: [appId, userId], limit: FRIENDS_READ } as const;
  const [followers, following] = await Promise.all([
    core.models.find(follows, { index: 'followers', ...newest }),
    core.models.find(follows, { index: 'following', ...newest }),
  ]);
  return [...followers.map(({ document }) => document.userId), ...following.map(({ document }) => document.targetId)];
}

/**
 * Invites a person into the host's live. They get a key by message, which opens a full room once. It derives from the command's id
 * and a secret, so that a repeated request invites with the same key and nobody can guess it.
 *
 * Throws `LiveNotFound`, `NotHost`, `UserNotFound` (field `userId`, also for the banned and the erased), `TargetIsSelf`, `IdempotencyConflict`;
 * `ProfileHidden` or `TargetBlocked` where one of the two blocks the other.
 */
export async function inviteViewer(
  core: Core,
  actor: Actor,
  { liveId, userId }: { liveId: number; userId: number },
  makeMeta: MakeMeta,
): Promise<void> {
  const { appId } = actor;
  await requireHost(core, actor, liveId);
  await personCard(core, appId, userId, 'userId');
  const host = await personCard(core, appId, actor.userId);
  const meta = withInput(makeMeta(`invite-user ${liveId}`), { userId });
  const invitationKey = createHmac('sha256', core.settings.tokenSecret)
    .update(`invitation ${meta.commandId}`)
    .digest('hex')
    .slice(0, KEY_CHARS);
  const invite = { type: 'InviteViewer', userId, invitationKey, host } as const;
  const people = await between(core, actor, userId);
  const mayInvite = whenNew(liveDecider, () => requireMayReach(people, 'userId'));
  await core.commands.handle(mayInvite, liveStream(appId, liveId), invite, meta);
}
