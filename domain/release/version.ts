import { VERSION } from './limits.ts';

const FORM = new RegExp(VERSION);

/** Whether a text is a version: see `VERSION`. */
export function isVersion(text: string): boolean {
  return FORM.test(text);
}

/** Negative when version `a` comes before `b`, by their numbers: 1.0.10 comes behind 1.0.9, and 1.0 is 1.0.0. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a.split('.').map(Number), b.split('.').map(Number)];
  for (let n = 0; n < Math.max(left.length, right.length); n++) {
    const difference = (left[n] ?? 0) - (right[n] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
