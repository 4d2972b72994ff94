/** Releases that can be offered at a time, of all channels of a system. */
export const MAX_RELEASES = 100;
/** Longest name of a channel and of a file, longest title, longest description, in code points. */
export const MAX_CHANNEL_CHARS = 32;
export const MAX_RELEASE_TITLE_CHARS = 100;
export const MAX_RELEASE_TEXT_CHARS = 1_000;
/** The form of a version: one to four numbers below a million, with dots between them. */
export const VERSION = '^\\d{1,6}(\\.\\d{1,6}){0,3}$';
