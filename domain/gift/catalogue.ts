import type { GiftSnapshot } from '../wallet/events.ts';

/** A gift that is, or was, for sale. */
export interface CatalogueGift extends Omit<GiftSnapshot, 'catalogueVersion'> {
  /** Background colour: red, green and blue, from 0 to 255. */
  background: readonly [number, number, number];
  /** The animation, and the picture in lists: a file's name below `/static/gift/`, or an address of the web. */
  animationFile: string;
  iconFile: string;
  description: string;
}

/** What a tenant sells that has set nothing else, in the order shown. */
export const DEFAULT_GIFTS: readonly CatalogueGift[] = [
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

/** What a purchase keeps of a gift, and which version of the catalogue its price is from (0: what Salon comes with). */
export function snapshotOf(
  { id, name, picture, priceGold, experience }: CatalogueGift,
  catalogueVersion: number,
): GiftSnapshot {
  const snapshot = { id, name, picture, priceGold, experience };
  return catalogueVersion === 0 ? snapshot : { ...snapshot, catalogueVersion };
}

/** The pictures that are drawn for a gift, by their names. */
export function drawnPictures(giftId: number): Pick<CatalogueGift, 'animationFile' | 'iconFile'> {
  return { animationFile: `gift-${giftId}-play.png`, iconFile: `gift-${giftId}.png` };
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
  return { id, name, priceGold, experience, background, ...drawnPictures(id), picture, description };
}
