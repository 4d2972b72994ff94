import type { MessageContent } from '../../domain/conversation/content.ts';
import { conversationDecider } from '../../domain/conversation/decider.ts';
import type { SenderCard } from '../../domain/conversation/events.ts';
import { DomainError } from '../../domain/kernel/errors.ts';
import { derivedCommandId } from '../../domain/kernel/ids.ts';
import { conversationStream } from '../../domain/streams.ts';
import type { Position } from '../../event-store/event-store.ts';
import { START } from '../../event-store/event-store.ts';
import { personWithId } from '../accounts/named-person.ts';
import type { App } from '../apps.ts';
import { eachOf } from '../at-once.ts';
import { type MakeMeta, type Shown, shown, withInput } from '../commands.ts';
import type { Core } from '../core.ts';
import { idOfCommand } from '../ids.ts';
import { isFollowedBy, MESSAGE_VIEWS, senderCard } from './send.ts';

/** People whom one call writes to at a time: each is a stream of its own, and they share the log's syncs. */
const AT_ONCE = 16;

/** What an app's server sends to people; `fromUserId` 0: the app itself writes. */
export interface Mailing {
  fromUserId: number;
  toUserIds: readonly number[];
  content: MessageContent;
}

/**
 * Writes the same to several people, for the app's server: to all of them, or to nobody when one is not there. Blocks do not hold: they
 * bind people, and the server answers for what it sends. Under a key, what a crash left half done the next call completes, and nobody
 * gets it twice.
 *
 * Throws `UserNotFound`, `TargetIsSelf`, `InvalidInput` for a content out of bounds, `IdempotencyConflict`.
 */
export async function sendToPeople(
  core: Core,
  app: App,
  { fromUserId, toUserIds, content }: Mailing,
  makeMeta: MakeMeta,
  key?: string,
): Promise<{ messageIds: number[] } & Shown> {
  const { tenant } = app;
  const receivers = [...new Set(toUserIds)];
  const from = fromUserId === 0 ? cardOfApp(app) : await senderCard(core, { appId: tenant, userId: fromUserId });
  if (receivers.includes(fromUserId)) throw new DomainError('TargetIsSelf');
  for (const userId of receivers) await personWithId(core, tenant, String(userId));
  const meta = withInput(makeMeta('send-message', key), { fromUserId, content });
  const messageIds: number[] = [];
  let last: Position = START;
  await eachOf(receivers, AT_ONCE, async (toUserId) => {
    const commandId = derivedCommandId(meta.commandId, `send-to of ${toUserId}`);
    const messageId = idOfCommand(commandId);
    const isFollowed = await isFollowedBy(core, tenant, toUserId, fromUserId);
    const { position } = await core.commands.handle(
      conversationDecider,
      conversationStream(tenant, fromUserId, toUserId),
      { type: 'WriteMessage', messageId, from, toUserId, content, isFollowed },
      { ...meta, actor: 0, commandId },
    );
    messageIds.push(messageId);
    last = Math.max(last, position);
  });
  return { messageIds, ...(await shown(core, last, MESSAGE_VIEWS)) };
}

/** What an app is called that writes itself. */
export function cardOfApp({ alias, appId }: Pick<App, 'alias' | 'appId'>): SenderCard {
  const nobody = { userId: 0, gender: 'Unspecified', birthDay: '', coverUrl: '', heiNum: 0, level: 1 } as const;
  return { ...nobody, displayName: alias ?? appId };
}
