import type { GroupCommand } from '../../domain/group/commands.ts';
import { groupDecider } from '../../domain/group/decider.ts';
import type { GroupLook, GroupRole } from '../../domain/group/events.ts';
import { MAX_EMPTIED_AT_ONCE, MAX_GROUP_MEMBERS } from '../../domain/group/limits.ts';
import type { KeyPurpose } from '../../domain/kernel/purposes.ts';
import { groupStream } from '../../domain/streams.ts';
import { stepOf } from '../accounts/identities.ts';
import type { Actor } from '../actor.ts';
import { type MakeMeta, type Shown, shown, whenNew, withInput } from '../commands.ts';
import type { Core } from '../core.ts';
import { GROUP_VIEWS } from './group.ts';
import { groupWords, lookIn } from './look.ts';

/**
 * Changes how a group looks; what is absent stays as it is. Throws `GroupNotFound`, `NotInGroup`, `NotGroupAdmin` for a member whom the rules do
 * not let, `InvalidInput`, `TextNotAllowed`.
 */
export async function changeGroup(
  core: Core,
  actor: Actor,
  { groupId, ...given }: { groupId: number } & Partial<GroupLook>,
  makeMeta: MakeMeta,
): Promise<Shown> {
  const changes = lookIn(given);
  const { look, requireAllowed } = groupWords(core, actor, changes);
  const meta = withInput(makeMeta(`change-group ${groupId}`), changes);
  const { position } = await core.commands.handle(
    whenNew(groupDecider, requireAllowed),
    groupStream(actor.appId, groupId),
    { type: 'ChangeGroup', look },
    meta,
  );
  return shown(core, position, GROUP_VIEWS);
}

/** Makes another member the owner. Throws `GroupNotFound`, `NotInGroup` for either of the two, `NotGroupOwner`. */
export function transferGroup(
  core: Core,
  actor: Actor,
  { groupId, toUserId }: { groupId: number; toUserId: number },
  makeMeta: MakeMeta,
): Promise<Shown> {
  return run(core, actor, groupId, { type: 'TransferGroup', toUserId }, makeMeta, 'transfer-group');
}

/**
 * Makes a member an administrator, or one without a role. Throws `GroupNotFound`, `NotInGroup` for either of the two, `NotGroupOwner`,
 * `TargetIsSelf` for the owner, `GroupFull` past MAX_GROUP_ADMINS.
 */
export function setGroupRole(
  core: Core,
  actor: Actor,
  { groupId, userId, role }: { groupId: number; userId: number; role: Exclude<GroupRole, 'owner'> },
  makeMeta: MakeMeta,
): Promise<Shown> {
  return run(core, actor, groupId, { type: 'SetGroupRole', userId, role }, makeMeta, 'set-group-role');
}

/** Ends a group for everybody, and for good. Throws `GroupNotFound`, also when it was destroyed before, `NotInGroup`, `NotGroupOwner`. */
export async function destroyGroup(
  core: Core,
  actor: Actor,
  { groupId }: { groupId: number },
  makeMeta: MakeMeta,
): Promise<Shown> {
  const stream = groupStream(actor.appId, groupId);
  const meta = withInput(makeMeta(`destroy-group ${groupId}`), { groupId });
  let { position, state } = await core.commands.handle(groupDecider, stream, { type: 'DestroyGroup' }, meta);
  // What a crash leaves here, the reactor `empty-group` does.
  for (let step = 1; state.members.size > 0 && step * MAX_EMPTIED_AT_ONCE < MAX_GROUP_MEMBERS; step++) {
    const emptying = stepOf(meta, `empty-group of ${step}`);
    ({ position, state } = await core.commands.handle(groupDecider, stream, { type: 'EmptyGroup' }, emptying));
  }
  return shown(core, position, GROUP_VIEWS);
}

async function run(
  core: Core,
  { appId }: Actor,
  groupId: number,
  command: GroupCommand,
  makeMeta: MakeMeta,
  purpose: 'transfer-group' | 'set-group-role',
): Promise<Shown> {
  const meta = withInput(makeMeta(`${purpose} ${groupId}` satisfies KeyPurpose), command);
  const { position } = await core.commands.handle(groupDecider, groupStream(appId, groupId), command, meta);
  return shown(core, position, GROUP_VIEWS);
}
