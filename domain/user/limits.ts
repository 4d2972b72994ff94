/** Longest free texts of a profile, in code points. */
export const MAX_DESCRIPTION_CHARS = 500;
export const MAX_ADDRESS_CHARS = 100;
export const MAX_LATLNG_CHARS = 64;
