/** Keeps this process from reading anything for so long, as a busy or suspended one: timers that fall due meanwhile ring first afterwards. */
export function standStill(ms: number): void {
  const untilMs = performance.now() + ms;
  while (performance.now() < untilMs);
}
