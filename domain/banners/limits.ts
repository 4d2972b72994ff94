/** Banners on the first screen: more than anybody swipes through. */
export const MAX_BANNERS = 20;
/** Longest text of a banner, in code points, and longest address of its picture, in characters. */
export const MAX_BANNER_CHARS = 100;
export const MAX_COVER_CHARS = 500;
