import { inboxDecider } from '../../domain/inbox/decider.ts';
import { inboxStream } from '../../domain/streams.ts';
import { type CallNotice, callNotices } from '../../projections/views/call-notices.ts';
import type { Actor } from '../actor.ts';
import { type MakeMeta, type Shown, shown, withInput } from '../commands.ts';
import type { Core } from '../core.ts';

export type { CallNotice };

/** Who called the actor lately, newest first; at most `MAX_CALL_NOTICES`. */
export async function callNoticesOf(core: Core, { appId, userId }: Actor): Promise<CallNotice[]> {
  const kept = await core.models.get(callNotices, `${appId}.${userId}`);
  return (kept?.notices ?? []).toReversed();
}

/** Counts one as read, or takes it out of the list. One that is not there, or another's, is no error, and nothing is done. */
export async function settleCallNotice(
  core: Core,
  actor: Actor,
  { position, how }: { position: number; how: 'read' | 'remove' },
  makeMeta: MakeMeta,
): Promise<Shown> {
  const { appId, userId } = actor;
  const found = (await callNoticesOf(core, actor)).find((notice) => notice.position === position);
  if (!found || (how === 'read' && found.isRead)) return {};
  const type = how === 'read' ? 'ReadCallNotice' : 'RemoveCallNotice';
  const meta = withInput(makeMeta('settle-call-notice'), { position, how });
  const command = { type, position } as const;
  const handled = await core.commands.handle(inboxDecider, inboxStream(appId, userId), command, meta);
  return shown(core, handled.position, [callNotices]);
}
