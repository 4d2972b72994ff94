/** A person reports another one of a kind once in this time; what they repeat changes nothing. */
export const REPORT_AGAIN_MS = 24 * 3600 * 1000;
/** Reports that one person may make in that time. */
export const REPORTS_PER_DAY = 20;
/** Reports of one person that are remembered as made lately, and as open; the oldest is dropped. */
export const MAX_REMEMBERED_REPORTS = 10_000;
