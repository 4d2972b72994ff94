import type { WriteMessage } from '../../domain/conversation/commands.ts';
import type { ServerContent } from '../../domain/conversation/content.ts';
import { obstacleToReaching } from '../../domain/policy/people.ts';
import type { Core } from '../core.ts';
import { idOfCommand } from '../ids.ts';
import { between } from '../policy/people.ts';
import { isFollowedBy, senderCard } from './send.ts';

/** A line between two people that follows from an event, once. Null where the two do not reach each other. */
export async function serverLine(
  core: Core,
  { id, meta: { appId } }: { id: string; meta: { appId: string } },
  { fromId, toUserId, content }: { fromId: number; toUserId: number; content: ServerContent },
): Promise<WriteMessage | null> {
  const sides = await Promise.all([
    between(core, { appId, userId: fromId }, toUserId),
    between(core, { appId, userId: toUserId }, fromId),
  ]);
  if (sides.some((people) => obstacleToReaching(people) !== null)) return null;
  const [from, isFollowed] = await Promise.all([
    senderCard(core, { appId, userId: fromId }),
    isFollowedBy(core, appId, toUserId, fromId),
  ]);
  return { type: 'WriteMessage', messageId: idOfCommand(id), from, toUserId, content, isFollowed };
}
