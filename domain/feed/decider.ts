import type { Decider } from '../kernel/decider.ts';
import { DomainError } from '../kernel/errors.ts';
import { assertNever } from '../kernel/event.ts';
import { spokenText } from '../kernel/text.ts';
import type { FeedCommand } from './commands.ts';
import { type FeedEvent, feedEventTypes, LIKE_KINDS } from './events.ts';

/** Nothing: a feed's lines do not depend on one another, so it is appended to without being read. */
export type Feed = Readonly<Record<string, never>>;

/**
 * What a room shows (heihei, sendMsg, 点亮, 赠送礼物, 发送小喇叭消息). A text outside 1 to `MAX_TEXT_CHARS` code points, or
 * another like than `LIKE_KINDS`: `InvalidInput`. A purchase was checked when it was paid for, so it always shows.
 */
export function decide(command: FeedCommand): FeedEvent[] {
  switch (command.type) {
    case 'SayText': {
      const { liveId, roomId, from } = command;
      return [{ type: 'TextSaid', data: { liveId, roomId, from, text: spokenText(command.text, 'text') } }];
    }
    case 'Like': {
      const { liveId, roomId, from, kind } = command;
      if (!LIKE_KINDS.includes(kind)) throw new DomainError('InvalidInput', 'no such like', 'kind');
      return [{ type: 'Liked', data: { liveId, roomId, from, kind } }];
    }
    case 'ShowPurchase': {
      const { purchase, purchaseEventId, livePointsAfter } = command.credited;
      const { liveId, roomId, from } = purchase;
      const shown = { liveId, roomId, from, livePointsAfter, purchaseEventId };
      if (purchase.kind === 'bullet') return [{ type: 'BulletShown', data: { ...shown, text: purchase.text } }];
      const { gift, amount, comboId } = purchase;
      return [{ type: 'GiftShown', data: { ...shown, gift, amount, comboId } }];
    }
    default:
      return assertNever(command);
  }
}

export const feedDecider: Decider<Feed, FeedCommand, FeedEvent> = {
  category: 'feed',
  eventTypes: feedEventTypes,
  concurrency: 'any',
  initialState: () => ({}),
  decide,
  evolve: (feed) => feed,
};
