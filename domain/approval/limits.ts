/** How long something waits for a second operator, in ms: a week. After that it is asked for anew. */
export const APPROVAL_HOLDS_MS = 7 * 24 * 3600 * 1000;
