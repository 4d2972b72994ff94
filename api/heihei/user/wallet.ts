import { Type } from '@sinclair/typebox';
import { type Balance, balanceNow } from '../../../application/wallets/balance.ts';
import { endpoint } from '../../http/endpoint.ts';

/** What points are worth in each of the two answers, by the document's examples. */
const USER_GOLD_WORTH_PER_POINT = 5;
const STATISTIC_POINTS_PER_WORTH = 1_000;

const Totals = {
  gold: Type.Integer({ description: 'What can be spent now.' }),
  point: Type.Integer(),
  allOutlayGold: Type.Integer(),
  allEarnPoint: Type.Integer(),
  pointWorth: Type.Integer(),
};

function totals({ gold, points, outlayGold, earnedPoints }: Balance) {
  return { gold, point: points, allOutlayGold: outlayGold, allEarnPoint: earnedPoints };
}

/** heihei, 获取钻石黑票. */
export const userGold = endpoint({
  path: '/api/user/user-gold',
  module: 'user',
  name: 'userGold',
  summary: "Get one's own gold and points",
  auth: 'user',
  params: Type.Object({}),
  answer: Type.Object({ user: Type.Object({ userId: Type.Integer(), ...Totals }) }),
  examples: [
    {
      params: {},
      answer: {
        user: {
          userId: 7_012_345_678_901,
          gold: 40,
          point: 3_000,
          allOutlayGold: 60,
          allEarnPoint: 3_000,
          pointWorth: 15_000,
        },
      },
    },
  ],
  errors: [],
  async handle({ core, caller }) {
    const balance = await balanceNow(core, caller);
    const pointWorth = balance.points * USER_GOLD_WORTH_PER_POINT;
    return { user: { userId: caller.userId, ...totals(balance), pointWorth } };
  },
});

/** heihei, 我的账户资产. */
export const statistic = endpoint({
  path: '/api/payment/statistic',
  module: 'payment',
  name: 'statistic',
  summary: "Get what one's own account holds",
  auth: 'user',
  params: Type.Object({}),
  answer: Type.Object(Totals),
  examples: [{ params: {}, answer: { gold: 40, point: 3_000, allOutlayGold: 60, allEarnPoint: 3_000, pointWorth: 3 } }],
  errors: [],
  async handle({ core, caller }) {
    const balance = await balanceNow(core, caller);
    return { ...totals(balance), pointWorth: Math.floor(balance.points / STATISTIC_POINTS_PER_WORTH) };
  },
});
