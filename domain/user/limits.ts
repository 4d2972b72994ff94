/** Longest free texts of a profile, in code points. */
export const MAX_DESCRIPTION_CHARS = 500;
export const MAX_ADDRESS_CHARS = 100;
export const MAX_LATLNG_CHARS = 64;

/** Longest texts that an app's server keeps with a person, in code points (OpenIM, 注册新用户); of `icon` in bytes of UTF-8. */
export const APP_CARD_LIMITS = { name: 64, icon: 1_024, mobile: 32, birth: 16, email: 64, ex: 1_024 } as const;
