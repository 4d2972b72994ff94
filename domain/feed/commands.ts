import type { PersonCard } from '../user/events.ts';
import type { PointsCredited } from '../wallet/events.ts';
import type { LikeKind } from './events.ts';

/** Whether the sender may speak here is checked against `live-` before: the feed is append-only. */
export type FeedCommand =
  | { type: 'SayText'; liveId: number; roomId: number; from: PersonCard; text: string }
  | { type: 'Like'; liveId: number; roomId: number; from: PersonCard; kind: LikeKind }
  | { type: 'ShowPurchase'; credited: PointsCredited['data'] };
