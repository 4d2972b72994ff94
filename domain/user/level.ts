/** Level 1 at no experience; each level takes more than the one before (heihei, 获取用户信息: `level`). */
export function levelOf(experience: number): number {
  return 1 + Math.floor(Math.sqrt(experience / 500));
}
