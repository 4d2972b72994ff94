/** Gifts that a catalogue holds, withdrawn ones among them: they stay, so that what was bought can still be shown. */
export const MAX_GIFTS = 1_000;
/** Gifts that are for sale at a time: clients get all of them in one answer. */
export const MAX_GIFTS_ON_SALE = 200;
/** Packages of gold, and packages of points, withdrawn ones among them. */
export const MAX_PACKAGES = 300;
/** The highest id of a gift or package: clients keep it in 32 bits. */
export const MAX_ITEM_ID = 2 ** 31 - 1;

/** The highest price of a gift, and the most experience that one gives: the longest combo of it stays an amount (`MAX_AMOUNT`). */
export const MAX_GIFT_GOLD = 100_000_000;
/** The most gold and points in a package. */
export const MAX_PACKAGE_AMOUNT = 100_000_000;
/** The highest price of a package, in cents of a yuan: a million yuan. */
export const MAX_PACKAGE_CENTS = 100_000_000;

/** Longest name of a gift, and longest description of a gift or package, in code points. */
export const MAX_GIFT_NAME_CHARS = 30;
export const MAX_DESCRIPTION_CHARS = 100;
/** Longest address of a picture, in characters. */
export const MAX_PICTURE_CHARS = 500;
