import { Type } from '@sinclair/typebox';
import { whenNew, withInput } from '../../../application/commands.ts';
import { personCard } from '../../../application/people.ts';
import { anyStanding } from '../../../application/rooms/standing.ts';
import { feedDecider } from '../../../domain/feed/decider.ts';
import { DomainError } from '../../../domain/kernel/errors.ts';
import { streamName } from '../../../domain/kernel/ids.ts';
import { MAX_TEXT_CHARS } from '../../../domain/kernel/text.ts';
import { endpoint } from '../../http/endpoint.ts';
import { Id, LiveId } from '../../http/params.ts';

/**
 * heihei, sendMsg. For those in the room of a playing live, whose `roomId` it must be (733); who was muted does not speak
 * (722). With an `Idempotency-Key`, a repetition is said once.
 */
export const sendMsg = endpoint({
  path: '/api/msg/send-msg',
  module: 'message',
  name: 'sendMsg',
  auth: 'user',
  params: Type.Object({ text: Type.String({ minLength: 1, maxLength: MAX_TEXT_CHARS }), roomId: Id, liveId: LiveId }),
  errors: ['RoomInvalid', 'NotInLive', 'Muted'],
  async handle({ core, caller, params, meta }) {
    const { appId, userId } = caller;
    const { liveId, roomId, text } = params;
    const found = await anyStanding(core, appId, liveId, userId);
    const from = await personCard(core, appId, userId);
    const mayTalk = () => {
      if (!found.playing || !found.isMember || found.roomId !== roomId) throw new DomainError('RoomInvalid');
      if (found.isMuted) throw new DomainError('Muted');
    };
    await core.commands.handle(
      whenNew(feedDecider, mayTalk),
      streamName('feed', appId, liveId),
      { type: 'SayText', liveId, roomId, from, text },
      withInput(meta(`send-msg ${liveId}`), { roomId, text }),
    );
    return {};
  },
});
