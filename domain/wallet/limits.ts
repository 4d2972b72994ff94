/** The longest combo: the client's counter has four digits. */
export const MAX_COMBO = 9_999;
/** The client sends an md5; anything of that order will do. */
export const MAX_COMBO_ID_CHARS = 64;
