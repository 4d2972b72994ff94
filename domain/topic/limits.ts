/** Lengths of a topic's texts, in code points. */
export const MAX_TOPIC_NAME_CHARS = 50;
export const MAX_TOPIC_CATEGORY_CHARS = 20;
export const MAX_TOPIC_INTRODUCTION_CHARS = 500;
/** Ranks of topics: from 0, the first, to this. */
export const MAX_TOPIC_RANK = 1_000_000;
