/** Most seats that a tenant's rooms may have: more people in one room are a stage, not a room. */
export const MAX_ROOM_SEATS = 10_000;

/** Lines that may begin a conversation, and the longest one in code points. */
export const MAX_HINTS = 100;
export const MAX_HINT_CHARS = 200;
