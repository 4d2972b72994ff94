/** Notifications that one person causes another in an hour: more are a nuisance, whatever they say. */
export const MAX_PUSHES_PER_PAIR_HOUR = 20;
/** Notifications for one person in a day, besides those of hosts whom they follow. */
export const MAX_PUSHES_PER_DAY = 200;
/** How often the followers of one host are notified in an hour. */
export const MAX_FANS_PUSHES_PER_HOUR = 5;
/** Followers who are notified in one step; a crash repeats at most one step. */
export const FANS_PER_STEP = 500;
/** An invitation into a live is of no use much later. */
export const INVITATION_PUSH_MS = 10 * 60_000;
/** What somebody wrote is worth reading a day later. */
export const MESSAGE_PUSH_MS = 24 * 3600_000;
/** Followers who learn later of a start have missed its beginning. */
export const START_PUSH_MS = 30 * 60_000;
/** What an app's server tells people is worth reading a day later. */
export const ANNOUNCEMENT_PUSH_MS = 24 * 3600_000;
/** How often everybody of an app is notified in an hour, by its server. */
export const MAX_BROADCASTS_PER_HOUR = 60;
/** Conversations of a person whose last notification is remembered: of one that gave way, the next message notifies again. */
export const MAX_TOLD_CONVERSATIONS = 2_000;
/**
 * Members of a group whose messages notify: each who has a phone and has read all before is asked for one by one. In a larger group a message
 * notifies nobody, so that it costs the same whatever the size.
 */
export const MAX_NOTIFIED_MEMBERS = 500;
