/** Points that become gold, a package at a time (heihei, 积分兑换钻石的package). */
export interface ExchangePackage {
  id: number;
  points: number;
  amountGold: number;
}

export const EXCHANGE_PACKAGES: readonly ExchangePackage[] = [
  { id: 201, points: 100, amountGold: 70 },
  { id: 202, points: 500, amountGold: 350 },
  { id: 203, points: 1_000, amountGold: 700 },
  { id: 204, points: 5_000, amountGold: 3_500 },
  { id: 205, points: 10_000, amountGold: 7_000 },
];
