/** What two people could talk about. */
export const TOPICS: readonly string[] = [
  ...['打个招呼，介绍一下自己吧~', '最近一次大笑是因为什么？', '说说你养过的小动物', '你最拿手的一道菜是什么？'],
  ...['如果可以去任何地方，你想去哪儿？', '小时候的梦想是什么？', '唱一句你最喜欢的歌', '最近在看什么书或电影？'],
  ...['你的家乡有什么好吃的？', '周末一般怎么过？', '说一件你最骄傲的事', '你相信一见钟情吗？'],
  ...['最想拥有哪种超能力？', '你坚持最久的一件事是什么？', '讲一个冷笑话', '最难忘的一次旅行'],
  ...['你喜欢下雨天吗？', '有什么想学却还没学的？', '说说你的好朋友', '今天最开心的一刻是什么？'],
];

/**
 * The n-th topic of a talk, from 0: all of them in an order of the talk's own, then all again in another order; never the same twice in a
 * row. The same talk gets the same topics whenever it is asked.
 */
export function topicOf(chatId: number, n: number): string {
  const count = TOPICS.length;
  const order = shuffled(chatId, Math.floor(n / count));
  return TOPICS[order[n % count]!]!;
}

function shuffled(chatId: number, round: number): number[] {
  const order = TOPICS.map((_, index) => index).sort((a, b) => mixed(chatId, round, a) - mixed(chatId, round, b));
  // The last one does not change by this, so the round before need not be mended to know how it ends.
  const before = round > 0 ? shuffledEnd(chatId, round - 1) : -1;
  if (order[0] === before) [order[0], order[1]] = [order[1]!, order[0]!];
  return order;
}

function shuffledEnd(chatId: number, round: number): number {
  const indexes = TOPICS.map((_, index) => index);
  return indexes.reduce((last, index) => (mixed(chatId, round, index) > mixed(chatId, round, last) ? index : last));
}

/** A number of 32 bits from three others, in which no order of theirs is left (the finaliser of MurmurHash3). */
function mixed(chatId: number, round: number, index: number): number {
  let sum = (chatId % 2 ** 32) ^ Math.imul(round + 1, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b);
  sum = Math.imul(sum ^ (sum >>> 16), 0x85ebca6b);
  sum = Math.imul(sum ^ (sum >>> 13), 0xc2b2ae35);
  return (sum ^ (sum >>> 16)) >>> 0;
}
