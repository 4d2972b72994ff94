import { userStream } from '../../domain/streams.ts';
import { userDecider } from '../../domain/user/decider.ts';
import type { Actor } from '../actor.ts';
import type { MakeMeta } from '../commands.ts';
import type { Core } from '../core.ts';

/** Switches notifications on or off for the actor, on all of their phones. Throws `IdempotencyConflict`. */
export async function setPushEnabled(
  { commands }: Core,
  { appId, userId }: Actor,
  { enabled }: { enabled: boolean },
  makeMeta: MakeMeta,
): Promise<void> {
  const command = { type: 'SetPushEnabled', enabled } as const;
  await commands.handle(userDecider, userStream(appId, userId), command, makeMeta('set-push-enabled'));
}

/** Whether the actor wants notifications while the app is closed, durable up to now. */
export async function isPushEnabled({ commands }: Core, { appId, userId }: Actor): Promise<boolean> {
  const { state } = await commands.load(userDecider, userStream(appId, userId));
  return state.pushEnabled;
}
