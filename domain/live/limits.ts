/** How often the client of somebody in a live says that it is there (heihei, 心跳). */
export const HEARTBEAT_INTERVAL_MS = 15_000;
/** Seats of a room, the host's among them (heihei, 敲门状态: `roomUserCount`). */
export const DEFAULT_SEAT_COUNT = 8;
export const MIN_SEAT_COUNT = 2;
export const MAX_SEAT_COUNT = 100_000;
/** A room is for at least two (heihei, 锁/解锁座位: 502). */
export const MIN_UNLOCKED_SEATS = 2;
/** Longest title, in code points. */
export const MAX_TITLE_CHARS = 100;
/** Managers of a room, besides its host. */
export const MAX_MANAGERS = 5;
/** Between two notices of a host to the room. */
export const NOTICE_INTERVAL_MS = 10_000;
/** Longest notice, in code points. */
export const MAX_NOTICE_CHARS = 100;
/** Between two knocks of one viewer (heihei, 敲门: 504). */
export const KNOCK_COOLDOWN_MS = 60_000;
/**
 * Seats that one person has as a viewer at a time: on a phone, on a tablet, and in a room just left without a word. With more, a few
 * accounts could fill many rooms. The oldest seat gives way, since people who join a room want to be in that one.
 */
export const MAX_SEATS_OF_USER = 3;
