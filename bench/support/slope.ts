/** A value at a moment. */
export interface Point {
  atMs: number;
  value: number;
}

const HOUR_MS = 3_600_000;

/**
 * The lowest point of each of `windows` equal stretches of time, without the first half of them, in which caches fill. Stretches
 * without a point are left out.
 */
export function laterMinima(points: readonly Point[], windows: number): Point[] {
  const [first, last] = [points[0], points[points.length - 1]];
  if (!first || !last) return [];
  const lengthMs = (last.atMs - first.atMs) / windows;
  const lowest: Point[] = [];
  for (const point of points) {
    const window = Math.min(windows - 1, Math.floor((point.atMs - first.atMs) / lengthMs));
    const known = lowest[window];
    if (window >= windows / 2 && !(known && known.value <= point.value)) lowest[window] = point;
  }
  return lowest.filter((point) => point !== undefined);
}

/** Least squares through the points, in units an hour. NaN for fewer than two moments. */
export function slopePerHour(points: readonly Point[]): number {
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const meanAt = mean(points.map(({ atMs }) => atMs));
  const meanValue = mean(points.map(({ value }) => value));
  let covariance = 0;
  let variance = 0;
  for (const { atMs, value } of points) {
    covariance += (atMs - meanAt) * (value - meanValue);
    variance += (atMs - meanAt) ** 2;
  }
  return (covariance / variance) * HOUR_MS;
}
