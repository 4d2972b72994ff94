/** How long a call rings (heihei, 约聊: expireTime). */
export const RING_MS = 15_000;
/** From the acceptance, or the match, until both sides must have joined. */
export const JOIN_WITHIN_MS = 15_000;
/** How long somebody waits to be matched with a stranger (heihei, 开始匹配: expireTime). */
export const MATCH_MS = 15_000;
/** From then on somebody who waits is matched with anybody, no longer with the other gender alone. */
export const WIDEN_MATCH_MS = 5_000;
/** Two people who were matched are not matched with each other again for this long. */
export const SAME_PARTNER_MS = 10 * 60_000;

/** Calls that one person may make in a minute: who dials faster does not wait for an answer. */
export const MAX_CALLS_A_MINUTE = 20;
/** Calls in an hour to one person who has answered none of them: more is a nuisance. */
export const MAX_UNANSWERED_AN_HOUR = 5;
/** A call to somebody who called in vain within this time is a return call (heihei, 约聊通知消息: type 1). */
export const RETURN_CALL_MS = 24 * 3600_000;

/** People who may wait to be matched at a time: more than come within `MATCH_MS`. */
export const MAX_WAITING = 10_000;
/** Longest waiting people who are looked at for one match: each costs a look at two block lists. */
export const MAX_CANDIDATES = 50;
/** Calls that are over and still told from ones that never were; the oldest give way. */
export const MAX_PAST_CALLS = 10_000;
/** Callers whose calls are remembered for the limits and for return calls, … */
export const MAX_CALLERS = 10_000;
/** … and calls remembered of each: all that `MAX_CALLS_A_MINUTE` needs. */
export const MAX_CALLS_OF_CALLER = 40;
/** People whose last match is remembered. */
export const MAX_PARTNERS = 10_000;
