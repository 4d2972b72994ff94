import type { GiftSnapshot } from '../wallet/events.ts';

/** A gift as clients list it (heihei, 礼物列表); the field names are the documented ones. */
export interface CatalogueGift {
  id: number;
  name: string;
  /** Price of one, in gold. */
  gold: number;
  /** Experience of one, for sender and host alike. */
  exp: number;
  /** Background colour, red, green and blue from 0 to 255. */
  cl: readonly [number, number, number];
  /** File name of the animation, and of the picture in lists. */
  image: string;
  icon: string;
  /** 1 static, 2 moving. */
  type: 1 | 2;
  desc: string;
}

/** What is for sale, in the order shown. The only source of prices: a client's word never counts. */
export const gifts: readonly CatalogueGift[] = [
  gift(101, '小黄瓜', 1, 10, [120, 190, 90], 1, '清脆一根'),
  gift(102, '棒棒糖', 5, 50, [255, 170, 200], 1, '甜甜的'),
  gift(103, '玫瑰', 10, 100, [225, 60, 90], 1, '送你一朵玫瑰'),
  gift(104, '啤酒', 30, 300, [250, 200, 80], 1, '干杯'),
  gift(105, '麦克风', 60, 600, [110, 120, 200], 1, '唱得真好'),
  gift(106, '皇冠', 100, 1_000, [245, 205, 70], 1, '今晚的主角'),
  gift(107, '烟花', 500, 5_000, [150, 90, 220], 2, '满屏烟花'),
  gift(108, '跑车', 1_314, 13_140, [230, 80, 60], 2, '带你兜风'),
  gift(109, '游艇', 5_200, 52_000, [70, 150, 220], 2, '一起出海'),
  gift(110, '城堡', 9_999, 99_990, [190, 160, 230], 2, '童话里的城堡'),
];

/** The catalogue by id. */
export const giftsById: ReadonlyMap<number, CatalogueGift> = new Map(gifts.map((each) => [each.id, each]));

/** What a purchase keeps of a gift. */
export function snapshotOf({ id, name, type, gold, exp }: CatalogueGift): GiftSnapshot {
  return { id, name, type, priceGold: gold, experience: exp };
}

function gift(
  id: number,
  name: string,
  gold: number,
  exp: number,
  cl: CatalogueGift['cl'],
  type: CatalogueGift['type'],
  desc: string,
): CatalogueGift {
  return { id, name, gold, exp, cl, image: `gift-${id}.webp`, icon: `gift-${id}.png`, type, desc };
}
