import { randomUUID } from 'node:crypto';
import { feedDecider } from '../../domain/feed/decider.ts';
import { DEFAULT_GIFTS, snapshotOf } from '../../domain/gift/catalogue.ts';
import { keyedCommandId, streamName } from '../../domain/kernel/ids.ts';
import type { PersonCard } from '../../domain/user/events.ts';
import { walletDecider } from '../../domain/wallet/decider.ts';
import type { CommandHandler } from '../../event-store/command-handler.ts';

/** An app for benches only. */
const APP = 'bench';
const GRANT_GOLD = 1_000_000_000;
const HOST = 9_999_999;

/** A person in a room; sends the commands that the endpoints would make of requests. `at` is epoch ms. */
export class Viewer {
  readonly wallet: string;
  private readonly card: PersonCard;

  constructor(userId: number) {
    this.card = { userId, displayName: `Person ${userId}`, gender: 'Unspecified', birthDay: '', coverUrl: '/c/1.jpg' };
    this.wallet = streamName('wallet', APP, userId);
  }

  grant(commands: CommandHandler, at: number): Promise<unknown> {
    const { userId } = this.card;
    const command = { type: 'GrantGold', userId, amountGold: GRANT_GOLD, source: 'bench' } as const;
    return commands.handle(walletDecider, this.wallet, command, { appId: APP, actor: 0, at, commandId: randomUUID() });
  }

  /** Keyed by the client's gift_uuid, so the wallet remembers it. One event. */
  buyGift(commands: CommandHandler, liveId: number, at: number): Promise<unknown> {
    const { userId } = this.card;
    const comboId = randomUUID();
    const gift = snapshotOf(DEFAULT_GIFTS[0]!, 0);
    const room = { liveId, roomId: liveId, hostId: HOST, from: this.card };
    return commands.handle(
      walletDecider,
      this.wallet,
      { type: 'BuyGift', gift, amount: 1, comboId, ...room },
      {
        appId: APP,
        actor: userId,
        at,
        commandId: keyedCommandId(APP, userId, 'buy-gift', `${comboId}|1`),
        keyed: true,
        input: [gift.id, liveId, comboId, 1],
      },
    );
  }

  /** One event, appended to the room's feed without a revision check. */
  say(commands: CommandHandler, liveId: number, at: number, text = 'good evening to you all'): Promise<unknown> {
    return commands.handle(
      feedDecider,
      streamName('feed', APP, liveId),
      { type: 'SayText', liveId, roomId: liveId, from: this.card, text },
      { appId: APP, actor: this.card.userId, at, commandId: randomUUID() },
    );
  }
}
