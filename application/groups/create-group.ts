import { groupDecider } from '../../domain/group/decider.ts';
import type { GroupLook, GroupRules } from '../../domain/group/events.ts';
import { DomainError } from '../../domain/kernel/errors.ts';
import { groupStream } from '../../domain/streams.ts';
import type { GroupDocument } from '../../projections/views/groups.ts';
import type { Actor } from '../actor.ts';
import { type MakeMeta, type Shown, shown, whenNew, withInput } from '../commands.ts';
import type { Core } from '../core.ts';
import { idOfCommand } from '../ids.ts';
import { personCard } from '../people/cards.ts';
import { APP_SERVER, GROUP_VIEWS } from './group.ts';
import { groupWords, lookIn } from './look.ts';
import { type AddingOutcome, outcomesOfAdding } from './members.ts';

/** Rules of a group whose creator says nothing of them: closed, and every member may invite. */
export const DEFAULT_RULES: GroupRules = { kind: 'group', isOpen: false, membersInvite: true, membersChange: false };

export interface NewGroup {
  /** Default: the actor. By the app's server: necessary. */
  ownerId?: number;
  name: string;
  pictureUrl?: string;
  introduction?: string;
  notice?: string;
  rules?: Partial<GroupRules>;
  /** The first members, beside the owner; at most MAX_MEMBERS_PER_COMMAND. Those who cannot be added are left out: see `outcomes`. */
  userIds?: readonly number[];
  /** Those of them who are administrators. */
  adminIds?: readonly number[];
}

export interface CreatedGroup extends Shown {
  group: Omit<GroupDocument, 'changedAt'>;
  outcomes: AddingOutcome[];
}

/**
 * Creates a group. Under a key, a repetition answers with the same group.
 *
 * Throws `UserNotFound` for an owner who is not there, `NotOwner` for a person who makes somebody else the owner, `InvalidInput` for texts and lists
 * out of bounds, `TextNotAllowed`, `GroupFull`, `GroupsTooMany` for an owner in too many groups, `IdempotencyConflict`.
 */
export async function createGroup(
  core: Core,
  actor: Actor,
  given: NewGroup,
  makeMeta: MakeMeta,
): Promise<CreatedGroup> {
  const { appId } = actor;
  const { ownerId = actor.userId, name, userIds = [], adminIds = [] } = given;
  const meta = withInput(makeMeta('create-group'), given);
  await personCard(core, appId, ownerId, 'ownerId');
  const words = groupWords(core, actor, { ...EMPTY_LOOK, ...lookIn(given), name });
  const invited = [...new Set([...adminIds, ...userIds])].filter((userId) => userId !== ownerId);
  const [outcomes, ofOwner] = await Promise.all([
    outcomesOfAdding(core, actor, invited),
    outcomesOfAdding(core, { appId, userId: APP_SERVER }, [ownerId]),
  ]);
  const fit = new Set(outcomes.filter(({ outcome }) => outcome === 'added').map(({ userId }) => userId));
  const groupId = idOfCommand(meta.commandId);
  const handled = await core.commands.handle(
    whenNew(groupDecider, () => {
      words.requireAllowed();
      if (ofOwner[0]?.outcome === 'too-many-groups') throw new DomainError('GroupsTooMany');
    }),
    groupStream(appId, groupId),
    {
      type: 'CreateGroup',
      groupId,
      ownerId,
      look: words.look,
      rules: { ...DEFAULT_RULES, ...given.rules },
      adminIds: adminIds.filter((userId) => fit.has(userId)),
      userIds: [...fit],
    },
    meta,
  );
  const isShown = await shown(core, handled.position, GROUP_VIEWS);
  const { look, rules, members, ...state } = handled.state;
  const createdAt = handled.events[0]?.meta.at ?? meta.at;
  const group = {
    ...{ appId, groupId, ownerId: state.ownerId, ...look, ...rules },
    ...{ memberCount: members.size, createdAt, isDestroyed: state.isDestroyed },
  };
  return { group, outcomes, ...isShown };
}

const EMPTY_LOOK: GroupLook = { name: '', pictureUrl: '', introduction: '', notice: '' };
