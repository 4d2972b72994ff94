/** Largest message that an app's server sends, as JSON. */
export const MAX_NOTICE_BYTES = 8_192;
/** How far the time in such a message may be from now: whoever repeats an older one is refused. */
export const NOTICE_WINDOW_MS = 5 * 60_000;
