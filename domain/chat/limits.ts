/** A client in a talk beats this often (heihei, 对聊心跳: nextTimeout). */
export const CHAT_BEAT_MS = 5_000;
/** Without a beat for this long, the other side is shown that the line is bad … */
export const CHAT_LOST_MS = 15_000;
/** … and after this long the talk ends. */
export const CHAT_ABSENT_MS = 30_000;
/** From one change of the topic to the next at least this long, so that both can read it. */
export const TOPIC_PAUSE_MS = 3_000;
/** How long a talk that is over can still be looked at. */
export const CHAT_SHOWN_MS = 24 * 3600_000;
