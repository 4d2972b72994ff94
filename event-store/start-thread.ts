import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';

/**
 * A thread needs tsx of its own, and by `require`: its hooks for `import` are a further thread, and starting both takes three
 * times as long. So what a thread loads must not await at its top level.
 */
const TSX = createRequire(import.meta.url).resolve('tsx/cjs/api');

/** Starts a worker thread from a TypeScript module. */
export function startThread(script: URL): Worker {
  const boot = `require(${JSON.stringify(TSX)}).register(); require(${JSON.stringify(fileURLToPath(script))});`;
  // Without the process's own arguments, or tsx would be loaded twice.
  return new Worker(boot, { eval: true, execArgv: [] });
}
