import type { GiftSnapshot } from '../wallet/events.ts';

/** A gift that is for sale. */
export interface CatalogueGift extends GiftSnapshot {
  /** Background colour: red, green and blue, from 0 to 255. */
  background: readonly [number, number, number];
  /** File name of the animation, and of the picture in lists. */
  animationFile: string;
  iconFile: string;
  description: string;
}

/** What is for sale, in the order shown. The only source of prices: a client's word never counts. */
export const gifts: readonly CatalogueGift[] = [
  gift(101, '小黄瓜', 1, 10, [120, 190, 90], 'static', '清脆一根'),
  gift(102, '棒棒糖', 5, 50, [255, 170, 200], 'static', '甜甜的'),
  gift(103, '玫瑰', 10, 100, [225, 60, 90], 'static', '送你一朵玫瑰'),
  gift(104, '啤酒', 30, 300, [250, 200, 80], 'static', '干杯'),
  gift(105, '麦克风', 60, 600, [110, 120, 200], 'static', '唱得真好'),
  gift(106, '皇冠', 100, 1_000, [245, 205, 70], 'static', '今晚的主角'),
  gift(107, '烟花', 500, 5_000, [150, 90, 220], 'moving', '满屏烟花'),
  gift(108, '跑车', 1_314, 13_140, [230, 80, 60], 'moving', '带你兜风'),
  gift(109, '游艇', 5_200, 52_000, [70, 150, 220], 'moving', '一起出海'),
  gift(110, '城堡', 9_999, 99_990, [190, 160, 230], 'moving', '童话里的城堡'),
];

/** The catalogue by id. */
export const giftsById: ReadonlyMap<number, CatalogueGift> = new Map(gifts.map((each) => [each.id, each]));

/** What a purchase keeps of a gift. */
export function snapshotOf({ id, name, picture, priceGold, experience }: CatalogueGift): GiftSnapshot {
  return { id, name, picture, priceGold, experience };
}

function gift(
  id: number,
  name: string,
  priceGold: number,
  experience: number,
  background: CatalogueGift['background'],
  picture: CatalogueGift['picture'],
  description: string,
): CatalogueGift {
  const files = { animationFile: `gift-${id}-play.png`, iconFile: `gift-${id}.png` };
  return { id, name, priceGold, experience, background, ...files, picture, description };
}
