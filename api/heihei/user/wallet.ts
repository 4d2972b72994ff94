import { Type } from '@sinclair/typebox';
import { streamName } from '../../../domain/kernel/ids.ts';
import { spendableGold, type Wallet, walletDecider } from '../../../domain/wallet/decider.ts';
import { endpoint, type UserCall } from '../../http/endpoint.ts';

/** What points are worth in each of the two answers: the document's own examples. */
const USER_GOLD_WORTH_PER_POINT = 5;
const STATISTIC_POINTS_PER_WORTH = 1_000;

/** The caller's own wallet, up to the last event. */
async function walletOf({ core, caller }: UserCall<unknown>): Promise<Readonly<Wallet>> {
  const stream = streamName(walletDecider.category, caller.appId, caller.userId);
  const { state } = await core.commands.load(walletDecider, stream);
  return state;
}

/** `gold` is what can be spent now. */
function totals(wallet: Readonly<Wallet>, now: number) {
  const { points, outlayGold, earnedPoints } = wallet;
  return { gold: spendableGold(wallet, now), point: points, allOutlayGold: outlayGold, allEarnPoint: earnedPoints };
}

/** heihei, 获取钻石黑票. */
export const userGold = endpoint({
  path: '/api/user/user-gold',
  module: 'user',
  name: 'userGold',
  auth: 'user',
  params: Type.Object({}),
  errors: [],
  async handle(call) {
    const wallet = await walletOf(call);
    const pointWorth = wallet.points * USER_GOLD_WORTH_PER_POINT;
    return { user: { userId: call.caller.userId, ...totals(wallet, call.core.clock.now()), pointWorth } };
  },
});

/** heihei, 我的账户资产. */
export const statistic = endpoint({
  path: '/api/payment/statistic',
  module: 'payment',
  name: 'statistic',
  auth: 'user',
  params: Type.Object({}),
  errors: [],
  async handle(call) {
    const wallet = await walletOf(call);
    const pointWorth = Math.floor(wallet.points / STATISTIC_POINTS_PER_WORTH);
    return { ...totals(wallet, call.core.clock.now()), pointWorth };
  },
});
