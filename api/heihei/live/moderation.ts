import { Type } from '@sinclair/typebox';
import { shown } from '../../../application/commands.ts';
import { liveStream, playingStanding, standing } from '../../../application/rooms/standing.ts';
import { DomainError } from '../../../domain/kernel/errors.ts';
import type { LiveCommand } from '../../../domain/live/commands.ts';
import { liveDecider } from '../../../domain/live/decider.ts';
import type { NamedView } from '../../../projections/read-models.ts';
import { liveMembers } from '../../../projections/views/live-members.ts';
import { lives } from '../../../projections/views/lives.ts';
import { endpoint, type UserCall } from '../../http/endpoint.ts';
import { LiveId, UserId } from '../../http/params.ts';
import { existingPerson } from './people.ts';

const Somebody = Type.Object({ liveId: LiveId, userId: UserId });

type Moderation = Extract<LiveCommand, { type: 'KickViewer' | 'MuteViewer' | 'UnmuteViewer' }>;

/** `views`: those that show what the command changes. Who is muted shows in none. */
async function moderate(
  call: UserCall<{ liveId: number; userId: number }>,
  command: Moderation,
  views: readonly NamedView[] = [],
) {
  const { core, caller, params } = call;
  const meta = call.meta(`${command.type} ${params.liveId}`);
  const handled = await core.commands.handle(liveDecider, liveStream(caller.appId, params.liveId), command, meta);
  return shown(core, handled.position, views);
}

/** heihei, 踢出直播间的用户. The kicked user comes back by invitation only. */
export const kickOutUser = endpoint({
  path: '/api/live/kick-out-user',
  module: 'live',
  name: 'kickOutUser',
  auth: 'user',
  params: Somebody,
  errors: ['LiveNotFound', 'NotHost'],
  handle: (call) => moderate(call, { type: 'KickViewer', userId: call.params.userId }, [lives, liveMembers]),
});

/** heihei, 禁言. The host's alone (711); of anybody, in the room or not, who exists (700). */
export const shutupUser = endpoint({
  path: '/api/live/shutupuser',
  module: 'live',
  name: 'shutupUser',
  auth: 'user',
  params: Somebody,
  errors: ['LiveNotFound', 'NotHost'],
  async handle(call) {
    const { core, caller, params } = call;
    const { isHost } = await playingStanding(core, caller.appId, params.liveId, caller.userId);
    if (!isHost) throw new DomainError('NotHost');
    await existingPerson(core, caller.appId, params.userId, 'userId');
    return moderate(call, { type: 'MuteViewer', userId: params.userId });
  },
});

/** heihei, 取消禁言. The host's alone (711). */
export const shutupOpen = endpoint({
  path: '/api/live/shutupopen',
  module: 'live',
  name: 'shutupOpen',
  auth: 'user',
  params: Somebody,
  errors: ['LiveNotFound', 'NotHost'],
  handle: (call) => moderate(call, { type: 'UnmuteViewer', userId: call.params.userId }),
});

/** heihei, 是否禁言: 1 yes, 2 no. For the host, those in the room, and the user in question. */
export const isShutup = endpoint({
  path: '/api/live/isshutup',
  module: 'live',
  name: 'isshutup',
  auth: 'user',
  params: Somebody,
  errors: ['LiveNotFound', 'NotInLive'],
  async handle({ core, caller, params }) {
    const { liveId, userId } = params;
    const asker = await standing(core, caller.appId, liveId, caller.userId);
    if (!asker.isHost && !asker.isMember && userId !== caller.userId) throw new DomainError('NotInLive');
    const { isMuted } = await standing(core, caller.appId, liveId, userId);
    return { isshutup: isMuted ? 1 : 2 };
  },
});
