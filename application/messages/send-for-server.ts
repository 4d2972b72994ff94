import { chatDecider, isOn } from '../../domain/chat/decider.ts';
import { DomainError, type DomainErrorCode } from '../../domain/kernel/errors.ts';
import { assertNever } from '../../domain/kernel/event.ts';
import { noticeDecider } from '../../domain/notice/decider.ts';
import type { NoticeAudience } from '../../domain/notice/events.ts';
import { chatStream, noticeStream } from '../../domain/streams.ts';
import { type MakeMeta, whenNew, withInput } from '../commands.ts';
import type { Core } from '../core.ts';
import { personCard } from '../people/cards.ts';
import { anyStanding } from '../rooms/standing.ts';

/**
 * Sends a message of an app's own making over the sockets of its clients: to a person, to both in a talk, or to everybody in a room. Under
 * a key it goes out once. Throws `UserNotFound`, `ChatNotFound` and `LiveNotFound` for an audience that is not there (any more),
 * `InvalidInput`, `IdempotencyConflict`. `makeMeta` must be the app's.
 */
export async function sendForServer(
  core: Core,
  appId: string,
  { audience, targetId, message }: { audience: NoticeAudience; targetId: number; message: string },
  makeMeta: MakeMeta,
): Promise<void> {
  const { userId, obstacle } = await keeperOf(core, appId, audience, targetId);
  const decider = whenNew(noticeDecider, () => {
    if (obstacle) throw new DomainError(obstacle);
  });
  const meta = withInput(makeMeta('send-for-server'), { audience, targetId, message });
  const command = { type: 'SendServerMessage', audience, targetId, userId, message } as const;
  await core.commands.handle(decider, noticeStream(appId, audience, targetId), command, meta);
}

/** By whose key the log keeps a message (`ServerMessageSent`), and what keeps a new one from being sent. */
async function keeperOf(
  core: Core,
  appId: string,
  audience: NoticeAudience,
  targetId: number,
): Promise<{ userId: number; obstacle: DomainErrorCode | null }> {
  switch (audience) {
    case 'user':
      return { userId: (await personCard(core, appId, targetId)).userId, obstacle: null };
    case 'live': {
      const { hostId, playing } = await anyStanding(core, appId, targetId, 0);
      return { userId: hostId, obstacle: playing ? null : 'LiveNotFound' };
    }
    case 'chat': {
      const { state } = await core.commands.load(chatDecider, chatStream(appId, targetId));
      const userId = state.userIds[0];
      if (userId === undefined) throw new DomainError('ChatNotFound');
      return { userId, obstacle: isOn(state, core.clock.now()) ? null : 'ChatNotFound' };
    }
    default:
      return assertNever(audience);
  }
}
