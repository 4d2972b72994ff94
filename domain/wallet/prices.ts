/** A line over the room's picture (heihei, 发送小喇叭消息). */
export const BULLET_PRICE_GOLD = 1;
/** What a bullet counts for, like a gift's experience: 10 a gold. */
export const BULLET_EXPERIENCE = 10;
/** From the second rename on (heihei, 获取用户信息: `modifyText`). */
export const RENAME_PRICE_GOLD = 10;
