/** Longest title of a post, in code points. */
export const MAX_SUBJECT_TITLE_CHARS = 50;
/** Longest drawing of a sound, in characters. */
export const MAX_SAMPLES_CHARS = 500;
/** Longest sound of a post, in seconds. */
export const MAX_SUBJECT_S = 600;
/** Posts and answers of one person in an hour. */
export const MAX_SUBJECTS_PER_HOUR = 30;
