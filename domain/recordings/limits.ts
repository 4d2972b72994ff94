/** Shortest and longest recording, in seconds. */
export const MIN_RECORD_S = 2;
export const MAX_RECORD_S = 120;
