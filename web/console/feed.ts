/** The live feed (/operator/v1/feed): it tells that the log has grown, and pages ask again then, not before. */

/** A page is asked for again at most so often, however much happens. */
const LEAST_MS = 1_500;
/** How long views have to show what the log has. */
const SHOWN_MS = 300;
/** What no event tells (times, figures of the process) is asked for so often. */
const IDLE_MS = 10_000;
/** How often pages are asked for without a feed. */
const WITHOUT_FEED_MS = 5_000;

let growth = 0;
let isOpen = false;
const listeners = new Set<() => void>();

/** Follows the log while somebody is signed in; `onEnd` is told when they are no longer, or in another role. Returns what ends it. */
export function follow(onEnd: () => void): () => void {
  const source = new EventSource('/operator/v1/feed');
  const grown = () => {
    growth++;
    for (const listener of [...listeners]) listener();
  };
  source.onopen = () => {
    isOpen = true;
    grown();
  };
  // The browser comes back by itself, unless it was refused: then pages are asked for as without a feed.
  source.onerror = () => {
    isOpen = false;
  };
  source.addEventListener('events', grown);
  source.addEventListener('counts', grown);
  source.addEventListener('end', (event) => {
    const { reason } = JSON.parse(event.data) as { reason: string };
    if (reason === 'signed-out' || reason === 'role-changed') onEnd();
  });
  return () => {
    isOpen = false;
    source.close();
  };
}

/** How much the log had grown: ask for it before you ask for a page, and give it to `onceGrown` after the answer. */
export function grownSoFar(): number {
  return growth;
}

/** Calls back once the log has grown since `seen`, or when it is time anyhow; while nobody looks at the page, not at all. Returns what calls it off. */
export function onceGrown(seen: number, callback: () => void): () => void {
  const from = performance.now();
  let isOff = false;
  let timer: ReturnType<typeof setTimeout>;
  const end = () => {
    isOff = true;
    clearTimeout(timer);
    listeners.delete(soon);
    document.removeEventListener('visibilitychange', due);
  };
  const due = () => {
    if (isOff) return;
    if (document.hidden) return document.addEventListener('visibilitychange', due);
    end();
    callback();
  };
  const soon = () => {
    listeners.delete(soon);
    clearTimeout(timer);
    timer = setTimeout(due, Math.max(SHOWN_MS, from + LEAST_MS - performance.now()));
  };
  timer = setTimeout(due, isOpen ? IDLE_MS : WITHOUT_FEED_MS);
  listeners.add(soon);
  if (growth !== seen) soon();
  return end;
}
