/** Earlier secrets of one app that hold at a time: each is one that some server of the app may still have. */
export const MAX_FORMER_SECRETS = 4;
/** Longest that an earlier secret goes on holding, in ms: 90 days, so that tokens that it signed can run out. */
export const MAX_FORMER_SECRET_MS = 90 * 24 * 3600 * 1000;
/** That a secret is in use is noted once in this time, in ms: a server that calls all day adds some hundred events, not one a call. */
export const USE_NOTED_EVERY_MS = 10 * 60 * 1000;
/** The end of what has none, in epoch ms. */
export const NEVER = Number.MAX_SAFE_INTEGER;
