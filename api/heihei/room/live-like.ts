import { Type } from '@sinclair/typebox';
import { whenNew, withInput } from '../../../application/commands.ts';
import { personCard } from '../../../application/people.ts';
import { anyStanding } from '../../../application/rooms/standing.ts';
import { feedDecider } from '../../../domain/feed/decider.ts';
import { LIKE_KINDS } from '../../../domain/feed/events.ts';
import { DomainError } from '../../../domain/kernel/errors.ts';
import { streamName } from '../../../domain/kernel/ids.ts';
import { endpoint } from '../../http/endpoint.ts';
import { LiveId } from '../../http/params.ts';

/** heihei, 点亮 (`type` 1: a, 2: b, 3: c); for those in the room (506). */
export const liveLike = endpoint({
  path: '/api/live/live-like',
  module: 'live',
  name: 'liveLike',
  auth: 'user',
  params: Type.Object({ type: Type.Integer({ minimum: 1, maximum: 3 }), liveId: LiveId }),
  errors: ['LiveNotFound', 'NotInLive'],
  async handle({ core, caller, params, meta }) {
    const { appId, userId } = caller;
    const { liveId, type } = params;
    const found = await anyStanding(core, appId, liveId, userId);
    const from = await personCard(core, appId, userId);
    const mayLike = () => {
      if (!found.playing) throw new DomainError('LiveNotFound');
      if (!found.isMember) throw new DomainError('NotInLive');
    };
    await core.commands.handle(
      whenNew(feedDecider, mayLike),
      streamName('feed', appId, liveId),
      { type: 'Like', liveId, roomId: found.roomId, from, kind: LIKE_KINDS[type - 1]! },
      withInput(meta(`live-like ${liveId}`), type),
    );
    return {};
  },
});
