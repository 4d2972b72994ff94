import { Worker } from 'node:worker_threads';

/** tsx registers itself in the main thread alone (on Node 20), so a thread registers it before it loads its script. */
const TSX = import.meta.resolve('tsx/esm/api');

/** Starts a worker thread from a TypeScript module. */
export function startThread(script: URL): Worker {
  const boot = `import { register } from ${JSON.stringify(TSX)}; register(); await import(${JSON.stringify(script.href)});`;
  // Without the process's own arguments, or tsx would be loaded twice.
  return new Worker(new URL(`data:text/javascript,${encodeURIComponent(boot)}`), { execArgv: [] });
}
