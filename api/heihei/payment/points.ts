import { Type } from '@sinclair/typebox';
import { exchangePoints, pointsPackagesOf } from '../../../application/wallets/exchange-points.ts';
import { EXCHANGE_PACKAGES, type ExchangePackage } from '../../../domain/wallet/exchange.ts';
import { UpToDate } from '../../http/answers.ts';
import { endpoint } from '../../http/endpoint.ts';

function listed({ id, points: point, amountGold: gold }: ExchangePackage) {
  return { id, desc: `${point}积分兑换${gold}钻`, point, gold };
}

/** heihei, 积分兑换钻石的package. */
export const listP2gPackage = endpoint({
  path: '/api/payment/list-p2g-package',
  module: 'payment',
  name: 'listP2gPackage',
  summary: 'List what points can be made into gold',
  auth: 'user',
  params: Type.Object({}),
  answer: Type.Object({
    packages: Type.Array(
      Type.Object(
        { id: Type.Integer(), desc: Type.String(), point: Type.Integer(), gold: Type.Integer() },
        { title: 'PointPackage' },
      ),
    ),
  }),
  examples: [{ params: {}, answer: { packages: EXCHANGE_PACKAGES.slice(0, 1).map(listed) } }],
  errors: [],
  async handle({ core, caller }) {
    return { packages: (await pointsPackagesOf(core, caller.appId)).map(listed) };
  },
});

/** heihei, 积分兑换钻石. */
export const p2g = endpoint({
  path: '/api/payment/p2g',
  module: 'payment',
  name: 'p2g',
  summary: 'Make points into gold',
  auth: 'user',
  cost: 'paid',
  params: Type.Object({ packageId: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }) }),
  answer: Type.Object({
    order: Type.String({ description: 'Names the exchange.' }),
    point: Type.Integer({ minimum: 0, description: 'What is left.' }),
    ...UpToDate,
  }),
  examples: [{ params: { packageId: 201 }, answer: { order: '4503599627370496', point: 12 } }],
  errors: ['PackageNotFound', 'WalletFrozen', 'InsufficientPoints'],
  async handle({ core, caller, params, meta }) {
    const { order, points: point, ...shown } = await exchangePoints(core, caller, params, meta);
    return { order, point, ...shown };
  },
});
