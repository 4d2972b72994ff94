import { Type } from '@sinclair/typebox';
import { whenNew, withInput } from '../../../application/commands.ts';
import { personCard } from '../../../application/people.ts';
import { anyStanding } from '../../../application/rooms/standing.ts';
import { streamName } from '../../../domain/kernel/ids.ts';
import { paidLine, walletDecider } from '../../../domain/wallet/decider.ts';
import { endpoint } from '../../http/endpoint.ts';
import { LiveId } from '../../http/params.ts';
import { goldLeft, mayGive } from './buy-gift.ts';

/** Longest line of the little trumpet, in characters. */
export const MAX_BULLET_CHARS = 100;

/**
 * heihei, 发送小喇叭消息: a line that costs gold. With an `Idempotency-Key` a repetition is paid and shown once. Without one, the same
 * words in the same room within `SAME_LINE_MS` are the same line: one payment, and the same answer whatever became of the room.
 */
export const buyBullet = endpoint({
  path: '/api/live/buy-bullet',
  module: 'live',
  name: 'buyBullet',
  auth: 'user',
  params: Type.Object({ liveId: LiveId, message: Type.String({ minLength: 1, maxLength: MAX_BULLET_CHARS }) }),
  errors: ['LiveNotFound', 'NotInLive', 'TargetIsSelf', 'WalletFrozen', 'InsufficientGold'],
  async handle({ core, caller, params, meta }) {
    const { appId, userId } = caller;
    const { liveId, message } = params;
    const found = await anyStanding(core, appId, liveId, userId);
    const { roomId, hostId } = found;
    const from = await personCard(core, appId, userId);
    const line = { type: 'BuyBullet', liveId, roomId, hostId, from, text: message } as const;
    const commandMeta = withInput(meta('buy-bullet'), [liveId, message]);
    const isAllowed = mayGive(found);
    const { events, state } = await core.commands.handle(
      whenNew(walletDecider, (_, wallet) => void (paidLine(wallet, line, commandMeta) ?? isAllowed())),
      streamName('wallet', appId, userId),
      line,
      commandMeta,
    );
    const repeated = events.length === 0 ? paidLine(state, line, commandMeta) : undefined;
    return { gold: repeated?.goldAfter ?? goldLeft(events.at(-1)?.data, state, core.clock.now()) };
  },
});
