/** Blocks this process for `ms`, like one that is busy or suspended. Afterwards timers that fell due fire before anything is read. */
export function standStill(ms: number): void {
  const untilMs = performance.now() + ms;
  while (performance.now() < untilMs);
}
