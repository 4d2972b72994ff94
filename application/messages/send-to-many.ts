import type { MessageContent } from '../../domain/conversation/content.ts';
import { DomainError } from '../../domain/kernel/errors.ts';
import { derivedCommandId } from '../../domain/kernel/ids.ts';
import { personWithId } from '../accounts/named-person.ts';
import { eachOf } from '../at-once.ts';
import type { MakeMeta } from '../commands.ts';
import type { Core } from '../core.ts';
import { APP_SERVER, groupNow } from '../groups/group.ts';
import { passByForApp, writeForApp } from './send-for-app.ts';

/** Targets that one call writes to at a time: each is a stream of its own, and they share the log's syncs. */
const AT_ONCE = 16;

/** What an app's server sends to several people, or to several groups. */
export interface Mailing {
  /** In whose name; APP_SERVER (0): the app's own. */
  fromUserId: number;
  to: { userIds: readonly number[] } | { groupIds: readonly number[] };
  content: MessageContent;
  /** Sockets get it, and nothing is kept in lists: for what apps tell each other. Custom content alone. */
  passesBy?: boolean;
}

/**
 * Writes the same to several people or groups, for the app's server: to all of them, or to none when one is not there. Neither blocks nor
 * membership hold (`writeForApp`). Under a key, what a crash left half done the next call completes, and nobody gets it twice.
 *
 * Throws `UserNotFound`, `GroupNotFound`, `TargetIsSelf`, `IdempotencyConflict`.
 */
export async function sendToMany(
  core: Core,
  appId: string,
  { fromUserId, to, content, passesBy = false }: Mailing,
  makeMeta: MakeMeta,
  key?: string,
): Promise<void> {
  if (fromUserId !== APP_SERVER) await personWithId(core, appId, String(fromUserId));
  const targets = 'userIds' in to ? [...new Set(to.userIds)] : [...new Set(to.groupIds)];
  if ('userIds' in to && targets.includes(fromUserId)) throw new DomainError('TargetIsSelf');
  await eachOf(targets, AT_ONCE, async (target) => {
    if ('userIds' in to) await personWithId(core, appId, String(target));
    else await groupNow(core, appId, target);
  });
  const input = { fromUserId, content };
  await eachOf(targets, AT_ONCE, async (target) => {
    const recipient = 'userIds' in to ? { userId: target } : { groupId: target };
    const message = { fromUserId, to: recipient, input };
    const toTarget = commandFor(makeMeta, target);
    if (passesBy && content.kind === 'custom') await passByForApp(core, appId, { ...message, content }, toTarget, key);
    else await writeForApp(core, appId, { ...message, content }, toTarget, key);
  });
}

/** A command of its own for each target, so that each message has an id of its own. */
function commandFor(makeMeta: MakeMeta, target: number): MakeMeta {
  return (purpose, key) => {
    const meta = makeMeta(purpose, key);
    return { ...meta, commandId: derivedCommandId(meta.commandId, `send-to of ${target}`) };
  };
}
