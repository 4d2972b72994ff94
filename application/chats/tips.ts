/** What people read while they wait for a stranger. */
const TIPS: readonly string[] = [
  ...['送一份小礼物，是打破沉默的好办法', '先介绍自己，再问问对方今天过得怎么样', '不知道聊什么？点一下换个话题'],
  ...['认真听，比会说更讨人喜欢', '请文明交流，不要泄露自己的隐私', '聊得来就互相关注吧'],
  ...['遇到不友善的人，可以挂断并拉黑', '网络不好时，声音会晚到一会儿，别着急', '对方离开一下？等等再说也不迟'],
];

/** Tips in one answer (heihei, 开始匹配). */
export const TIPS_SHOWN = 6;

/** Some tips in a row, other ones as `seed` (any whole number from 0) grows. */
export function tipsFrom(seed: number): string[] {
  return Array.from({ length: TIPS_SHOWN }, (_, n) => TIPS[(seed + n) % TIPS.length]!);
}
