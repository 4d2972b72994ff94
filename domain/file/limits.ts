/** How long an upload may be begun with a ticket, in ms: hours with a bad connection are enough for a retry. */
export const TICKET_MS = 3600_000;
/** An upload that nobody named by then is dropped, in ms after its ticket's end: a day after the ticket was given. */
export const UNCLAIMED_MS = 23 * 3600_000;
/** A post follows the claim of its sound within this time, in ms: many times what a request may take. */
export const POSTED_WITHIN_MS = 10 * 60_000;
/** What a sound is claimed for that is posted to a topic. */
export const POST_PURPOSE = 'subject';
/** How long a client's log is kept, in ms: who looks for a fault reads it within days. */
export const LOG_KEPT_MS = 30 * 24 * 3600_000;
/** Logs that one person's client may upload in an hour. */
export const LOGS_PER_HOUR = 10;
/** Tickets that one person gets in an hour: several times what the busiest chat sends. */
export const TICKETS_PER_HOUR = 60;
/** What one person may upload in a day, in bytes, counting each open ticket as full: so nobody fills the store alone. */
export const MAX_DAY_BYTES = 1024 * 1024 * 1024;
