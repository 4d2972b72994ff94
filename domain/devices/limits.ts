/** Phones of one person; the next one registered removes the oldest. */
export const MAX_DEVICES = 10;
/** Registrations of one person that change something, in an hour: an app registers at its start, and rarely with anything new. */
export const MAX_REGISTRATIONS_PER_HOUR = 60;
/** The app's own id of a phone, in characters: a UUID, or an IMEI and a suffix. */
export const MAX_UUID_CHARS = 128;
/** Tags of a phone, and characters of a tag or an alias. */
export const MAX_TAGS = 20;
export const MAX_LABEL_CHARS = 64;
/** Google asks servers to expect up to 4 KiB; the others' have under 200 characters. */
export const MAX_PUSH_TOKEN_CHARS = 4_096;
